import Engine

extension EyeOpenness {
  /// Eye aspect ratios of a MediaPipe mesh: (|p2 p6| + |p3 p5|) / (2 |p1 p4|) (Soukupová and Čech, "Real-time eye blink
  /// detection using facial landmarks", 2016), in the image plane.
  init(meshPoints points: [Point3]) {
    func ratio(_ eye: [Int]) -> Float {
      func distance(_ a: Int, _ b: Int) -> Float {
        let x = points[eye[a]].x - points[eye[b]].x
        let y = points[eye[a]].y - points[eye[b]].y
        return (x * x + y * y).squareRoot()
      }
      return (distance(1, 5) + distance(2, 4)) / (2 * max(distance(0, 3), 1e-6))
    }
    self.init(left: ratio(Self.leftOutline), right: ratio(Self.rightOutline))
  }

  /// Outer corner, two points of the upper lid, inner corner, two of the lower: the eye on the image's left.
  private static let leftOutline = [33, 160, 158, 133, 153, 144]
  /// Inner corner, two points of the upper lid, outer corner, two of the lower: the eye on the image's right.
  private static let rightOutline = [362, 385, 387, 263, 373, 380]
}
