import Engine
import Testing

/// A session's samples and its signs of life are of one person.
@Suite struct SamePersonTests {
  private static let person = PersonID("ana")
  private static let victim = Embedding.along(0)
  private static let attacker = Embedding.along(1)

  private func session(
    _ purpose: SessionPurpose = .verification(person), rule: LivenessPolicy.Rule = .any, samples: Int = 3,
    _ script: LivenessEvidence...
  ) -> SessionDriver {
    let rules = SessionRules(
      targetSamples: samples, liveness: LivenessPolicy(rule: rule), sameFaceSimilarity: 0.5)
    return SessionDriver(purpose, rules, checks: [("b", Script(lines: script))])
  }

  @Test func onePersonsSamplesAndLifeAddUp() throws {
    var driver = session(.identification, .blink(0), .blink(0), .blink(0), .blink(1))
    for _ in 0..<4 { try driver.send(.seen(), embedding: Self.victim) }
    #expect(driver.machine.next == .conclude(.identify(samples: driver.machine.samples)))
  }

  @Test func aPhotoAndThenAnotherLivingFaceDoNot() throws {
    var driver = session(.identification, .blink(0), .blink(0), .blink(0), .blink(1))
    for _ in 0..<3 { try driver.send(.seen(), embedding: Self.victim) }
    try driver.send(.empty)
    #expect(try driver.send(.seen(), embedding: Self.attacker).samples == 3, "one frame may be a poor picture")
    let progress = try driver.send(.seen(), embedding: Self.attacker)
    #expect(progress.samples == 1, "the living one begins anew")
    #expect(driver.machine.next == .moreFrames)
    #expect(driver.machine.samples.map(\.embedding) == [Self.attacker])
    // Whom the session is about from here on is who was alive.
    for _ in 0..<2 { try driver.send(.seen(), embedding: Self.attacker) }
    #expect(driver.machine.next == .conclude(.identify(samples: driver.machine.samples)))
    #expect(driver.machine.samples.allSatisfy { $0.embedding == Self.attacker })
  }

  @Test func aLivingFaceAndThenAPhotoDoNot() throws {
    var driver = session(.identification, .blink(1))
    let alive = try driver.send(.seen(quality: 0.4), embedding: Self.attacker)
    #expect(alive.samples == 0)
    #expect(alive.liveness.verified, "nobody else is known yet")
    for _ in 0..<3 { try driver.send(.seen(), embedding: Self.victim) }
    #expect(driver.machine.samples.count == 3)
    #expect(!driver.machine.liveness.verified)
    #expect(driver.machine.liveness.blinks == 0)
    #expect(driver.machine.next == .moreFrames)
  }

  @Test func aPoorPictureOfAnotherFaceKeepsTheSamplesAndDoesNotCount() throws {
    var driver = session(.identification, .blink(0), .blink(0), .blink(0), .blink(1), .blink(2))
    for _ in 0..<3 { try driver.send(.seen(), embedding: Self.victim) }
    let poor = try driver.send(.seen(quality: 0.4), embedding: Self.attacker)
    #expect((poor.samples, poor.liveness.blinks) == (3, 0))
    #expect(driver.machine.next == .moreFrames)
    let own = try driver.send(.seen(quality: 0.4), embedding: Self.victim)
    #expect((own.samples, own.liveness.blinks) == (3, 1))
    #expect(driver.machine.next != .moreFrames)
  }

  @Test func samplesOfTwoPeopleAreNeverMixed() throws {
    var driver = session(.enrollment(Self.person), .blink(0))
    for face in [Self.victim, Self.victim] { try driver.send(.seen(), embedding: face) }
    try driver.send(.empty)
    for face in [Self.attacker, Self.attacker] { try driver.send(.seen(), embedding: face) }
    #expect(driver.machine.samples.map(\.embedding) == [Self.attacker])
  }

  @Test func eachRequiredSignNeedsItsFace() throws {
    let rules = SessionRules(liveness: LivenessPolicy(rule: .all), sameFaceSimilarity: 0.5)
    var driver = SessionDriver(
      .enrollment(Self.person), rules,
      checks: [
        ("b", Script(lines: [.blink(1)])), ("m", Script(lines: [.motion(0), .motion(0), .motion(0), .motion(1)])),
      ])
    for _ in 0..<3 { try driver.send(.seen(), embedding: Self.victim) }
    let other = try driver.send(.seen(quality: 0.4), embedding: Self.attacker)
    #expect(other.liveness.blinksOK)
    #expect(!other.liveness.motionOK)
    #expect(driver.machine.next == .moreFrames)
  }

  @Test func aFrameWithoutNewsNeedsNoEmbedding() throws {
    var driver = session(.identification, samples: 1, .blink(0))
    try driver.send(.seen(), embedding: Self.victim)
    #expect(driver.admit() == .process)
    #expect(driver.machine.observe(.seen(), at: driver.now) != .needsEmbedding)
  }

  @Test func aSignWhoseFaceWasNeverEmbeddedIsLost() throws {
    var driver = session(.identification, samples: 1, .blink(0), .blink(1))
    try driver.send(.seen(), embedding: Self.victim)
    #expect(driver.admit() == .process)
    #expect(driver.machine.observe(.seen(), at: driver.now) == .needsEmbedding)
    // The embedder failed; the next frame is no stand-in for that one.
    try driver.send(.seen(), embedding: Self.victim)
    #expect(driver.machine.liveness.blinks == 0)
  }

  @Test func withoutLivenessTheSamplesAreOnePersonsAllTheSame() throws {
    let rules = SessionRules(
      requiresLiveness: false, liveness: LivenessPolicy(rule: .any), sameFaceSimilarity: 0.5)
    var driver = SessionDriver(.identification, rules)
    for face in [Self.victim, Self.victim, Self.attacker] { try driver.send(.seen(), embedding: face) }
    #expect(driver.machine.samples.count == 2, "the odd one is no sample")
    try driver.send(.seen(), embedding: Self.attacker)
    #expect(driver.machine.samples.map(\.embedding) == [Self.attacker])
    #expect(driver.machine.next == .moreFrames)
  }

  /// As `ScriptedCheck`, from an array.
  private struct Script: LivenessCheck {
    let lines: [LivenessEvidence]
    private var frame = 0

    init(lines: [LivenessEvidence]) { self.lines = lines }

    mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
      defer { frame += 1 }
      return lines[min(frame, lines.count - 1)]
    }
  }
}
