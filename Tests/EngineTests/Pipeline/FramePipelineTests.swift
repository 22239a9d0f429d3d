import Engine
import Testing

/// Which face counts, and which steps run.
@Suite struct FramePipelineTests {
  private let image = Image.grey(width: 200, height: 100)

  private func observe(
    _ script: Script, rules: FramePipeline.Rules = FramePipeline.Rules(), qualityThreshold: Float = 0.65
  ) throws -> FrameObservation {
    try script.pipeline(rules: rules).observe(image, needs: FrameNeeds(qualityThreshold: qualityThreshold))
  }

  @Test func oneGoodFaceTakesEveryStepOnce() throws {
    let glasses = Obstacle(kind: .glasses, confidence: 0.1)
    let script = Script(faces: [.at(10, width: 50)], obstacles: [glasses])
    let frame = try observe(script)
    #expect(script.ran == ["detect", "mesh at 10.0", "quality", "obstacles"])
    #expect(frame.face?.face == .at(10, width: 50))
    #expect(frame.face?.mesh?.presence == 0.9)
    #expect(frame.face?.quality == Quality(score: 0.9))
    #expect(frame.faceCount == 1)
    #expect(frame.obstacles == [glasses], "what is found is told whatever its confidence")
    #expect(frame.image === image)
  }

  @Test func withoutAFaceNothingElseRuns() throws {
    let script = Script(faces: [])
    let frame = try observe(script)
    #expect(script.ran == ["detect"])
    #expect(frame.face == nil)
    #expect(frame.faceCount == 0)
    #expect(frame.obstacles.isEmpty)
    #expect(frame.reportedBox == nil)
    #expect(frame.image === image)
  }

  @Test func theLargestConfidentFaceCounts() throws {
    // Neither the first, nor the most confident, nor the largest of all.
    let faces: [Face] = [
      .at(1, width: 10, confidence: 0.99), .at(2, width: 90, confidence: 0.59), .at(3, width: 60, confidence: 0.7),
      .at(4, width: 15, confidence: 0.95),
    ]
    #expect(try observe(Script(faces: faces)).face?.face.box.x == 3)
  }

  @Test func sizeIsAreaAndNotWidth() throws {
    let faces: [Face] = [.at(1, width: 40, height: 10), .at(2, width: 30, height: 30)]
    #expect(try observe(Script(faces: faces)).face?.face.box.x == 2)
  }

  @Test func theLeastConfidenceIsEnough() throws {
    let at = Script(faces: [.at(1, width: 10, confidence: 0.6)])
    #expect(try observe(at).faceCount == 1)
    let below = Script(faces: [.at(1, width: 10, confidence: Float(0.6).nextDown)])
    #expect(try observe(below).faceCount == 0)
    #expect(try observe(below, rules: FramePipeline.Rules(minimumConfidence: 0.5)).faceCount == 1)
    #expect(try observe(Script(faces: [.at(1, width: 10, confidence: .nan)])).faceCount == 0)
  }

  @Test func aBystanderOfAQuarterCountsFromTheRuleOn() throws {
    // 0.25 of 64 is 16, exactly.
    let rules = FramePipeline.Rules(bystanderWidth: 0.25)
    let near = Script(faces: [.at(1, width: 64), .at(2, width: 16, confidence: 0.75)])
    let frame = try observe(near, rules: rules)
    #expect(frame.faceCount == 2)
    #expect(frame.obstacles == [Obstacle(kind: .multipleFaces, confidence: 0.75)])
    #expect(near.ran == ["detect", "mesh at 1.0", "quality"], "the frame is rejected: no other obstacle matters")

    let far = Script(faces: [.at(1, width: 64), .at(2, width: Float(16).nextDown, confidence: 0.75)])
    let alone = try observe(far, rules: rules)
    #expect(alone.faceCount == 1)
    #expect(alone.obstacles.isEmpty)
    #expect(far.ran.last == "obstacles")
  }

  @Test func severalBystandersAreOneObstacleOfTheLargest() throws {
    let faces: [Face] = [
      .at(1, width: 20, confidence: 0.61), .at(2, width: 64), .at(3, width: 40, confidence: 0.75),
      .at(4, width: 5, confidence: 0.99),
    ]
    let frame = try observe(Script(faces: faces))
    #expect(frame.face?.face.box.x == 2)
    #expect(frame.faceCount == 3)
    #expect(frame.obstacles == [Obstacle(kind: .multipleFaces, confidence: 0.75)])
  }

  @Test func anUnsureFaceIsNoBystander() throws {
    let frame = try observe(Script(faces: [.at(1, width: 64), .at(2, width: 60, confidence: 0.5)]))
    #expect(frame.faceCount == 1)
    #expect(frame.obstacles.isEmpty)
  }

  @Test func obstaclesAreLookedForFromTheQualityThresholdOn() throws {
    let mask = Obstacle(kind: .mask, confidence: 0.9)
    let good = Script(faces: [.at(1, width: 50)], quality: 0.65, obstacles: [mask])
    #expect(try observe(good).obstacles == [mask])
    let poor = Script(faces: [.at(1, width: 50)], quality: Float(0.65).nextDown, obstacles: [mask])
    #expect(try observe(poor).obstacles.isEmpty)
    #expect(poor.ran == ["detect", "mesh at 1.0", "quality"])
    #expect(try observe(poor, qualityThreshold: 0.5).obstacles == [mask])
  }

