import Engine

@testable import Host

/// A database, a gallery in memory and what recognises and enrols with them.
struct RecognitionWorld: Sendable {
  let storage: StorageWorld
  let store = MemoryGallery()
  let log = RecordedLog()
  let recognizer: Recognizer
  let removals: VectorRemover
  let enroller: Enroller

  static func run(_ body: (RecognitionWorld) async throws -> Void) async throws {
    try await StorageWorld.run { storage async throws in try await body(RecognitionWorld(storage)) }
  }

  private init(_ storage: StorageWorld) {
    self.storage = storage
    let model = EmbeddingModel.directions
    recognizer = Recognizer(
      store: store, storeID: "store.memory", model: model, users: storage.users, enrollments: storage.enrollments)
    removals = VectorRemover(
      store: store, queue: storage.removals, dimensions: [model.id: model.dimension], log: log)
    enroller = Enroller(
      recognizer: recognizer, users: storage.users, enrollments: storage.enrollments, removals: removals,
      now: { StorageWorld.now })
  }

  /// Enrols a user by faces at these angles.
  @discardableResult func enroll(
    _ user: String, at degrees: Double..., tenant: TenantID? = nil,
    settings: RecognitionSettings = .threshold(0.6), id: String = Identifier.make()
  ) async throws -> Enroller.Enrolled {
    try await enroller.enroll(
      degrees.map { Enroller.Sample(embedding: .at($0), quality: 0.9) }, as: PersonID(user), enrollmentID: id,
      source: .photo, tenant: tenant ?? storage.a, settings: settings)
  }

  func identify(
    _ degrees: Double, tenant: TenantID? = nil, settings: RecognitionSettings = .threshold(0.6), limit: Int = 5
  ) async throws -> RecognitionDecision {
    try await recognizer.identify(.at(degrees), tenant: tenant ?? storage.a, settings: settings, limit: limit)
  }
}
