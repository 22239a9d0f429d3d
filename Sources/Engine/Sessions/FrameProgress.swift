/// What one frame did to its session: the numbers of `frame_processed` and `frame_rejected`.
public struct FrameProgress: Sendable, Hashable {
  /// Why a frame did or did not count.
  public enum Result: Sendable, Hashable {
    /// It is one of the samples.
    case counted
    /// A good frame, but the samples are complete (it served liveness only) or the session has ended.
    case observed
    case noFace
    case lowQuality
    /// Something covers the face, or several faces are there.
    case obstructed([Obstacle])
  }

  public var result: Result
  /// Samples so far.
  public var samples: Int
  public var targetSamples: Int
  /// All frames processed so far.
  public var frameCounter: Int
  /// 0…1; 0 without a face.
  public var quality: Float
  public var qualityThreshold: Float
  public var liveness: LivenessState
  public var blinksRequired: Int
  public var motionRequired: Int
  /// The face, in pixels of the frame sent.
  public var box: Rect?
  /// Mean eye aspect ratio.
  public var eyeOpenness: Float?
  /// What the person should do now, where a challenge asks for something.
  public var challenge: LivenessPrompt?
}
