import Engine
import Testing

@testable import Liveness

/// What a challenge draws, and its settings.
@Suite struct ChallengeActionTests {
  private func sequences(_ steps: Int, _ allowed: [ChallengeAction], count: Int = 2000) -> [[ChallengeAction]] {
    var random = SplitMix64(seed: 1)
    return (0..<count).map { _ in ChallengeAction.sequence(of: steps, from: allowed, using: &random) }
  }

  @Test("never one action twice in a row, and always one that shows depth", arguments: 1...5)
  func rules(steps: Int) {
    for sequence in sequences(steps, ChallengeAction.allCases) {
      #expect(sequence.count == steps)
      #expect(zip(sequence, sequence.dropFirst()).allSatisfy { $0 != $1 })
      #expect(sequence.contains { $0.showsDepth })
    }
  }

  @Test("every action that is allowed comes, and no other")
  func actions() {
    #expect(Set(sequences(2, ChallengeAction.allCases).joined()) == Set(ChallengeAction.allCases))
    #expect(Set(sequences(3, [.turnLeft, .blinkTwice]).joined()) == [.turnLeft, .blinkTwice])
    #expect(sequences(2, [.blinkTwice, .comeCloser]).allSatisfy { $0.count == 2 })
  }

  @Test("no pair of actions is much likelier than another")
  func spread() {
    var counts: [[ChallengeAction]: Int] = [:]
    for sequence in sequences(2, [.turnLeft, .turnRight, .lookUp], count: 6000) { counts[sequence, default: 0] += 1 }
    #expect(counts.count == 6)
    for count in counts.values { #expect((850...1150).contains(count)) }
  }

  @Test("the generator is SplitMix64")
  func generator() {
    // The first numbers of the reference implementation for seed 1234567.
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test(
    "lists that cannot work are refused",
    arguments: [["jump"], ["turn_left", "turn_left"], ["turn_left"], []])
  func lists(actions: [String]) {
    var reader = SettingsReader(.map([.init("actions", .list(actions.map { .string($0) }))]))
    _ = ChallengeSettings(from: &reader)
    #expect(reader.problems.count == 1)
    #expect(reader.problems.first?.path == "actions")
  }

  @Test("one action is enough for one step")
  func single() {
    var reader = SettingsReader(.map([.init("steps", .integer(1)), .init("actions", .list([.string("look_up")]))]))
    let settings = ChallengeSettings(from: &reader)
    #expect(reader.problems.isEmpty)
    #expect(settings.allowed == [.lookUp])
  }

  @Test("an action's name is the API's")
  func names() {
    let names: [LivenessPrompt.Action] = [.turnLeft, .turnRight, .lookUp, .blinkTwice, .comeCloser]
    #expect(ChallengeAction.allCases.map(\.prompt) == names)
    #expect(ChallengeAction.allCases.allSatisfy { !$0.text.isEmpty })
  }
}
