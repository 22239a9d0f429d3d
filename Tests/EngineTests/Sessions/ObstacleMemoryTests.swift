import Testing

@testable import Engine

/// An obstacle that the detector overlooks on single frames still rejects them.
@Suite struct ObstacleMemoryTests {
  private static let glasses = Obstacle(kind: .glasses, confidence: 1)

  private func rejected(_ frames: [[Obstacle]]) -> [[Obstacle.Kind]] {
    var memory = ObstacleMemory()
    return frames.map { memory.take($0, ObstacleThresholds()).map(\.kind) }
  }

  @Test func aClearFaceIsNeverHeldBack() {
    #expect(rejected([[], [], []]) == [[], [], []])
  }

  @Test func glassesOverlookedOnceAreStillThere() {
    let worn = Array(repeating: [Self.glasses], count: 5)
    #expect(rejected(worn + [[]] + worn).allSatisfy { $0 == [.glasses] })
  }

  @Test func takenOffTheyAreForgottenWithinHalfASecond() {
    let after = rejected(Array(repeating: [Self.glasses], count: 30) + Array(repeating: [], count: 5)).suffix(5)
    #expect(after.first == [.glasses])
    #expect(after.last == [])
  }

  @Test func oneFalseAlarmCostsOneFrame() {
    let frames = Array(repeating: [Obstacle](), count: 10) + [[Obstacle(kind: .glasses, confidence: 0.9)]] + [[]]
    #expect(rejected(frames).suffix(2) == [[.glasses], []])
  }

  @Test func theFirstFrameSpeaksForItself() {
    #expect(rejected([[Self.glasses]]) == [[.glasses]])
    #expect(rejected([[Obstacle(kind: .glasses, confidence: 0.4)]]) == [[]])
  }

  @Test func severalFacesAreAMatterOfTheMoment() {
    let crowd = [Obstacle(kind: .multipleFaces, confidence: 0.9)]
    #expect(rejected([crowd, crowd, crowd, []]).last == [])
  }
}
