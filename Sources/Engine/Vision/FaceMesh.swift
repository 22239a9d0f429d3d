/// How a head is turned, degrees; (0, 0, 0) looks into the camera.
@frozen public struct HeadPose: Sendable, Hashable {
  /// Around the vertical axis: positive when the nose points to the image's right.
  public var yaw: Float
  /// Around the horizontal axis: positive when the nose points down.
  public var pitch: Float
  /// In the image plane: positive when the head leans clockwise as seen in the image.
  public var roll: Float
  @inlinable public init(yaw: Float, pitch: Float, roll: Float) {
    self.yaw = yaw
    self.pitch = pitch
    self.roll = roll
  }
}

/// Eye aspect ratios (Soukupová and Čech 2016): lid distance over eye width; about 0.3 open, below about 0.2 closed.
@frozen public struct EyeOpenness: Sendable, Hashable {
  /// The eye on the image's left.
  public var left: Float
  /// The eye on the image's right.
  public var right: Float
  @inlinable public init(left: Float, right: Float) {
    self.left = left
    self.right = right
  }
  /// The mean of both: the API's `ear`.
  @inlinable public var mean: Float { (left + right) / 2 }
}

/// A dense mesh of a face with what follows from it.
public struct FaceMesh: Sendable {
  /// The points, in the model's order (MediaPipe: 468), pixels of the image searched.
  public var points: [Point3]
  /// Probability that the crop held a face, 0…1.
  public var presence: Float
  public var pose: HeadPose
  public var eyes: EyeOpenness

  /// A mesh; all parameters as the properties of the same names.
  public init(points: [Point3], presence: Float, pose: HeadPose, eyes: EyeOpenness) {
    self.points = points
    self.presence = presence
    self.pose = pose
    self.eyes = eyes
  }
}

/// Fits a mesh to a face. Called on compute threads, from several at a time.
public protocol FaceLandmarker: ComponentLifecycle {
  /// The mesh of one face.
  func mesh(of face: Face, in image: Image) throws -> FaceMesh
}
