"""usearch with 16-bit floats."""

import os

import numpy as np
from usearch.index import Index

from dataset import DIMENSION, LIMIT


class HNSW:
    def build(self, vectors):
        self.index = Index(ndim=DIMENSION, metric="ip", dtype="f16", connectivity=16, expansion_search=64)
        self.index.add(np.arange(len(vectors)), vectors, threads=os.cpu_count())

    def search(self, probe):
        return self.index.search(probe, LIMIT, threads=1).keys.astype(int)
