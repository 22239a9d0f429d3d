extension SessionMachine {
  /// What to do with a frame that has just arrived.
  @frozen public enum Admission: Sendable, Hashable {
    case process
    /// Sooner than `maxFPS` allows: answer 429.
    case tooSoon(retryAfter: Duration)
    /// The client keeps on sending too fast: end the connection with 4429.
    case flooding
    /// The session is over (this may be the frame that ended it).
    case finished(SessionOutcome)
  }

  /// What an observation leads to.
  @frozen public enum Step: Sendable, Hashable {
    /// It matters whose face it is: embed it and call `count(_:)`.
    case needsEmbedding
    /// Nothing more to do with this frame.
    case done(FrameProgress)
  }

  /// The work that concludes a session.
  @frozen public enum Work: Sendable, Hashable {
    case enroll(PersonID, samples: [Sample])
    case verify(PersonID, samples: [Sample])
    case identify(samples: [Sample])
  }

  /// What comes next.
  @frozen public enum Next: Sendable, Hashable {
    case moreFrames
    case conclude(Work)
    case finished(SessionOutcome)
  }

  /// One counted frame.
  public struct Sample: Sendable, Hashable {
    public var embedding: Embedding
    /// 0…1.
    public var quality: Float

    /// A sample.
    public init(embedding: Embedding, quality: Float) {
      self.embedding = embedding
      self.quality = quality
    }
  }
}
