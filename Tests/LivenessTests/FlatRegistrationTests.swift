import Engine
import Testing

@testable import Liveness

/// The fit of a flat picture's motion to the pixels.
@Suite struct FlatRegistrationTests {
  private static func face() throws -> [PlanePoint] {
    try #require(DepthTemplate.points(of: Fixture("carphone").observation(0, at: 0).mesh))
  }

  /// What a turn leaves unexplained when the mesh takes it for a head's.
  private func unexplained(_ body: PaintedFace.Body, yaw: Double, pitch: Double = 0) throws -> Double {
    let face = try Self.face()
    let painted = PaintedFace(body: body)
    let reference = try #require(FacePatch(painted.measurement(yaw: 0, pitch: 0)))
    let turned = try #require(FacePatch(painted.measurement(yaw: yaw, pitch: pitch)))
    let registration = try #require(FlatRegistration(patch: reference, points: face))
    let points = ParallaxTests.turned(face, yaw: yaw, pitch: pitch).map { point in
      // As DepthTemplate.points would give them: the eyes' distance is the unit.
      let unit = cosine(yaw)
      return PlanePoint(x: point.x / unit, y: point.y / unit)
    }
    return try #require(registration.unexplained(by: turned, points: points))
  }

  private func cosine(_ degrees: Double) -> Double {
    let x = degrees * .pi / 180
    return 1 - x * x / 2 + x * x * x * x / 24
  }

  @Test("a picture that is slanted is explained, whatever the mesh takes it for", arguments: [5.0, 10, 16])
  func picture(yaw: Double) throws {
    #expect(try unexplained(.picture, yaw: yaw) < 0.05)
    #expect(try unexplained(.picture, yaw: 0, pitch: yaw) < 0.05)
  }

  @Test("a head that turns is not", arguments: [14.0, -14, 20])
  func head(yaw: Double) throws { #expect(try unexplained(.head, yaw: yaw) > HeadMotionSettings().minimumUnexplained) }

  @Test("the same pixels are explained in full, others hardly, and none that do not meet")
  func ends() throws {
    let face = try Self.face()
    let patch = try #require(FacePatch(PaintedFace(body: .head).measurement(yaw: 0, pitch: 0)))
    let registration = try #require(FlatRegistration(patch: patch, points: face))
    #expect(try #require(registration.unexplained(by: patch, points: face)) < 1e-6)
    let reversed = try #require(FacePatch(LivenessMeasurement(patch.values.reversed())))
    #expect(try #require(registration.unexplained(by: reversed, points: face)) > 0.5)
    #expect(registration.unexplained(by: patch, points: face.map { PlanePoint(x: $0.x + 9, y: $0.y) }) == nil)
    #expect(registration.unexplained(by: patch, points: face.map { _ in PlanePoint(x: .nan, y: 0) }) == nil)
  }

  @Test("points in one spot, and measurements of another length or with numbers that are none, are refused")
  func refused() throws {
    let patch = try #require(FacePatch(PaintedFace(body: .head).measurement(yaw: 0, pitch: 0)))
    #expect(FlatRegistration(patch: patch, points: []) == nil)
    #expect(FlatRegistration(patch: patch, points: patch.values.map { _ in PlanePoint(x: 1, y: 1) }) == nil)
    #expect(FacePatch(LivenessMeasurement([1, 2, 3])) == nil)
    #expect(FacePatch(LivenessMeasurement([Float](repeating: .nan, count: FacePatch.grid.cells))) == nil)
  }

  @Test("a patch is freed of brightness, of contrast and of a light from the side")
  func patch() throws {
    func measured(_ light: @escaping (Int, Int) -> Double) throws -> [Float] {
      let image = Image(width: 200, height: 200) { bytes in
        for y in 0..<200 {
          for x in 0..<200 {
            let texture = (x / 6 + y / 9).isMultiple(of: 2) ? 1.0 : 0.4
            for channel in 0..<3 { bytes[3 * (200 * y + x) + channel] = UInt8(texture * light(x, y)) }
          }
        }
      }
      var points = [Point3](repeating: Point3(x: 0, y: 0, z: 0), count: 468)
      points[33] = Point3(x: 60, y: 90, z: 0)
      points[263] = Point3(x: 140, y: 90, z: 0)
      let mesh = FaceMesh(
        points: points, presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0),
        eyes: EyeOpenness(left: 0.3, right: 0.3))
      return try #require(FacePatch.measure(mesh, in: image)).values
    }
    let bright = try measured { _, _ in 200 }
    for other in [try measured { _, _ in 100 }, try measured { x, _ in 100 + Double(x) / 2 }] {
      let difference = zip(bright, other).map { abs($0 - $1) }.reduce(0, +) / Float(bright.count)
      #expect(difference < 0.1)
    }
    #expect(bright.contains { $0 > 0.5 } && bright.contains { $0 < -0.5 })
  }
}
