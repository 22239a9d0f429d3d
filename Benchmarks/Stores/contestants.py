"""Who takes part, and what each takes."""

import dataclasses

from servers import Chroma, Postgres


@dataclasses.dataclass
class Contestant:
    name: str
    # Ours: StoreContestant's name of it. A peer: module and class.
    store: str = ""
    peer: tuple = ()
    server: type = None
    # Of ours: whether filling is a run of its own, which leaves something on the disk.
    is_durable: bool = False
    # Bytes of memory a face needs at most, while building or searching, with its vector beside it.
    bytes_per_face: int = 5000
    # Faces beyond which it is left out, and why.
    limit: int = 10_000_000
    reason: str = "building takes more than about ten minutes"
    # Faces below which it is the same as another contestant.
    least: int = 0


CONTESTANTS = [
    Contestant("store.faiss", store="faiss", is_durable=True, bytes_per_face=3000),
    Contestant("store.faiss, inverted lists", store="faiss-lists", is_durable=True, bytes_per_face=4000, least=50_000),
    Contestant("Debian FAISS 1.7.3, Flat", store="debian-faiss", bytes_per_face=2500),
    Contestant("faiss-cpu 1.15.1, Flat", peer=("faiss_cpu", "Flat")),
    Contestant("faiss-cpu 1.15.1, HNSW32, ef 64", peer=("faiss_cpu", "HNSW"), limit=200_000),
    Contestant("hnswlib 0.8.0, M16, ef 128", peer=("hnswlib_index", "HNSW"), limit=200_000),
    Contestant("usearch 2.26.6, f16, M16, ef 64", peer=("usearch_index", "HNSW"), limit=200_000),
    Contestant("store.pgvector", store="pgvector", server=Postgres, is_durable=True, bytes_per_face=10_000,
               limit=200_000),
    Contestant("pgvector 0.8.6 by hand, libpq", peer=("pgvector_libpq", "Table"), server=Postgres,
               bytes_per_face=10_000, limit=200_000),
    Contestant("Chroma 1.5.9, REST, its default HNSW", peer=("chroma_rest", "Collection"), server=Chroma,
               bytes_per_face=10_000, limit=200_000),
]

# With a gallery for each of many small tenants.
TENANTED = [
    Contestant("store.faiss", store="faiss", is_durable=True, bytes_per_face=3000),
    Contestant("faiss-cpu 1.15.1, a Flat index per tenant", peer=("faiss_cpu", "Flat")),
    Contestant("hnswlib 0.8.0, one index, filtered by tenant", peer=("hnswlib_filtered", "Filtered"), limit=200_000),
    # An index has 65,536 locks of 40 bytes, however small it is.
    Contestant("hnswlib 0.8.0, an index per tenant", peer=("hnswlib_index", "HNSW"), bytes_per_face=32_000),
    Contestant("store.pgvector, a partition per tenant", store="pgvector", server=Postgres, is_durable=True,
               bytes_per_face=10_000, limit=50_000, reason="500 partitions are the sample of it"),
]
