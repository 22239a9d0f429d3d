/// Finds cuts: the face and all around it are another picture from one frame to the next.
///
/// A camera that moves fast changes the scene but not the face, a head that turns fast the face but not the scene, and
/// a jump of the exposure neither, as thumbnails have no brightness or contrast.
struct CutDetector: Sendable {
  /// Seconds between two frames beyond which they are not compared: much can happen in a pause.
  private static let longestStep = 0.25
  /// Correlations below which scene and face are other pictures. The lowest of the living clips at 10 frames a second
  /// are 0.90 and 0.62.
  private static let sceneChanged: Float = 0.6
  private static let faceChanged: Float = 0.5
  /// Correlation from which on a frame is the one before the last again.
  private static let returned: Float = 0.95

  private var last: (time: Double, signature: FrameSignature)?
  private var lastButOne: FrameSignature?
  private var wasCut = false
  /// How often one frame alone was another picture.
  private var returns = 0
  /// Whether a cut was seen; it stays.
  private(set) var isFound = false

  /// Nothing seen.
  init() {}

  /// Forgets the frames before: what comes next cannot be compared with them.
  mutating func interrupt() {
    last = nil
    lastButOne = nil
    wasCut = false
  }

  /// Takes the next frame.
  mutating func observe(_ signature: FrameSignature, at time: Double) {
    defer {
      lastButOne = last?.signature
      last = (time, signature)
    }
    guard let before = last, time - before.time <= Self.longestStep else {
      wasCut = false
      return
    }
    let isCut =
      signature.scene.correlation(with: before.signature.scene) < Self.sceneChanged
      && signature.face.correlation(with: before.signature.face) < Self.faceChanged
    // After the cut the new picture must stand, or both come in turn: a single torn frame is the network's.
    guard wasCut else {
      wasCut = isCut
      return
    }
    let isBack = lastButOne.map { $0.face.correlation(with: signature.face) >= Self.returned } ?? false
    if isBack { returns += 1 }
    if isBack ? returns > 1 : !isCut { isFound = true }
    wasCut = isCut && !isBack
  }
}
