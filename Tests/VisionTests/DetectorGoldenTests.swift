import Engine
import Testing

/// Our detectors give the boxes and points of an independent implementation.
@Suite struct DetectorGoldenTests {
  /// Shapes differ at the black border (ours are fitted to the picture), and decoding JPEG differs by a grey level:
  /// boxes and points agree to this part of the box's longer side, and to 1.5 pixels at least.
  static let tolerance: Float = 0.02

  @Test(
    .enabled(if: TestModels.has("yunet"), "SKIPPED: the model yunet is not here; run scripts/setup"),
    arguments: GoldenSource.available)
  func yuNetAt640(_ source: GoldenSource) async throws {
    let detector = try await TestComponents.detector(
      "face.detector.yunet", ["input_size": .integer(640), "retry_input_size": .integer(0)])
    try await compare(detector, "yunet-640", source)
  }

  @Test(
    .enabled(if: TestModels.has("yunet"), "SKIPPED: the model yunet is not here; run scripts/setup"),
    arguments: GoldenSource.available)
  func yuNetAt320(_ source: GoldenSource) async throws {
    let detector = try await TestComponents.detector("face.detector.yunet", ["retry_input_size": .integer(0)])
    try await compare(detector, "yunet-320", source)
  }

  /// The other implementation stretches the picture to multiples of 32 where ours keeps its proportions and shrinks
  /// differently, so boxes agree less closely than YuNet's; the points must still serve alignment.
  @Test(
    .enabled(if: TestModels.has("centerface"), "SKIPPED: the model centerface is not here; run scripts/setup"),
    arguments: GoldenSource.available)
  func centerFace(_ source: GoldenSource) async throws {
    let detector = try await TestComponents.detector("face.detector.centerface")
    for (name, photo) in try Golden.read(source.file) {
      let image = try await TestComponents.image(source.folder.appending(path: name))
      let found = try detector.detect(in: image)
      for face in (photo.detections["centerface-640"] ?? []).map(\.face) where face.confidence > 0.6 {
        let near = found.first { $0.box.overlap(with: face.box) > 0.7 }
        #expect(near != nil, "\(name): no face at \(face.box)")
        guard let near else { continue }
        let limit = max(2, 0.06 * max(face.box.width, face.box.height))
        for (a, b) in zip(near.landmarks, face.landmarks) {
          #expect(abs(a.x - b.x) < limit && abs(a.y - b.y) < limit, "\(name): \(a) for \(b)")
        }
      }
    }
  }

  /// Every golden face that is not on the edge of the threshold is found, and nothing else that is clear.
  private func compare(_ detector: any FaceDetector, _ key: String, _ source: GoldenSource) async throws {
    for (name, photo) in try Golden.read(source.file) {
      let image = try await TestComponents.image(source.folder.appending(path: name))
      #expect(image.width == photo.width && image.height == photo.height, "\(name)")
      let found = try detector.detect(in: image)
      let golden = (photo.detections[key] ?? []).map(\.face)
      for face in golden where face.confidence > 0.65 {
        let limit = max(1.5, Self.tolerance * max(face.box.width, face.box.height))
        let near = found.first { $0.box.overlap(with: face.box) > 0.8 }
        #expect(near != nil, "\(name): no face at \(face.box)")
        guard let near else { continue }
        #expect(abs(near.confidence - face.confidence) < 0.05, "\(name)")
        #expect(abs(near.box.x - face.box.x) < limit && abs(near.box.y - face.box.y) < limit, "\(name)")
        #expect(abs(near.box.maxX - face.box.maxX) < limit && abs(near.box.maxY - face.box.maxY) < limit, "\(name)")
        for (a, b) in zip(near.landmarks, face.landmarks) {
          #expect(abs(a.x - b.x) < limit && abs(a.y - b.y) < limit, "\(name): \(a) for \(b)")
        }
      }
      for face in found where face.confidence > 0.65 {
        #expect(golden.contains { $0.box.overlap(with: face.box) > 0.8 }, "\(name): an extra face at \(face.box)")
      }
    }
  }
}
