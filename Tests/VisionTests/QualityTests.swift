import Engine
import Foundation
import Inference
import Testing

/// The score is over 0.65 for usable faces and under it for blurred, dark, tiny and turned ones.
@Suite struct QualityTests {
  private static let usable: Float = 0.65

  /// The clip's face in a frame, with its mesh.
  private static func subject(_ image: Image) async throws -> (face: Face, mesh: FaceMesh) {
    let face = try #require(try await TestComponents.detector().detect(in: image).first)
    return (face, try await TestComponents.landmarker().mesh(of: face, in: image))
  }

  private static func clip() async throws -> Image {
    try await TestComponents.image(TestFiles.data.appending(path: "carphone/001.jpg"))
  }

  /// Every pixel through `change`.
  private static func changed(_ image: Image, _ change: (UInt8) -> UInt8) -> Image {
    Image(width: image.width, height: image.height) { pixels in
      for index in 0..<pixels.count { pixels[index] = change(image.pixels[index]) }
    }
  }

  @Test func aVideoFrameAndPortraitsAreUsable() async throws {
    let assessor = try await TestComponents.assessor()
    var images = [try await Self.clip()]
    for name in ["obama.jpg", "obama2.jpg", "biden.jpg"] {
      images.append(try await TestComponents.image(TestFiles.photos.appending(path: name)))
    }
    for image in images {
      let (face, mesh) = try await Self.subject(image)
      #expect(try assessor.assess(face, mesh: mesh, in: image).score >= Self.usable)
      #expect(try assessor.assess(face, mesh: nil, in: image).score >= Self.usable)
    }
  }

  @Test func aBlurredFaceIsNot() async throws {
    let sharp = try await Self.clip()
    let blurred = try sharp.resized(width: 88, height: 72).resized(width: 528, height: 432)
    let (face, mesh) = try await Self.subject(sharp)
    let quality = try await TestComponents.assessor().assess(face, mesh: mesh, in: blurred)
    #expect(quality.score < Self.usable && quality.parts.sharpness == quality.score)
  }

  @Test func aDarkFaceIsNot() async throws {
    let image = try await Self.clip()
    let (face, mesh) = try await Self.subject(image)
    let quality = try await TestComponents.assessor().assess(face, mesh: mesh, in: Self.changed(image) { $0 / 4 })
    #expect(quality.score < Self.usable && quality.parts.brightness < Self.usable)
  }

  @Test func aTinyFaceIsNot() async throws {
    let image = try await Self.clip()
    let (face, mesh) = try await Self.subject(image)
    let small = try image.resized(width: 132, height: 108)
    let scaled = Face(
      box: Rect(x: face.box.x / 4, y: face.box.y / 4, width: face.box.width / 4, height: face.box.height / 4),
      confidence: face.confidence, landmarks: face.landmarks.map { Point(x: $0.x / 4, y: $0.y / 4) })
    // The image stands for itself: its scale of 4 would say that the encoded picture is larger.
    let alone = Image(width: small.width, height: small.height) { $0.copyMemory(from: small.pixels) }
    let quality = try await TestComponents.assessor().assess(scaled, mesh: nil, in: alone)
    #expect(quality.parts.size < Self.usable && mesh.points.count == 468)
  }

  @Test func aTurnedHeadIsNot() async throws {
    let image = try await Self.clip()
    var (face, mesh) = try await Self.subject(image)
    mesh.pose = HeadPose(yaw: 45, pitch: 0, roll: 0)
    let quality = try await TestComponents.assessor().assess(face, mesh: mesh, in: image)
    #expect(quality.score < Self.usable && quality.parts.pose < Self.usable)
    mesh.pose = HeadPose(yaw: -10, pitch: 8, roll: 20)
    face.confidence = 0.9
    #expect(try await TestComponents.assessor().assess(face, mesh: mesh, in: image).parts.pose == 1)
  }
}
