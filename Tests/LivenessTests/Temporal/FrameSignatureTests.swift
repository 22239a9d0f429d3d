import Engine
import Testing

@testable import Liveness

/// What the temporal check measures in pixels.
@Suite struct FrameSignatureTests {
  /// A picture whose grey level is `level(x, y)`.
  private static func image(
    _ width: Int = 320, _ height: Int = 240, _ level: @escaping (Double, Double) -> Double
  ) -> Image {
    Image(width: width, height: height) { bytes in
      for y in 0..<height {
        for x in 0..<width {
          for channel in 0..<3 {
            bytes[3 * (y * width + x) + channel] = UInt8(min(255, max(0, level(Double(x), Double(y)))))
          }
        }
      }
    }
  }

  /// A mesh whose outer eye corners are these.
  private static func mesh(_ left: (Float, Float), _ right: (Float, Float)) -> FaceMesh {
    var points = [Point3](repeating: Point3(x: 0, y: 0, z: 0), count: 468)
    points[33] = Point3(x: left.0, y: left.1, z: 0)
    points[263] = Point3(x: right.0, y: right.1, z: 0)
    return FaceMesh(
      points: points, presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0.3, right: 0.3))
  }

  @Test("a cell of the scene is the mean of its pixels")
  func scene() throws {
    let levels = try #require(SceneGrid.levels(of: Self.image { x, _ in x < 160 ? 40 : 200 }))
    #expect(levels.count == 192)
    for (cell, level) in levels.enumerated() { #expect(level == (cell % 16 < 8 ? 40 : 200)) }
  }

  @Test("the face's cells follow the face through the picture, nearer and leaning over")
  func face() throws {
    // A picture in the face's own frame: u to the right, v down, unit the distance of the eyes.
    func level(_ u: Double, _ v: Double) -> Double { 120 + 80 * u - 60 * v + 40 * u * v }
    func picture(_ x: Double, _ y: Double, _ dx: Double, _ dy: Double) -> Image {
      let square = dx * dx + dy * dy
      return Self.image { px, py in
        level(((px - x) * dx + (py - y) * dy) / square, ((py - y) * dx - (px - x) * dy) / square)
      }
    }
    func cells(_ image: Image, _ x: Double, _ y: Double, _ dx: Double, _ dy: Double) throws -> Thumbnail {
      let mesh = Self.mesh((Float(x - dx / 2), Float(y - dy / 2)), (Float(x + dx / 2), Float(y + dy / 2)))
      let levels = try #require(FrameSignature.grid.levels(of: mesh, in: image))
      return try #require(Thumbnail(levels))
    }
    let first = try cells(picture(160, 100, 80, 0), 160, 100, 80, 0)
    for (x, y, dx, dy) in [(130.0, 120.0, 80.0, 0.0), (160, 100, 100, 0), (150, 110, 75, 20)] {
      let other = try cells(picture(x, y, dx, dy), x, y, dx, dy)
      #expect(first.correlation(with: other) > 0.999)
    }
    let across = try cells(picture(160, 100, 80, 0), 160, 100, 0, 80)
    #expect(first.correlation(with: across) < 0.5, "a mesh that does not follow the face sees another picture")
  }

  @Test("a degenerate mesh or a tiny picture has no measurement, and a face beyond the edge does no harm")
  func degenerate() {
    let image = Self.image { x, y in x + y }
    for mesh in [
      Self.mesh((10, 10), (10, 10)), Self.mesh((.nan, 0), (80, 0)), Self.mesh((0, 0), (.infinity, 0)),
      FaceMesh(
        points: [], presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0, right: 0)),
    ] { #expect(FrameSignature.measure(mesh, in: image) == nil) }
    #expect(FrameSignature.measure(Self.mesh((1, 1), (4, 1)), in: Self.image(8, 8) { x, _ in x }) == nil)
    #expect(FrameSignature.measure(Self.mesh((-500, 0), (900, 0)), in: image)?.values.count == 1472)
  }

  @Test("brightness and contrast do not count")
  func normalised() throws {
    let levels = (0..<64).map { Float($0 * $0 % 37) }
    let one = try #require(Thumbnail(levels))
    let paler = try #require(Thumbnail(levels.map { 0.5 * $0 + 30 }))
    let negative = try #require(Thumbnail(levels.map { -$0 }))
    #expect(one.difference(from: paler) < 1e-6)
    #expect(one.difference(from: negative) == 1)
    #expect(Thumbnail([Float](repeating: 3, count: 64)) == nil)
    #expect(Thumbnail([Float]()) == nil)
    #expect(Thumbnail((0..<9).map { Float($0) }) == nil)
  }
}
