"""A Chroma server, asked over REST as its own client does, with its default index."""

import base64
import http.client
import json
import threading

import numpy as np

from dataset import LIMIT

BASE = "/api/v2/tenants/default_tenant/databases/default_database/collections"
BATCH = 1000


class Collection:
    SERVES_ALL = True

    def __init__(self, port):
        self.port = port
        # A connection for each caller.
        self.local = threading.local()

    def ask(self, path, body):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        self.local.connection.request("POST", BASE + path, json.dumps(body), {"Content-Type": "application/json"})
        answer = self.local.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"Chroma answered {answer.status}: {text[:200]}")
        return json.loads(text)

    def build(self, vectors):
        # Of its defaults all but the metric.
        made = self.ask("", {"name": "faces", "configuration": {"hnsw": {"space": "ip"}}})
        self.path = f"/{made['id']}"
        for start in range(0, len(vectors), BATCH):
            rows = vectors[start:start + BATCH]
            self.ask(self.path + "/add", {
                "ids": [str(start + row) for row in range(len(rows))],
                "embeddings": [base64.b64encode(row.astype("<f4").tobytes()).decode() for row in rows]})

    def search(self, tenant, probe):
        found = self.ask(self.path + "/query", {
            "query_embeddings": [probe.tolist()], "n_results": LIMIT, "include": ["distances"]})
        return np.array([int(name) for name in found["ids"][0]])
