import Engine
import Testing

/// Our alignment and networks give the vectors and meshes of an independent implementation, for the same face.
@Suite struct EmbeddingGoldenTests {
  /// What is left is a grey level here and there (JPEG decoders differ) and rounding.
  static let leastCosine: Float = 0.999

  @Test(
    .enabled(if: TestModels.has("mfn-512"), "SKIPPED: the model mfn-512 is not here; run scripts/setup"),
    arguments: GoldenSource.available)
  func arcFace(_ source: GoldenSource) async throws {
    try await compare(try await TestComponents.embedder("face.embedder.arcface"), source) { $0.mfn }
  }

  @Test(
    .enabled(if: TestModels.has("mfn-512-int8"), "SKIPPED: the model mfn-512-int8 is not here; run scripts/setup"),
    arguments: GoldenSource.available)
  func int8IsComparableWithF32(_ source: GoldenSource) async throws {
    let embedder = try await TestComponents.embedder("face.embedder.arcface", ["variant": .string("int8")])
    #expect(embedder.model.id.rawValue == "mfn-512")
    // Quantized weights: the measured mean is near .99 (docs/models.md).
    try await compare(embedder, source, leastCosine: 0.95) { $0.mfn }
  }

  /// The golden vectors are not centred, so neither are ours here.
  @Test(
    .enabled(if: TestModels.has("dlib-128"), "SKIPPED: the model dlib-128 is not here; run scripts/setup"),
    arguments: GoldenSource.available)
  func dlib(_ source: GoldenSource) async throws {
    let embedder = try await TestComponents.embedder("face.embedder.dlib", ["centred": .bool(false)])
    #expect(embedder.model.id.rawValue == "dlib-128-raw")
    try await compare(embedder, source) { $0.dlib }
  }

  @Test(arguments: GoldenSource.available)
  func mesh(_ source: GoldenSource) async throws {
    let landmarker = try await TestComponents.landmarker()
    for (name, photo) in try Golden.read(source.file) {
      guard let face = photo.face?.face, let points = photo.mesh else { continue }
      let image = try await TestComponents.image(source.folder.appending(path: name))
      let mesh = try landmarker.mesh(of: face, in: image)
      #expect(mesh.points.count == 468)
      let limit = max(0.5, 0.01 * max(face.box.width, face.box.height))
      for (index, golden) in points {
        let point = mesh.points[try #require(Int(index))]
        #expect(abs(point.x - golden[0]) < limit && abs(point.y - golden[1]) < limit, "\(name): point \(index)")
      }
    }
  }

  private func compare(
    _ embedder: any FaceEmbedder, _ source: GoldenSource, leastCosine: Float = Self.leastCosine,
    _ vector: (Golden.Photo) -> [Float]?
  ) async throws {
    for (name, photo) in try Golden.read(source.file) {
      guard let face = photo.face?.face, let values = vector(photo),
        let golden = Embedding(model: embedder.model.id, normalizing: values)
      else { continue }
      let image = try await TestComponents.image(source.folder.appending(path: name))
      let cosine = try #require(try embedder.embed(face, in: image).similarity(to: golden))
      #expect(cosine >= leastCosine, "\(name): \(cosine)")
    }
  }
}
