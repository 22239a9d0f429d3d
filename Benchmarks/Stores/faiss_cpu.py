"""PyPI's faiss-cpu: its own AVX-512 kernels."""

import os

import faiss

from dataset import DIMENSION, LIMIT


class Index:
    def build(self, vectors):
        faiss.omp_set_num_threads(os.cpu_count())
        self.index = self.make()
        self.index.add(vectors)
        faiss.omp_set_num_threads(1)

    def search(self, probe):
        return self.index.search(probe[None], LIMIT)[1][0]


class Flat(Index):
    def make(self):
        return faiss.IndexFlatIP(DIMENSION)


class HNSW(Index):
    def make(self):
        index = faiss.IndexHNSWFlat(DIMENSION, 32, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = 128
        index.hnsw.efSearch = 64
        return index
