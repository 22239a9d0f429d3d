import Engine
import Inference
import Testing

@testable import Obstacles

/// Our networks' decoders and measures give the numbers of an independent implementation.
@Suite struct GoldenTests {
  private static func runtime() -> RuntimeSettings {
    var reader = SettingsReader(.map([]))
    return RuntimeSettings(from: &reader)
  }

  @Test(
    .enabled(if: TestModels.have("mask"), "SKIPPED: the model mask is not here; run scripts/setup"),
    arguments: TestPhoto.available)
  func mask(_ photo: TestPhoto) async throws {
    let image = try await TestComponents.image(photo.url)
    let card = try TestModels().model("mask")
    let full = try MaskNetwork(card, side: 260, margin: 1.6, runtime: Self.runtime())
    let small = try MaskNetwork(card, side: 130, margin: 1.4, runtime: Self.runtime())
    for (index, golden) in try GoldenFace.faces(of: photo).enumerated() {
      #expect(abs(try full.probability(of: golden.face.box, in: image) - golden.mask260) < 0.03, "face \(index)")
      #expect(abs(try small.probability(of: golden.face.box, in: image) - golden.mask130) < 0.03, "face \(index)")
    }
  }

  @Test("the networks of config/weights, which every machine has", arguments: TestPhoto.available)
  func worn(_ photo: TestPhoto) async throws {
    let image = try await TestComponents.image(photo.url)
    for (id, kind) in [("obstacle.glasses", Obstacle.Kind.glasses), ("obstacle.hat", .hat)] {
      let detector = try await TestComponents.detector(id)
      for (index, golden) in try GoldenFace.faces(of: photo).enumerated() {
        let found = try detector.obstacles(on: golden.face, mesh: nil, in: image)
        #expect(found.map(\.kind) == [kind])
        let expected = try #require(golden.worn[kind.rawValue])
        #expect(abs(try #require(found.first).confidence - expected) < 0.05, "\(id), face \(index)")
      }
    }
  }

  @Test("the network of config/weights that looks for a hand first", arguments: TestPhoto.available)
  func handNetwork(_ photo: TestPhoto) async throws {
    let image = try await TestComponents.image(photo.url)
    let network = try CropNetwork(
      try TestModels().model("face-hand"), template: .hand, outputs: 1, runtime: Self.runtime())
    for (index, golden) in try GoldenFace.faces(of: photo).enumerated() {
      let expected = try #require(golden.worn[Obstacle.Kind.hand.rawValue])
      #expect(abs(try network.probability(of: golden.face, in: image) - expected) < 0.05, "face \(index)")
    }
  }

  @Test(
    .enabled(if: TestModels.have("face-mesh"), "SKIPPED: the model face-mesh is not here; run scripts/setup"),
    arguments: TestPhoto.available)
  func lowerFace(_ photo: TestPhoto) async throws {
    let (image, faces) = try await TestComponents.faces(of: photo)
    for (index, face) in faces.enumerated() {
      let measures = try #require(LowerFace(mesh: face.mesh, in: image)).measures
      #expect(measures.count == face.golden.lowerFace.count)
      // The two decode JPEG a grey level apart, and a square's border may round to the next pixel.
      for (own, golden) in zip(measures, face.golden.lowerFace) {
        #expect(abs(own - golden) < 0.06, "face \(index): \(measures) for \(face.golden.lowerFace)")
      }
    }
  }

  @Test(
    .enabled(if: TestModels.have("palm", "hand"), "SKIPPED: the models palm and hand are not here; run scripts/setup"),
    arguments: TestPhoto.available)
  func hands(_ photo: TestPhoto) async throws {
    let image = try await TestComponents.image(photo.url)
    let palms = try PalmNetwork(try TestModels().model("palm"), runtime: Self.runtime())
    let hands = try HandNetwork(try TestModels().model("hand"), runtime: Self.runtime())
    var compared = 0
    for golden in try GoldenFace.faces(of: photo) {
      let box = golden.face.box
      let side = max(box.width, box.height) * 2.5
      let found = try palms.palms(in: image, center: box.center, side: side, angle: 0, confidence: 0.25)
      #expect(found.count { $0.confidence > 0.35 } <= golden.hands.count)
      for expected in golden.hands where expected.palm > 0.35 {
        let palm = try #require(found.min { abs($0.confidence - expected.palm) < abs($1.confidence - expected.palm) })
        #expect(abs(palm.confidence - expected.palm) < 0.05)
        let hand = try #require(try hands.hand(of: palm, in: image))
        #expect(abs(hand.presence - expected.presence) < 0.1)
        guard expected.presence > 0.5 else { continue }
        compared += 1
        for (index, point) in hand.points.enumerated() {
          let (x, y) = (expected.points[index * 2], expected.points[index * 2 + 1])
          #expect(abs(point.x - x) < side * 0.02 && abs(point.y - y) < side * 0.02, "point \(index)")
        }
      }
    }
    if photo.name == "t1.jpg" { #expect(compared == 3) }
  }
}
