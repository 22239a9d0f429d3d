import Engine

/// Faces that no detector finds, in pictures of any size: what measuring must survive without a trap.
enum HostileFaces {
  private static let boxes = [
    Rect(x: 0, y: 0, width: 0, height: 0), Rect(x: -500, y: -500, width: 100, height: 100),
    Rect(x: 5000, y: 20, width: 100, height: 100), Rect(x: 10, y: 10, width: 1e30, height: 1e30),
    Rect(x: -1e30, y: -1e30, width: 2e30, height: 2e30), Rect(x: 10, y: 10, width: -90, height: -90),
    Rect(x: .nan, y: .nan, width: .nan, height: .nan), Rect(x: 10, y: .infinity, width: .infinity, height: 90),
    Rect(x: 20, y: 200, width: 300, height: 79), Rect(x: 100, y: 60, width: 120, height: 140),
  ]

  /// Every broken rule in words.
  static func failures(of provider: any LivenessCheckProvider) async -> [String] {
    var failures: [String] = []
    for (width, height) in [(1, 1), (97, 3), (320, 240), (640, 480)] {
      let image = picture(width, height)
      for box in boxes {
        let place = "a face at \(box) of a picture of \(width)×\(height)"
        let first = await measured(box, in: image, by: provider)
        let second = await measured(box, in: image, by: provider)
        if first != second { failures.append("\(place): measured twice with two results") }
        if let values = first, !values.allSatisfy(\.isFinite) {
          failures.append("\(place): a measurement that is not a number")
        }
      }
    }
    return failures
  }

  /// The measurement, or nil where there is none or it throws: both are allowed.
  private static func measured(_ box: Rect, in image: Image, by provider: any LivenessCheckProvider) async -> [Float]? {
    let face = Face(box: box, confidence: 1, landmarks: [])
    let mesh = FaceMesh(
      points: [], presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0.3, right: 0.3))
    return try? await onThread { try provider.measure(face, mesh: mesh, in: image) }?.values
  }

  /// Noise, the same each time.
  private static func picture(_ width: Int, _ height: Int) -> Image {
    var generator = SeededGenerator(seed: 3)
    return Image(width: width, height: height) { pixels in
      for index in pixels.indices { pixels[index] = UInt8(truncatingIfNeeded: generator.next() >> 24) }
    }
  }
}
