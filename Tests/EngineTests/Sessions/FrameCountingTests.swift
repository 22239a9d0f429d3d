import Testing

@testable import Engine

/// Which frames become samples, and what is said of those that do not.
@Suite struct FrameCountingTests {
  @Test func aGoodFrameAsksForItsEmbeddingAndThenCounts() throws {
    var driver = SessionDriver()
    #expect(driver.machine.status == .initialized)
    #expect(driver.admit() == .process)
    #expect(driver.machine.status == .processing)
    #expect(driver.machine.observe(.seen(quality: 0.875), at: driver.now) == .needsEmbedding)
    #expect(driver.machine.samples.isEmpty, "nothing is a sample before its embedding is there")

    let progress = driver.machine.count(.along(1))
    #expect(
      progress
        == FrameProgress.expected(.counted, samples: 1, frame: 1, quality: 0.875, liveness: driver.machine.liveness))
    #expect(driver.machine.samples.map(\.embedding) == [.along(1)])
    #expect(driver.machine.samples.map(\.quality) == [0.875])
    #expect(driver.machine.next == .moreFrames)
  }

  @Test func aFrameWithoutAFaceSaysSo() throws {
    var driver = SessionDriver()
    let progress = try driver.send(.empty)
    var expected = FrameProgress.expected(
      .noFace, samples: 0, frame: 1, quality: 0, liveness: driver.machine.liveness)
    expected.box = nil
    expected.eyeOpenness = nil
    #expect(progress == expected)
  }

  @Test func theQualityThresholdItselfIsEnough() throws {
    var driver = SessionDriver()
    #expect(try driver.send(.seen(quality: 0.65)).result == .counted)
    #expect(try driver.send(.seen(quality: Float(0.65).nextDown)).result == .lowQuality)
    #expect(try driver.send(.seen(quality: .nan)).result == .lowQuality)
    #expect(driver.machine.samples.count == 1)
  }

  @Test func anObstacleOverItsThresholdRejects() throws {
    var driver = SessionDriver()
    let glasses = Obstacle(kind: .glasses, confidence: Float(0.5).nextUp)
    let faintMask = Obstacle(kind: .mask, confidence: 0.3)
    let progress = try driver.send(.seen(obstacles: [faintMask, glasses]))
    #expect(progress.result == .obstructed([glasses]), "only what rejects is named")
    #expect(progress.samples == 0)
    #expect(try driver.send(.seen(obstacles: [faintMask])).result == .counted)
  }

  @Test func severalFacesReject() throws {
    var driver = SessionDriver()
    let other = Obstacle(kind: .multipleFaces, confidence: 0.61)
    #expect(try driver.send(.seen(obstacles: [other])).result == .obstructed([other]))
  }

  @Test func anObstacleIsNamedRatherThanLowQuality() throws {
    var driver = SessionDriver()
    let hand = Obstacle(kind: .hand, confidence: 0.9)
    #expect(try driver.send(.seen(quality: 0.1, obstacles: [hand])).result == .obstructed([hand]))
  }

  @Test func framesAfterTheLastSampleAreOnlyObserved() throws {
    var driver = SessionDriver(.identification, SessionRules(liveness: LivenessPolicy(rule: .any)))
    for samples in 1...3 {
      let progress = try driver.send(.seen())
      #expect(progress.result == .counted)
      #expect(progress.samples == samples)
      #expect(progress.targetSamples == 3)
    }
    let progress = try driver.send(.seen())
    #expect(progress.result == .observed)
    #expect(progress.samples == 3)
    #expect(progress.frameCounter == 4)
    #expect(driver.machine.samples.count == 3)
  }

  @Test func countWithoutAnAskedForFrameDoesNothing() throws {
    var driver = SessionDriver()
    #expect(driver.machine.count(.along(0)) == nil)
    #expect(driver.admit() == .process)
    #expect(driver.machine.observe(.seen(), at: driver.now) == .needsEmbedding)
    #expect(driver.machine.count(.along(0)) != nil)
    #expect(driver.machine.count(.along(0)) == nil, "one embedding per frame")
    #expect(driver.machine.samples.count == 1)
  }

  @Test(arguments: [FrameObservation.empty, .seen(quality: 0.1)])
  func aLaterFrameTakesTheClaimOfAnEarlierOneAway(_ later: FrameObservation) {
    var driver = SessionDriver()
    #expect(driver.admit() == .process)
    #expect(driver.machine.observe(.seen(), at: driver.now) == .needsEmbedding)
    #expect(driver.admit() == .process)
    _ = driver.machine.observe(later, at: driver.now)
    #expect(driver.machine.count(.along(0)) == nil)
    #expect(driver.machine.samples.isEmpty)
  }

  @Test func meanQualityIsThatOfTheSamplesAlone() throws {
    var driver = SessionDriver()
    #expect(driver.machine.meanQuality == 0)
    try driver.send(.seen(quality: 0.75))
    try driver.send(.seen(quality: 0.25))
    try driver.send(.seen(quality: 1))
    #expect(driver.machine.meanQuality == 0.875)
  }

  @Test func boxesAreReportedInPixelsOfTheFrameSent() throws {
    let image = Image.grey(width: 100, height: 100, scale: 2)
    var driver = SessionDriver()
    #expect(try driver.send(.seen(image: image)).box == Rect(x: 20, y: 40, width: 60, height: 80))
  }
}

extension FrameProgress {
  /// The progress of a frame made by `FrameObservation.seen`, under the default rules of `SessionDriver`.
  static func expected(
    _ result: Result, samples: Int, frame: Int, quality: Float, liveness: LivenessState
  ) -> FrameProgress {
    FrameProgress(
      result: result, samples: samples, targetSamples: 3, frameCounter: frame, quality: quality, qualityThreshold: 0.65,
      liveness: liveness, blinksRequired: 0, motionRequired: 0, box: Rect(x: 10, y: 20, width: 30, height: 40),
      eyeOpenness: 0.3125)
  }
}
