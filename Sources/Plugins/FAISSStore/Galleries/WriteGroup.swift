import Engine

/// Writes of several callers that become durable by one fsync. Each is checked against the gallery as it will be after
/// those before it.
struct WriteGroup {
  /// About how large a frame may get before it is written; a single call may be larger.
  private static let wantedBytes = 32 << 20

  private let contents: GalleryContents
  /// Ids that the group makes present (true) or absent (false).
  private var staged: [Identifier: Bool] = [:]
  /// Resumes one caller each: with the error of the whole group, or with its own result.
  private var answers: [@Sendable (VectorStoreError?) -> Void] = []
  private var bytes = 0

  /// The changes, each checked.
  private(set) var changes: [GalleryChange] = []
  /// How many rows the changes add.
  private(set) var added = 0

  /// A group of nothing on top of `contents`.
  init(on contents: GalleryContents) { self.contents = contents }

  /// Whether it is time to write.
  var isFull: Bool { bytes >= Self.wantedBytes }

  /// Takes a caller's samples.
  mutating func add(_ faces: [FaceRecord], _ continuation: CheckedContinuation<Void, any Error>) {
    let ids = faces.map { Identifier($0.id.rawValue) }
    var own = Set<Identifier>()
    if let twice = ids.first(where: { !own.insert($0).inserted || isPresent($0) }) {
      // Perhaps refused for what another member of the group adds: answered once that is durable.
      answer(continuation, .failure(VectorStoreError.duplicate(FaceID(twice.text))))
      return
    }
    for id in ids { staged[id] = true }
    changes.append(.add(faces))
    added += faces.count
    bytes += faces.count * (contents.dimension * MemoryLayout<Float>.stride + 100)
    answer(continuation, .success(()))
  }

  /// Takes the ids that a caller removes.
  mutating func remove(_ ids: [Identifier], _ continuation: CheckedContinuation<Int, any Error>) {
    var own = Set<Identifier>()
    let present = ids.filter { isPresent($0) && own.insert($0).inserted }
    for id in present { staged[id] = false }
    if !present.isEmpty { changes.append(.remove(present)) }
    bytes += present.count * 100
    answer(continuation, .success(present.count))
  }

  /// Answers every caller: with `failure`, or where it is nil each with its own result.
  func answer(failure: VectorStoreError? = nil) {
    for answer in answers { answer(failure) }
  }

  private func isPresent(_ id: Identifier) -> Bool { staged[id] ?? contents.contains(id) }

  private mutating func answer<Value: Sendable>(
    _ continuation: CheckedContinuation<Value, any Error>, _ result: Result<Value, any Error>
  ) {
    answers.append { failure in continuation.resume(with: failure.map { .failure($0) } ?? result) }
  }
}
