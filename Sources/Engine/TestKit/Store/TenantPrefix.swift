import Engine
import Synchronization

/// A corner of a store: every tenant's name gets a prefix, so that what is tested through it meets nothing else that the
/// store holds. For stores whose data is in a server that a run of the suite shares with others.
///
/// Copies share the list of galleries that were used; `removeEverything` empties these.
public struct TenantPrefix: Sendable {
  /// What every tenant's name begins with.
  public let prefix: String
  private let used = UsedGalleries()

  /// A corner. Two of different prefixes are apart, unless one prefix begins with the other.
  public init(_ prefix: String) { self.prefix = prefix }

  /// The corner of a store.
  public func of(_ store: any VectorStore) -> any VectorStore {
    PrefixedStore(store: store, prefix: prefix, used: used)
  }

  /// Removes all faces of every gallery that was used through this corner, and of `DurabilityWriter`'s.
  ///
  /// - Parameter store: started; the store itself, not the corner.
  public func removeEverything(from store: any VectorStore) async throws {
    let corner = of(store)
    try await corner.removeAll(from: DurabilityWriter.gallery)
    for gallery in used.all { try await store.removeAll(from: gallery) }
  }
}

/// The galleries that were written to, by their names in the store.
private final class UsedGalleries: Sendable {
  /// By bytes: Swift's strings are equal when they look equal.
  private struct Key: Hashable {
    let tenant: [UInt8]
    let model: [UInt8]
    let dimension: Int
  }

  private let galleries = Mutex<[Key: GalleryID]>([:])
  var all: [GalleryID] { galleries.withLock { Array($0.values) } }

  func note(_ gallery: GalleryID) {
    let key = Key(
      tenant: Array(gallery.tenant.rawValue.utf8), model: Array(gallery.model.rawValue.utf8),
      dimension: gallery.dimension)
    galleries.withLock { $0[key] = gallery }
  }
}

private struct PrefixedStore: VectorStore {
  let store: any VectorStore
  let prefix: String
  let used: UsedGalleries

  var guarantee: SearchGuarantee { store.guarantee }
  var precision: Float { store.precision }

  func start() async throws { try await store.start() }
  func stop() async { await store.stop() }

  private func inside(_ gallery: GalleryID) -> GalleryID {
    var inside = gallery
    inside.tenant = TenantID(prefix + gallery.tenant.rawValue)
    return inside
  }

  func add(_ faces: [FaceRecord], to gallery: GalleryID) async throws {
    used.note(inside(gallery))
    try await store.add(faces, to: inside(gallery))
  }

  func remove(_ ids: [FaceID], from gallery: GalleryID) async throws -> Int {
    try await store.remove(ids, from: inside(gallery))
  }

  func removeAll(from gallery: GalleryID) async throws { try await store.removeAll(from: inside(gallery)) }

  func count(in gallery: GalleryID) async throws -> Int { try await store.count(in: inside(gallery)) }

  func search(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try await store.search(probe, in: inside(gallery), limit: limit)
  }

  func searchExactly(_ probe: Embedding, in gallery: GalleryID, limit: Int) async throws -> [FaceMatch] {
    try await store.searchExactly(probe, in: inside(gallery), limit: limit)
  }

  func faces(of person: PersonID, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await store.faces(of: person, in: inside(gallery))
  }

  func faces(after id: FaceID?, limit: Int, in gallery: GalleryID) async throws -> [FaceRecord] {
    try await store.faces(after: id, limit: limit, in: inside(gallery))
  }
}
