import Engine
import FAISSStore
import Foundation

/// Whether `store.faiss`, which scans a gallery of this size as 8-bit codes, answers as a comparison of all floats does,
/// on real faces: each is aligned anew with its landmarks moved a little, as several detections of one face are.
struct StoreEquality {
  var embedder: any FaceEmbedder
  /// Moves of the landmarks in shares of the face's width: as many faces of the gallery come from each sample.
  ///
  /// Ten, so that a few hundred samples make more than the 2,048 faces from which on there are codes.
  static let moves: [(x: Float, y: Float)] = [
    (0, 0), (0.02, 0), (-0.02, 0), (0, 0.02), (0, -0.02), (0.03, 0.03), (-0.03, -0.03), (0.03, -0.03), (-0.03, 0.03),
    (0.02, 0.02),
  ]
  static let depth = 10

  /// Probes, faces in the gallery, and how many probes get the true nearest, and the true nearest ten.
  typealias Result = (probes: Int, faces: Int, atOne: Int, atTen: Int)

  func run(_ samples: [Sample]) async throws -> Result {
    let gallery = GalleryID(
      tenant: TenantID("equality"), model: embedder.model.id, dimension: embedder.model.dimension)
    let faces = try Self.moves.indices.flatMap { move in
      try samples.enumerated().map { index, sample in
        FaceRecord(
          id: FaceID("\(move)-\(index)"), person: PersonID(sample.person),
          embedding: try embedder.embed(moved(sample.face, by: Self.moves[move]), in: sample.image))
      }
    }
    // Between the moves of the gallery: no probe is a face of it.
    let probes = try samples.map { try embedder.embed(moved($0.face, by: (0.01, -0.01)), in: $0.image) }
    let directory = FileManager.default.temporaryDirectory.appending(path: "kenali-equality-\(getpid())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let store = FAISSVectorStore(directory: directory.path, log: SilentLog())
    try await store.start()
    try await store.add(faces, to: gallery)
    var result: Result = (probes.count, faces.count, 0, 0)
    for probe in probes {
      let answer = try await store.search(probe, in: gallery, limit: Self.depth).map(\.id)
      let truth = faces.map { (id: $0.id, score: $0.embedding.similarity(to: probe) ?? -1) }
        .sorted { $0.score > $1.score }.prefix(Self.depth).map(\.id)
      if answer.first == truth.first { result.atOne += 1 }
      if Set(answer) == Set(truth) { result.atTen += 1 }
    }
    await store.stop()
    return result
  }

  private func moved(_ face: Face, by move: (x: Float, y: Float)) -> Face {
    var face = face
    let width = face.box.width
    face.landmarks = face.landmarks.map { Point(x: $0.x + move.x * width, y: $0.y + move.y * width) }
    return face
  }
}
