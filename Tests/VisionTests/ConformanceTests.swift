import Engine
import EngineTestKit
import Foundation
import Testing

/// The plugin's detectors and embedders keep the rules that every plugin's must.
@Suite struct ConformanceTests {
  /// Six faces, one and none from package registries; with the shared photos also groups of 0, 2…6 and 8.
  private static func samples() async throws -> [FaceDetectorConformance.Sample] {
    var samples: [FaceDetectorConformance.Sample] = [
      .init(name: "t1", image: try await TestComponents.image(TestFiles.photos.appending(path: "t1.jpg")), faces: 6),
      .init(
        name: "biden", image: try await TestComponents.image(TestFiles.photos.appending(path: "biden.jpg")), faces: 1),
      .init(
        name: "grey", image: Image(width: 320, height: 240) { $0.initializeMemory(as: UInt8.self, repeating: 128) },
        faces: 0),
    ]
    guard TestFiles.hasShared else { return samples }
    let folder = TestFiles.shared.appending(path: "faces/groups")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      // The file's name begins with its number of faces.
      let faces = try #require(Int(file.prefix { $0 != "_" }))
      samples.append(
        .init(name: file, image: try await TestComponents.image(folder.appending(path: file)), faces: faces))
    }
    return samples
  }

  @Test(.enabled(if: TestModels.has("yunet"), "SKIPPED: the model yunet is not here; run scripts/setup"))
  func yuNet() async throws {
    let detector = try await TestComponents.detector("face.detector.yunet")
    let failures = await FaceDetectorConformance.failures(of: detector, samples: try await Self.samples())
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(.enabled(if: TestModels.has("centerface"), "SKIPPED: the model centerface is not here; run scripts/setup"))
  func centerFace() async throws {
    let detector = try await TestComponents.detector("face.detector.centerface")
    let failures = await FaceDetectorConformance.failures(of: detector, samples: try await Self.samples())
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(.enabled(if: TestModels.has("mfn-512"), "SKIPPED: the model mfn-512 is not here; run scripts/setup"))
  func arcFace() async throws { try await check("face.embedder.arcface") }

  @Test(.enabled(if: TestModels.has("dlib-128"), "SKIPPED: the model dlib-128 is not here; run scripts/setup"))
  func dlib() async throws { try await check("face.embedder.dlib") }

  private func check(_ id: String) async throws {
    let embedder = try await TestComponents.embedder(id)
    var samples: [FaceEmbedderConformance.Sample] = []
    for (name, photo) in try Golden.read("registry.json") {
      let person = String(name.prefix { $0.isLetter })
      guard ["obama", "biden", "Tom"].contains(person), !name.contains("partial"), let face = photo.face?.face else {
        continue
      }
      let image = try await TestComponents.image(TestFiles.photos.appending(path: name))
      samples.append(.init(name: name, person: person, face: face, image: image))
    }
    #expect(samples.count == 5)
    let failures = await FaceEmbedderConformance.failures(of: embedder, samples: samples)
    #expect(failures.isEmpty, "\(failures)")
    #expect(embedder.model.operatingPoints.count >= 3)
  }
}
