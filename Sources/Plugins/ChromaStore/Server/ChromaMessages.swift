/// Bodies of Chroma's REST API v2, as far as the store uses them; names are in snake case there.
enum ChromaMessages {
  struct Collection: Codable, Sendable { var id: String }

  struct NewCollection: Codable, Sendable {
    struct Configuration: Codable, Sendable { var hnsw: HNSW }
    struct HNSW: Codable, Sendable {
      /// Inner product; of vectors of length one, the cosine.
      var space = "ip"
      var efConstruction = 200
      var efSearch = 500
      var maxNeighbors = 32
    }
    var name: String
    var getOrCreate = true
    var configuration = Configuration(hnsw: HNSW())
  }

  /// What is kept of a face beside its vector.
  struct Metadata: Codable, Sendable {
    /// As `ChromaName.id`.
    var person: String
    /// Of the call that added it.
    var write: String
  }

  struct Add: Codable, Sendable {
    var ids: [String]
    var embeddings: [[Float]]
    var metadatas: [Metadata]
  }

  struct IDs: Codable, Sendable { var ids: [String] }

  struct Get: Codable, Sendable {
    struct Where: Codable, Sendable { var person: [String: String] }
    var ids: [String]?
    var `where`: Where?
    var include: [String]
  }

  struct Entries: Codable, Sendable {
    var ids: [String]
    var embeddings: [[Float]]?
    var metadatas: [Metadata?]?
  }

  struct Query: Codable, Sendable {
    var queryEmbeddings: [[Float]]
    var nResults: Int
    var include = ["metadatas", "distances"]
  }

  struct Found: Codable, Sendable {
    var ids: [[String]]
    /// One less the inner product.
    var distances: [[Float?]]
    var metadatas: [[Metadata?]]
  }
}
