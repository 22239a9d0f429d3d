/// A detected face.
public struct Face: Sendable, Hashable {
  /// Its box, pixels of the image searched.
  public var box: Rect
  /// The detector's confidence, 0…1. Scales differ between detectors.
  public var confidence: Float
  /// Five points: the eye on the image's left, the eye on its right, nose tip, mouth corner on the left, on the right.
  public var landmarks: [Point]

  /// A face; `landmarks` has five points.
  public init(box: Rect, confidence: Float, landmarks: [Point]) {
    self.box = box
    self.confidence = confidence
    self.landmarks = landmarks
  }
}

/// Finds faces. Called on compute threads, from several at a time.
public protocol FaceDetector: ComponentLifecycle {
  /// Every face of the image with its five points, most confident first; empty where there is none.
  func detect(in image: Image) throws -> [Face]
}
