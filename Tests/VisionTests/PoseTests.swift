import Engine
import Foundation
import Inference
import Testing

/// The signs of the head's angles, as `HeadPose` documents them, and the meaning of left and right.
@Suite struct PoseTests {
  private static func mesh(_ image: Image) async throws -> FaceMesh {
    let face = try #require(try await TestComponents.detector().detect(in: image).first)
    return try await TestComponents.landmarker().mesh(of: face, in: image)
  }

  @Test func rollIsPositiveClockwise() async throws {
    let image = try await TestComponents.image(TestFiles.photos.appending(path: "obama.jpg"))
    let level = try await Self.mesh(image).pose.roll
    let radians = 15.0 * .pi / 180
    let middle = (x: Double(image.width) / 2, y: Double(image.height) / 2)
    // With y downwards this matrix turns clockwise as seen.
    let turn = AffineTransform(
      a: cos(radians), b: -sin(radians), tx: middle.x - cos(radians) * middle.x + sin(radians) * middle.y,
      c: sin(radians), d: cos(radians), ty: middle.y - sin(radians) * middle.x - cos(radians) * middle.y)
    let turned = try image.warped(by: turn, width: image.width, height: image.height)
    let roll = try await Self.mesh(turned).pose.roll
    #expect(abs(roll - level - 15) < 3, "\(level) became \(roll)")
  }

  @Test func mirroringTurnsYawRoundAndSwapsTheEyes() async throws {
    let image = try await TestComponents.image(TestFiles.photos.appending(path: "obama2.jpg"))
    let mesh = try await Self.mesh(image)
    let mirror = AffineTransform(a: -1, b: 0, tx: Double(image.width - 1), c: 0, d: 1, ty: 0)
    let mirrored = try await Self.mesh(try image.warped(by: mirror, width: image.width, height: image.height))
    #expect(abs(mesh.pose.yaw + mirrored.pose.yaw) < 5, "\(mesh.pose.yaw), \(mirrored.pose.yaw)")
    #expect(abs(mesh.pose.pitch - mirrored.pose.pitch) < 4)
    #expect(abs(mesh.eyes.left - mirrored.eyes.right) < 0.06 && mesh.presence > 0.9)
  }

  /// The nose of a mesh that points right and down has positive yaw and pitch: by the mesh's own points.
  @Test func yawAndPitchFollowTheNose() async throws {
    for name in ["obama.jpg", "obama2.jpg", "obama3.jpg", "biden.jpg"] {
      let mesh = try await Self.mesh(try await TestComponents.image(TestFiles.photos.appending(path: name)))
      let (left, right, nose) = (mesh.points[234], mesh.points[454], mesh.points[1])
      // The nose tip between the ears: beyond the middle to the right when the head turns right.
      let offset = (nose.x - (left.x + right.x) / 2) / (right.x - left.x)
      if abs(mesh.pose.yaw) > 6 { #expect((offset > 0) == (mesh.pose.yaw > 0), "\(name): \(mesh.pose.yaw) \(offset)") }
      #expect(abs(mesh.pose.yaw) < 40 && abs(mesh.pose.pitch) < 30, "\(name)")
    }
  }
}
