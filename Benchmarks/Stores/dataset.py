"""The vectors, the probes and the truth that every contestant meets, in a folder of plain files.

Persons are random directions, their five samples the direction with noise, so that two samples of a person have a
cosine of about 0.66, as embeddings of fair photos have; strangers have about 0 +- 0.04. Two of three probes are
held-out samples of enrolled persons, the third is of nobody. The same on every run.
"""

import pathlib

import numpy as np

DIMENSION = 512
LIMIT = 10
PROBES = 600
PER_PERSON = 5
# cosine = 1 / (1 + NOISE^2)
NOISE = 0.72
# Sums of the same products in another order differ by less.
TIE = 2e-6
CHUNK = 50_000


def unit(values):
    return values / np.linalg.norm(values, axis=1, keepdims=True)


class DataSet:
    def __init__(self, folder, faces, tenants=1):
        """`faces` in all, as many of each tenant, one tenant after another."""
        self.folder, self.faces, self.tenants = pathlib.Path(folder), faces, tenants
        self.each = faces // tenants
        random = np.random.default_rng(42)
        persons = -(-faces // PER_PERSON)
        enrolled = PROBES * 2 // 3
        chosen = np.sort(random.choice(persons, enrolled, replace=persons < enrolled))
        held_out = []
        with open(self.folder / "vectors.f32", "wb") as file:
            for start in range(0, faces, CHUNK):
                end = min(start + CHUNK, faces)
                centres = unit(random.standard_normal((-(-(end - start) // PER_PERSON), DIMENSION), np.float32))
                self.near(random, np.repeat(centres, PER_PERSON, axis=0)[:end - start]).tofile(file)
                first = start // PER_PERSON
                mine = chosen[(chosen >= first) & (chosen < first + len(centres))]
                held_out.append(self.near(random, centres[mine - first]))
        self.order(random, np.concatenate(held_out), chosen * PER_PERSON // self.each)
        np.array([faces, tenants, PROBES], np.int32).tofile(self.folder / "shape.i32")
        self.similarities = self.truth()

    @staticmethod
    def near(random, centres):
        noise = unit(random.standard_normal(centres.shape, np.float32))
        return unit(centres + np.float32(NOISE) * noise).astype(np.float32)

    def order(self, random, held_out, owners):
        """Mixes enrolled and strangers, so that the first few hundred are a fair sample."""
        strangers = unit(random.standard_normal((PROBES - len(held_out), DIMENSION), np.float32))
        mixed = random.permutation(PROBES)
        self.is_enrolled = (np.arange(PROBES) < len(held_out))[mixed]
        self.probes = np.concatenate([held_out, strangers]).astype(np.float32)[mixed]
        self.probe_tenants = np.concatenate(
            [owners, random.integers(0, self.tenants, len(strangers))]).astype(np.int32)[mixed]
        self.probes.tofile(self.folder / "probes.f32")
        self.probe_tenants.tofile(self.folder / "probe_tenants.i32")

    @property
    def vectors(self):
        return np.memmap(self.folder / "vectors.f32", np.float32, "r", shape=(self.faces, DIMENSION))

    def truth(self):
        """Of each probe, the ten best similarities in its tenant's gallery, best first."""
        best = np.full((PROBES, LIMIT), -2, np.float32)
        for start in range(0, self.faces, CHUNK):
            found = self.probes @ np.asarray(self.vectors[start:start + CHUNK]).T
            if self.tenants > 1:
                owners = np.arange(start, start + found.shape[1]) // self.each
                found[self.probe_tenants[:, None] != owners] = -2
            best = -np.partition(-np.concatenate([best, found], axis=1), LIMIT - 1, axis=1)[:, :LIMIT]
        return np.sort(best, axis=1)[:, ::-1]

    def judge(self, answers):
        """Shares of probes that found what is there: recall@1 of the enrolled and of strangers, recall@10 of all."""
        count = len(answers)
        rows = self.vectors[np.maximum(answers, 0)]
        found = np.einsum("pd,pkd->pk", self.probes[:count], rows)
        # No row, another tenant's, or one that was answered twice.
        found[(answers < 0) | (answers // self.each != self.probe_tenants[:count, None])] = -2
        for probe in range(count):
            first = np.unique(answers[probe], return_index=True)[1]
            found[probe, np.setdiff1d(np.arange(answers.shape[1]), first)] = -2
        truth, enrolled = self.similarities[:count], self.is_enrolled[:count]
        top = found[:, 0] >= truth[:, 0] - TIE
        return {
            "recall_1_enrolled": float(top[enrolled].mean()), "recall_1_strangers": float(top[~enrolled].mean()),
            "recall_10": float((found >= truth[:, -1:] - TIE).mean())}
