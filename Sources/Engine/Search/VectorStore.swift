/// Names a tenant.
public struct TenantID: Sendable, Hashable, CustomStringConvertible {
  public let rawValue: String
  public init(_ rawValue: String) { self.rawValue = rawValue }
  public var description: String { rawValue }
}

/// Names a person within a tenant.
public struct PersonID: Sendable, Hashable, CustomStringConvertible {
  public let rawValue: String
  public init(_ rawValue: String) { self.rawValue = rawValue }
  public var description: String { rawValue }
}

/// Names one stored sample of a person's face within a gallery.
public struct FaceID: Sendable, Hashable, CustomStringConvertible {
  public let rawValue: String
  public init(_ rawValue: String) { self.rawValue = rawValue }
  public var description: String { rawValue }
}

/// The faces of one tenant in one embedder's space. Vectors of one gallery never meet another's.
public struct GalleryID: Sendable, Hashable {
  public var tenant: TenantID
  public var model: ModelID
  /// Numbers per vector; all vectors and probes of the gallery have it.
  public var dimension: Int

  /// A gallery's name.
  public init(tenant: TenantID, model: ModelID, dimension: Int) {
    self.tenant = tenant
    self.model = model
    self.dimension = dimension
  }
}

/// One stored sample.
public struct FaceRecord: Sendable, Hashable {
  public var id: FaceID
  public var person: PersonID
  public var embedding: Embedding

  /// A sample.
  public init(id: FaceID, person: PersonID, embedding: Embedding) {
    self.id = id
    self.person = person
    self.embedding = embedding
  }
}

/// One stored sample that resembles the probe.
@frozen public struct FaceMatch: Sendable, Hashable {
  public var id: FaceID
  public var person: PersonID
  /// Cosine similarity to the probe, −1…1.
  public var similarity: Float
  public init(id: FaceID, person: PersonID, similarity: Float) {
    self.id = id
    self.person = person
    self.similarity = similarity
  }
}

/// What a store promises of its searches.
public enum SearchGuarantee: Sendable, Hashable {
  /// Always the true nearest.
  case exact
  /// At least this share of probes (0…1) gets the true nearest.
  case recallFloor(Double)
}

/// Why a store could not do what it was asked. Texts carry no vectors, paths or SQL.
public enum VectorStoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A vector or probe has another model or length than the gallery.
  case mismatch(String)
  /// An id is in the gallery already.
  case duplicate(FaceID)
  /// Stored data was found damaged; it is not served.
  case damaged(String)
  /// The store can't be reached now.
  case unavailable(String)

  public var description: String {
    switch self {
    case .mismatch(let text), .damaged(let text), .unavailable(let text): text
    case .duplicate: "a face with this id is in the gallery already"
    }
  }
}

/// Keeps galleries of embeddings and finds the nearest. `EngineTestKit` states this contract as tests.
///
/// - Galleries are apart: nothing of one is ever found through another. A gallery that was never written is empty.
/// - What `add` or `remove` acknowledged by returning is durable: it is there after a restart or a `kill -9`.
/// - Any number of calls may run at the same time. A cancelled call throws `CancellationError` or completes.
public protocol VectorStore: ComponentLifecycle {
  /// What searches promise.
  var guarantee: SearchGuarantee { get }

  /// How far a number of a vector that is read back may be from the one that was given: at most 1e-5 (the default) for
  /// stores that keep 32-bit floats; a store that keeps 16-bit floats says so here. Similarities may be off by
  /// `precision * sqrt(dimension)` then.
  var precision: Float { get }

  /// Adds samples: all of them or, where it throws, none.
  ///
  /// - Throws: `VectorStoreError.duplicate` for an id that is there already or appears twice, `.mismatch`, `.unavailable`.
  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws

  /// Removes samples; ids that are not there are no error.
  ///
  /// - Returns: how many were there.
  @discardableResult func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int

  /// Removes every sample of the gallery.
  func removeAll(from gallery: GalleryID) async throws

  /// How many samples the gallery has.
  func count(in gallery: GalleryID) async throws -> Int

  /// The samples most similar to `probe`, best first, at most `limit` (fewer only where the gallery has fewer).
  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch]

  /// As `search`, without an index that may miss: what a sample of the live searches is held against to measure recall.
  /// May be slow. By default the gallery is read through, which needs no more of a store than reading.
  func searchExactly(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch]

  /// A person's samples, in no particular order: for verification and deletion.
  func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord]

  /// All samples in the order of their ids (by UTF-8 bytes), those after `id` first, at most `limit`: for copying.
  func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord]
}
