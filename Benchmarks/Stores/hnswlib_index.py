"""hnswlib, built for this machine's processor."""

import os

import hnswlib

from dataset import DIMENSION, LIMIT


class HNSW:
    def build(self, vectors):
        self.index = hnswlib.Index("ip", DIMENSION)
        self.index.init_index(len(vectors), M=16, ef_construction=200)
        self.index.add_items(vectors, num_threads=os.cpu_count() if len(vectors) > 1000 else 1)
        self.index.set_ef(128)

    def search(self, probe):
        return self.index.knn_query(probe, LIMIT, num_threads=1)[0][0].astype(int)
