"""hnswlib with all tenants in one index, asked for one tenant's rows by its filter."""

import os

import hnswlib
import numpy as np

from dataset import DIMENSION, LIMIT


class Filtered:
    SERVES_ALL = True

    def __init__(self, tenants):
        self.tenants = tenants

    def build(self, vectors):
        self.each = len(vectors) // self.tenants
        self.index = hnswlib.Index("ip", DIMENSION)
        self.index.init_index(len(vectors), M=16, ef_construction=200)
        self.index.add_items(vectors, num_threads=os.cpu_count())
        self.index.set_ef(128)

    def search(self, tenant, probe):
        first = tenant * self.each
        try:
            found = self.index.knn_query(
                probe, LIMIT, num_threads=1, filter=lambda row: first <= row < first + self.each)
        except RuntimeError:
            # How it says that it has found fewer than were asked for.
            return np.array([], int)
        return found[0][0].astype(int)
