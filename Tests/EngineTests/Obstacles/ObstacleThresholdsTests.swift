import Engine
import Testing

@Suite struct ObstacleThresholdsTests {
  private static let documented: [(Obstacle.Kind, Float)] = [
    (.glasses, 0.5), (.mask, 0.3), (.hat, 0.3), (.hand, 0.3), (.multipleFaces, 0), (Obstacle.Kind("scarf"), 0.5),
  ]

  @Test(arguments: documented)
  func onlyMoreThanTheThresholdRejects(kind: Obstacle.Kind, threshold: Float) {
    let thresholds = ObstacleThresholds()
    #expect(thresholds[kind] == threshold)
    let at = Obstacle(kind: kind, confidence: threshold)
    let over = Obstacle(kind: kind, confidence: threshold.nextUp)
    #expect(thresholds.rejecting([at]) == [])
    #expect(thresholds.rejecting([over]) == [over])
  }

  @Test func everyKindHasItsOwnAndTheOrderStays() {
    let found = [
      Obstacle(kind: .glasses, confidence: 0.4), Obstacle(kind: .hat, confidence: 0.4),
      Obstacle(kind: .mask, confidence: 0.2), Obstacle(kind: .hand, confidence: 0.31),
      Obstacle(kind: .multipleFaces, confidence: 0.01),
    ]
    #expect(ObstacleThresholds().rejecting(found) == [found[1], found[3], found[4]])
    #expect(ObstacleThresholds().rejecting([]) == [])
  }

  @Test func aThresholdCanBeSet() {
    var thresholds = ObstacleThresholds()
    thresholds[.glasses] = 0.9
    thresholds[Obstacle.Kind("scarf")] = 0.1
    let glasses = Obstacle(kind: .glasses, confidence: 0.9)
    let scarf = Obstacle(kind: Obstacle.Kind("scarf"), confidence: 0.2)
    #expect(thresholds.rejecting([glasses, scarf]) == [scarf])
    #expect(thresholds[.mask] == 0.3)
    #expect(thresholds != ObstacleThresholds())
  }

  @Test func kindsAreTheApisWords() {
    #expect(Obstacle.Kind.glasses.rawValue == "glasses")
    #expect(Obstacle.Kind.mask.rawValue == "mask")
    #expect(Obstacle.Kind.hat.rawValue == "hat")
    #expect(Obstacle.Kind.hand.rawValue == "hand_covering")
    #expect(Obstacle.Kind.multipleFaces.rawValue == "multiple_faces")
    #expect("\(Obstacle.Kind.hand)" == "hand_covering")
  }
}
