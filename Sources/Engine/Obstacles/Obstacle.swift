/// Something that covers a face, or makes it unclear whose face counts.
public struct Obstacle: Sendable, Hashable {
  /// What it is.
  public struct Kind: Sendable, Hashable, CustomStringConvertible {
    /// The name in the API's `obstacles`.
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    public static let glasses = Kind("glasses")
    public static let mask = Kind("mask")
    public static let hat = Kind("hat")
    public static let hand = Kind("hand_covering")
    public static let multipleFaces = Kind("multiple_faces")
  }

  public var kind: Kind
  /// 0…1.
  public var confidence: Float

  /// An obstacle.
  public init(kind: Kind, confidence: Float) {
    self.kind = kind
    self.confidence = confidence
  }
}

/// Finds one kind of obstacle, or several. Called on compute threads, from several at a time.
public protocol ObstacleDetector: ComponentLifecycle {
  /// What it can find. Where none of it can reject a frame (thresholds of 1), it isn't asked; empty (the default) is
  /// always asked.
  var kinds: [Obstacle.Kind] { get }

  /// Everything found with its confidence, also below the thresholds: the session's rules compare.
  func obstacles(on face: Face, mesh: FaceMesh?, in image: Image) throws -> [Obstacle]
}

extension ObstacleDetector {
  public var kinds: [Obstacle.Kind] { [] }
}

/// Above which confidence an obstacle rejects a frame (api.md §2).
public struct ObstacleThresholds: Sendable, Hashable {
  private var limits: [Obstacle.Kind: Float]

  /// The documented defaults: glasses > 0.50; mask, hat, hand > 0.30; several faces always.
  public init() { limits = [.glasses: 0.5, .mask: 0.3, .hat: 0.3, .hand: 0.3, .multipleFaces: 0] }

  /// The threshold of one kind; a kind without one rejects above 0.5.
  public subscript(kind: Obstacle.Kind) -> Float {
    get { limits[kind] ?? 0.5 }
    set { limits[kind] = newValue }
  }

  /// Those that reject a frame.
  public func rejecting(_ found: [Obstacle]) -> [Obstacle] { found.filter { $0.confidence > self[$0.kind] } }

  /// Whether anything of these kinds can reject a frame: confidences end at 1.
  public func canReject(_ kinds: [Obstacle.Kind]) -> Bool { kinds.isEmpty || kinds.contains { self[$0] < 1 } }
}
