import Engine
import Foundation
import Testing

@testable import Liveness

/// The plane-plus-parallax fit on a made-up head and made-up pictures of it.
@Suite struct ParallaxTests {
  /// A frontal face of the template's depths. Only depth matters, hence a plausible layout: the carphone's first frame.
  private static func face() throws -> [PlanePoint] {
    try #require(DepthTemplate.points(of: Fixture("carphone").observation(0, at: 0).mesh))
  }

  /// The points after a turn of `yaw` and `pitch` degrees, seen from afar.
  static func turned(_ face: [PlanePoint], yaw: Double, pitch: Double) -> [PlanePoint] {
    let (a, b) = (yaw * .pi / 180, pitch * .pi / 180)
    return zip(face, DepthTemplate.entries).map { point, entry in
      let x = point.x * cos(a) + entry.depth * sin(a)
      let depth = entry.depth * cos(a) - point.x * sin(a)
      return PlanePoint(x: x, y: point.y * cos(b) + depth * sin(b))
    }
  }

  @Test(
    "a head's turn is found, with its direction",
    arguments: [(10.0, 0.0), (-15, 0), (0, 12), (0, -12), (10, 8), (3, 0)])
  func head(yaw: Double, pitch: Double) throws {
    let face = try Self.face()
    let found = try #require(ReferenceView(points: face)).parallax(to: Self.turned(face, yaw: yaw, pitch: pitch))
    #expect(abs(found.sideways - yaw) < 1)
    #expect(abs(found.down - pitch) < 1)
    #expect(found.explained > 0.95)
  }

  @Test("shift, scale and rotation of a picture are no parallax")
  func plane() throws {
    let face = try Self.face()
    let view = try #require(ReferenceView(points: face))
    let moved = face.map {
      PlanePoint(x: 3 + 1.4 * (0.9 * $0.x - 0.43 * $0.y), y: 1.4 * (0.43 * $0.x + 0.9 * $0.y) - 2)
    }
    let found = view.parallax(to: moved)
    #expect(found.angle < 0.01)
    #expect(found.foreshortening < 0.01)
  }

  @Test(
    "a picture tilted before a near camera is foreshortened and has next to no parallax", arguments: [20.0, 35, 50])
  func tilted(degrees: Double) throws {
    let face = try Self.face()
    let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    // The camera is 8 eye distances away: half a metre.
    let seen = face.map { PlanePoint(x: $0.x * c / (1 + $0.x * s / 8), y: $0.y / (1 + $0.x * s / 8)) }
    let found = try #require(ReferenceView(points: face)).parallax(to: seen)
    #expect(found.angle < 1)
    #expect(abs(found.foreshortening - (1 - c)) < 0.08)
  }

  @Test("a picture bent around a cylinder has next to no parallax", arguments: [3.0, 5, -4])
  func bent(radius: Double) throws {
    let face = try Self.face()
    let seen = face.map { point in
      let angle = point.x / radius
      let x = radius * sin(angle)
      let depth = radius * (1 - cos(angle))
      // Bent, then turned by 20°, from afar.
      return PlanePoint(x: x * cos(0.35) - depth * sin(0.35), y: point.y)
    }
    let found = try #require(ReferenceView(points: face)).parallax(to: seen)
    #expect(found.angle < 2)
  }

  @Test("points in one spot make no reference")
  func degenerate() {
    #expect(ReferenceView(points: DepthTemplate.entries.map { _ in PlanePoint(x: 1, y: 1) }) == nil)
    #expect(ReferenceView(points: []) == nil)
  }

  @Test("the face's own frame takes shift, scale and roll away")
  func frame() throws {
    let mesh = try Fixture("carphone").observation(0, at: 0).mesh
    var moved = mesh
    moved.points = mesh.points.map {
      Point3(x: 40 + 1.5 * (0.8 * $0.x - 0.6 * $0.y), y: 1.5 * (0.6 * $0.x + 0.8 * $0.y), z: 0)
    }
    let (a, b) = (try #require(DepthTemplate.points(of: mesh)), try #require(DepthTemplate.points(of: moved)))
    for (p, q) in zip(a, b) { #expect(abs(p.x - q.x) + abs(p.y - q.y) < 1e-3) }
    moved.points = Array(mesh.points.prefix(100))
    #expect(DepthTemplate.points(of: moved) == nil)
  }
}
