import Engine
import Testing

@testable import Liveness

/// The challenge with people and pictures that do what it asks, or something else.
@Suite struct ChallengeCheckTests {
  private func check(_ seed: UInt64, _ change: (inout ChallengeSettings) -> Void = { _ in }) -> ChallengeCheck {
    var settings = ChallengeSettings()
    settings.minimumUnexplained = 0
    change(&settings)
    return ChallengeCheck(settings: settings, seed: seed)
  }

  /// The actions that a session asked for, in order.
  private func asked(_ said: [LivenessEvidence]) -> [String] {
    said.compactMap { $0.prompt?.action.rawValue }.reduce(into: []) { list, action in
      if list.last != action { list.append(action) }
    }.filter { $0 != "look_ahead" }
  }

  @Test("who does what is asked passes, whatever is asked", arguments: 0..<40)
  func obedient(seed: UInt64) throws {
    let said = try Actor().play(check(seed) { $0.steps = 3 })
    let last = try #require(said.last)
    #expect(last.verdict == .live, "\(asked(said))")
    #expect(last.events == 3)
    #expect(last.eventsNeeded == 3)
    #expect(last.score > 0.95)
    #expect(last.prompt == nil)
    #expect(asked(said).count == 3)
    #expect(said.allSatisfy { $0.verdict != .spoof && $0.kind == .other })
  }

  @Test("at other frame rates too", arguments: [5.0, 30])
  func rates(rate: Double) throws {
    var actor = try Actor()
    actor.rate = rate
    for seed in 0..<10 { #expect(actor.play(check(UInt64(seed))).last?.verdict == .live) }
  }

  @Test("left is the person's own left, and a mirrored camera is told so")
  func mirrored() throws {
    let turns: (inout ChallengeSettings) -> Void = { settings in
      settings.actions = ["turn_left", "turn_right"]
      settings.attempts = 1
    }
    var actor = try Actor()
    actor.isMirrored = true
    #expect(actor.play(check(1, turns)).last?.verdict == .undecided)
    let told = actor.play(
      check(1) {
        turns(&$0)
        $0.mirrored = true
      })
    #expect(told.last?.verdict == .live)
  }

  @Test("who turns the wrong way begins anew with other actions, as often as allowed, and is then asked no more")
  func wrongWay() throws {
    var actor = try Actor()
    actor.hears = { ["turn_left": "turn_right", "turn_right": "turn_left"][$0] ?? $0 }
    let said = actor.play(check(5) { $0.actions = ["turn_left", "turn_right"] })
    let last = try #require(said.last)
    #expect(last.verdict == .undecided)
    #expect(last.score < 0.2)
    #expect(last.prompt == nil)
    #expect(asked(said).count == 3, "one action of each of three sequences: \(asked(said))")
    #expect(said.count(where: { $0.prompt != nil }) < 100, "a wrong turn does not wait for its time to be over")
  }

  @Test("who does nothing has the time of each step and no more, and what is left of it is told")
  func nothing() throws {
    var actor = try Actor()
    actor.hears = { _ in "nothing" }
    let said = actor.play(check(2), seconds: 40)
    let prompts = said.compactMap(\.prompt)
    #expect((235...255).contains(prompts.count), "three attempts of eight seconds")
    #expect(
      prompts.allSatisfy { $0.remaining >= .zero && $0.remaining <= .seconds(8) && $0.step == 1 && $0.steps == 2 })
    #expect(prompts.contains { $0.remaining < .milliseconds(300) })
    #expect(said.last?.verdict == .undecided)
  }

  @Test("a step done before a failure stays an event, and is needed as well")
  func events() throws {
    var actor = try Actor()
    let check = check(3) { settings in
      settings.actions = ["turn_left", "blink_twice"]
      settings.secondsPerStep = 4
    }
    actor.hears = { $0 == "blink_twice" ? "nothing" : $0 }
    let said = actor.play(check, seconds: 40)
    let last = try #require(said.last)
    #expect(last.events >= 1)
    #expect(last.verdict == .undecided)
    #expect(zip(said, said.dropFirst()).allSatisfy { $0.events <= $1.events && $0.eventsNeeded <= $1.eventsNeeded })
    #expect(last.eventsNeeded > last.events)
    #expect(last.eventsNeeded > 2, "steps of earlier sequences are needed too")
  }

  @Test("a picture that is slanted, brought nearer and has eyes that blink does not pass", arguments: 0..<20)
  func picture(seed: UInt64) throws {
    var actor = try Actor()
    actor.body = .picture
    let said = actor.play(check(seed), seconds: 90)
    #expect(said.last?.verdict == .undecided, "\(asked(said))")
  }

  @Test("a turn that the mesh sees and the pixels do not is none")
  func pixels() throws {
    func play(_ pixels: PaintedFace.Body) throws -> LivenessEvidence? {
      var actor = try Actor()
      actor.pixels = pixels
      let check = check(1) { settings in
        settings.steps = 1
        settings.actions = ["turn_left"]
        settings.minimumUnexplained = ChallengeSettings().minimumUnexplained
      }
      return actor.play(check, seconds: 3).last
    }
    #expect(try play(.head)?.verdict == .live)
    #expect(try play(.picture)?.verdict == .undecided)
  }

  @Test("after a pause the face must look ahead again")
  func pause() throws {
    let actor = try Actor()
    var check = check(1) {
      $0.actions = ["turn_left"]
      $0.steps = 1
    }
    var action: LivenessPrompt.Action?
    for frame in 0..<5 {
      action =
        check.observe(actor.observation(at: Double(frame) / 10, yaw: 0, pitch: 0, size: 1, eyes: 0.3)).prompt?.action
    }
    #expect(action == .turnLeft)
    for frame in 0..<5 {
      let time = 2 + Double(frame) / 10
      let said = check.observe(actor.observation(at: time, yaw: 25, pitch: 0, size: 1, eyes: 0.3))
      #expect(said.events == 0)
      #expect(said.prompt?.action == .lookAhead)
    }
  }

  @Test("the same seed asks for the same, another one for something else")
  func seeds() throws {
    let actor = try Actor()
    func asked(_ seed: UInt64) -> [String] { self.asked(actor.play(check(seed) { $0.steps = 5 })) }
    #expect(asked(7) == asked(7))
    #expect(Set((0..<10).map { asked(UInt64($0)) }).count > 5)
  }
}
