import Engine
import Glibc

extension HeadPose {
  /// The pose of a MediaPipe mesh, from three axes: the line through the outer eye corners (points 33 and 263), the line
  /// from the top of the forehead (10) to the chin (152), and their normal, which points away from the camera.
  ///
  /// In MediaPipe's canonical face both lines lie across the viewing direction within a degree, so the normal of a face
  /// that looks into the camera has no yaw and no pitch.
  init(meshPoints points: [Point3]) {
    let across = Self.direction(points[33], points[263])
    let down = Self.direction(points[10], points[152])
    let normal = Self.cross(across, down)
    let length = (normal.x * normal.x + normal.y * normal.y + normal.z * normal.z).squareRoot()
    guard length > 1e-6 else {
      self.init(yaw: 0, pitch: 0, roll: 0)
      return
    }
    // The nose points against the normal.
    let nose = Point3(x: -normal.x / length, y: -normal.y / length, z: -normal.z / length)
    self.init(
      yaw: Self.degrees(atan2f(nose.x, -nose.z)), pitch: Self.degrees(asinf(min(1, max(-1, nose.y)))),
      roll: Self.degrees(atan2f(across.y, across.x)))
  }

  private static func degrees(_ radians: Float) -> Float { radians * 180 / .pi }

  private static func direction(_ from: Point3, _ to: Point3) -> Point3 {
    let (x, y, z) = (to.x - from.x, to.y - from.y, to.z - from.z)
    let length = max(1e-6, (x * x + y * y + z * z).squareRoot())
    return Point3(x: x / length, y: y / length, z: z / length)
  }

  private static func cross(_ a: Point3, _ b: Point3) -> Point3 {
    Point3(x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x)
  }
}
