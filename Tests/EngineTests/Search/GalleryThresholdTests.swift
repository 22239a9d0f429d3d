import Foundation
import Testing

@testable import Engine

/// The threshold as a function of the gallery's size and the model's calibration.
@Suite struct GalleryThresholdTests {
  /// A tenth per decade: every expectation below can be read off.
  private static let points = [
    OperatingPoint(falseMatchRate: 1e-2, threshold: 0.2), OperatingPoint(falseMatchRate: 1e-4, threshold: 0.4),
    OperatingPoint(falseMatchRate: 1e-5, threshold: 0.6),
  ]
  private static let model = EmbeddingModel(id: ModelID("m"), dimension: 2, operatingPoints: points)

  @Test(arguments: [
    (1e-2, 0.2), (1e-3, 0.3), (1e-4, 0.4), (3.162_277_660_168_379e-5, 0.5), (1e-5, 0.6),
    // Beyond the last point by its slope, at most 0.99.
    (1e-6, 0.8), (1e-7, 0.99), (1e-12, 0.99), (0, 0.99),
    // Never looser than what was measured.
    (2e-2, 0.2), (0.5, 0.2), (1, 0.2),
  ])
  func straightLinesOverTheLogarithm(rate: Double, threshold: Double) {
    #expect(abs(OpenSetPolicy.interpolate(Self.points, falseMatchRate: rate) - threshold) < 1e-12)
    let shuffled = [Self.points[2], Self.points[0], Self.points[1]]
    #expect(abs(OpenSetPolicy.interpolate(shuffled, falseMatchRate: rate) - threshold) < 1e-12, "any order will do")
  }

  @Test func withoutPointsItMatchesNextToNobody() {
    #expect(OpenSetPolicy.interpolate([], falseMatchRate: 0.01) == 0.99)
    let bare = EmbeddingModel(id: ModelID("m"), dimension: 2, operatingPoints: [])
    #expect(OpenSetPolicy().threshold(for: bare, persons: 1) == 0.99)
  }

  @Test func onePointHasNoSlope() {
    for rate in [1, 1e-2, 1e-9] {
      #expect(OpenSetPolicy.interpolate([Self.points[1]], falseMatchRate: rate) == 0.4)
    }
  }

  @Test func twoPointsOfOneRateDoNotOpenTheDoor() {
    // The slope between them is infinite; a threshold of minus infinity would match everybody.
    let twice = Self.points.prefix(2) + [OperatingPoint(falseMatchRate: 1e-4, threshold: 0.45)]
    let same = Self.points.prefix(2) + [Self.points[1]]
    for rate in [1e-4, 9e-5, 1e-5, 1e-9, 0] {
      #expect(OpenSetPolicy.interpolate(Array(twice), falseMatchRate: rate) >= 0.4)
      #expect(OpenSetPolicy.interpolate(Array(same), falseMatchRate: rate) >= 0.4)
    }
  }

  @Test func aFallingCalibrationDoesNotLowerTheThreshold() {
    let wrong = [
      OperatingPoint(falseMatchRate: 1e-2, threshold: 0.4), OperatingPoint(falseMatchRate: 1e-3, threshold: 0.3),
    ]
    for rate in [1e-2, 1e-3, 1e-6, 1e-12] {
      #expect(OpenSetPolicy.interpolate(wrong, falseMatchRate: rate) == 0.4)
    }
  }

  @Test(arguments: [1, 2, 3, 10, 57, 100, 1000, 2500])
  func everyComparisonGetsItsShareOfTheRate(persons: Int) {
    let wanted = -expm1(log1p(-0.01) / Double(persons))
    let decades = -Foundation.log10(wanted)
    let expected = decades <= 4 ? 0.1 * decades : 0.4 + 0.2 * (decades - 4)
    #expect(abs(Double(OpenSetPolicy().threshold(for: Self.model, persons: persons)) - max(0.2, expected)) < 1e-6)
  }

  @Test func itGrowsWithTheGallery() {
    let sizes = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    let thresholds = sizes.map { OpenSetPolicy().threshold(for: Self.model, persons: $0) }
    for (smaller, larger) in zip(thresholds, thresholds.dropFirst()) { #expect(smaller < larger) }
    #expect(thresholds.first == 0.2)
    #expect(OpenSetPolicy().threshold(for: Self.model, persons: 1_000_000_000) == 0.99)
  }

  @Test func anEmptyGalleryIsOneOfOne() {
    let policy = OpenSetPolicy()
    #expect(policy.threshold(for: Self.model, persons: 0) == policy.threshold(for: Self.model, persons: 1))
    #expect(policy.threshold(for: Self.model, persons: -3) == policy.threshold(for: Self.model, persons: 1))
  }

  @Test func theExtremesOfTheTargetHold() {
    // A share of everybody asks for nothing more than the loosest point, a share of nobody for the most.
    #expect(OpenSetPolicy(targetFPIR: 1).threshold(for: Self.model, persons: 1) == 0.2)
    #expect(OpenSetPolicy(targetFPIR: 1).threshold(for: Self.model, persons: 1000) == 0.2)
    #expect(OpenSetPolicy(targetFPIR: 0).threshold(for: Self.model, persons: 1) == 0.99)
  }
}
