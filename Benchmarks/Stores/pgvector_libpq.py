"""pgvector by hand: a plain table with the index that `store.pgvector` makes, and plain libpq."""

import struct

import numpy as np

from dataset import DIMENSION, LIMIT
from libpq import Connection, Connections

BATCH = 1000


def half_vectors(rows):
    """pgvector's binary form: length, zero, big-endian 16-bit floats."""
    header = struct.pack(">HH", DIMENSION, 0)
    return [header + row.tobytes() for row in rows.astype(">f2")]


class Table:
    SERVES_ALL = True

    def __init__(self, port):
        self.connections = Connections(port, self.prepare)

    def build(self, vectors):
        connection = Connection(self.connections.port)
        connection.run("CREATE EXTENSION IF NOT EXISTS vector")
        connection.run(f"CREATE TABLE by_hand (id int PRIMARY KEY, embedding halfvec({DIMENSION}) NOT NULL)")
        connection.run("ALTER TABLE by_hand ALTER embedding SET STORAGE PLAIN")
        connection.copy("COPY by_hand FROM STDIN (FORMAT binary)", self.rows(vectors))
        connection.run("SET maintenance_work_mem = '512MB'")
        connection.run("""
            CREATE INDEX ON by_hand USING hnsw (embedding halfvec_ip_ops) WITH (m = 32, ef_construction = 128)""")
        connection.run("VACUUM ANALYZE by_hand")

    @staticmethod
    def rows(vectors):
        yield b"PGCOPY\n\xff\r\n\0" + bytes(8)
        for start in range(0, len(vectors), BATCH):
            yield b"".join(
                struct.pack(">hiii", 2, 4, start + row, len(value)) + value
                for row, value in enumerate(half_vectors(vectors[start:start + BATCH])))
        yield struct.pack(">h", -1)

    @staticmethod
    def prepare(connection):
        connection.run("SET hnsw.ef_search = 100")
        connection.prepare(f"""
            SELECT id, embedding <#> $1::halfvec FROM by_hand ORDER BY embedding <#> $1::halfvec LIMIT {LIMIT}""")

    def search(self, tenant, probe):
        return np.array(self.connections.mine().execute(half_vectors(probe[None])[0]))