  @Test func afterOneThatRejectsNoDetectorIsAsked() throws {
    let glasses = Obstacle(kind: .glasses, confidence: 0.9)
    let script = Script(faces: [.at(1, width: 50)], obstacles: [glasses])
    let frame = try script.pipeline(obstacleDetectors: 3).observe(image, needs: FrameNeeds(qualityThreshold: 0.65))
    #expect(frame.obstacles == [glasses])
    #expect(frame.obstaclesLookedFor)
  }

  @Test func whatCannotRejectIsNotLookedFor() throws {
    let hat = Obstacle(kind: .hat, confidence: 1)
    let script = Script(faces: [.at(1, width: 50)], obstacles: [hat], kinds: [.hat])
    var thresholds = ObstacleThresholds()
    thresholds[.hat] = 1
    let frame = try script.pipeline().observe(image, needs: FrameNeeds(qualityThreshold: 0.65, obstacles: thresholds))
    #expect(frame.obstacles.isEmpty)
    #expect(frame.obstaclesLookedFor, "there was nothing to look for")
    let unneeded = try script.pipeline().observe(image, needs: FrameNeeds(qualityThreshold: 0.65, obstacles: nil))
    #expect(!unneeded.obstaclesLookedFor)
    #expect(!script.ran.contains("obstacles"))
  }

  @Test func everyObstacleDetectorIsAsked() throws {
    let hat = Obstacle(kind: .hat, confidence: 0.2)
    let script = Script(faces: [.at(1, width: 50)], obstacles: [hat])
    let frame = try script.pipeline(obstacleDetectors: 3).observe(image, needs: FrameNeeds(qualityThreshold: 0.65))
    #expect(frame.obstacles == [hat, hat, hat])
    #expect(
      try script.pipeline(obstacleDetectors: 0).observe(image, needs: FrameNeeds(qualityThreshold: 0.65)).obstacles
        .isEmpty)
  }

  @Test func aMeshBelowPresenceIsNone() throws {
    let at = Script(faces: [.at(1, width: 50)], presence: 0.5)
    #expect(try observe(at).face?.mesh != nil)
    let below = Script(faces: [.at(1, width: 50)], presence: Float(0.5).nextDown)
    let frame = try observe(below)
    #expect(frame.face != nil)
    #expect(frame.face?.mesh == nil)
    #expect(below.ran == ["detect", "mesh at 1.0", "quality without mesh", "obstacles without mesh"])
    #expect(try observe(below, rules: FramePipeline.Rules(minimumPresence: 0.25)).face?.mesh != nil)
  }

  @Test func theObservedFaceIsEmbedded() throws {
    let script = Script(faces: [.at(1, width: 20), .at(2, width: 50)])
    let pipeline = script.pipeline()
    let frame = try pipeline.observe(image, needs: FrameNeeds(qualityThreshold: 0.65))
    #expect(!script.ran.contains("embed at 2.0"), "only a frame that counts is embedded")
    #expect(try pipeline.embed(frame) == .along(2))
    #expect(script.ran.last == "embed at 2.0")
  }

  @Test func withoutAFaceOrAnImageThereIsNothingToEmbed() {
    let script = Script(faces: [])
    let pipeline = script.pipeline()
    for frame in [FrameObservation(image: image, face: nil, faceCount: 0), .seen(image: nil)] {
      let error = #expect(throws: ComponentError.self) { try pipeline.embed(frame) }
      guard case .failed = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
    }
    #expect(script.ran.isEmpty)
  }

  @Test func bytesAreDecodedWithinTheLimits() throws {
    let script = Script(faces: [.at(1, width: 50)], decoded: .success(image))
    let frame = try [UInt8](repeating: 0, count: 7).withUnsafeBytes {
      try script.pipeline().observe(
        $0, limits: ImageLimits(maximumBytes: 99), needs: FrameNeeds(qualityThreshold: 0.65))
    }
    #expect(frame.image === image)
    #expect(script.ran == ["decode 7 of 99", "detect", "mesh at 1.0", "quality", "obstacles"])
  }

  @Test func aBadPictureStopsAtTheDecoder() {
    let script = Script(faces: [], decoded: .failure(.unknownFormat))
    #expect(throws: ImageError.unknownFormat) {
      try [UInt8](repeating: 0, count: 7).withUnsafeBytes {
        try script.pipeline().observe($0, limits: ImageLimits(), needs: FrameNeeds(qualityThreshold: 0.65))
      }
    }
    #expect(script.ran == ["decode 7 of 2097152"])
  }

  @Test func defaults() {
    let rules = FramePipeline.Rules()
    #expect(rules.minimumConfidence == 0.6)
    #expect(rules.bystanderWidth == 0.3)
    #expect(rules.minimumPresence == 0.5)
  }
}
