import Engine
import Testing

@Suite struct EmbeddingTests {
  private func embedding(_ values: [Float], model: String = "m") -> Embedding? {
    Embedding(model: ModelID(model), normalizing: values)
  }

  @Test func valuesAreScaledToLengthOne() {
    #expect(embedding([3, 4])?.values == [0.6, 0.8])
    #expect(embedding([0, -2, 0])?.values == [0, -1, 0])
    #expect(embedding([5])?.values == [1])
    #expect(embedding([3, 4])?.model == ModelID("m"))
  }

  @Test(arguments: [
    Float.leastNonzeroMagnitude, .leastNormalMagnitude, 1e-30, 1e-20, 1e-3, 1, 1e3, 1e20, 1e38,
    .greatestFiniteMagnitude,
  ])
  func magnitudeDoesNotMatter(_ magnitude: Float) throws {
    let values = try #require(embedding([magnitude, magnitude, -magnitude, magnitude])).values
    for (value, expected) in zip(values, [0.5, 0.5, -0.5, 0.5] as [Float]) { #expect(abs(value - expected) < 1e-6) }
  }

  private static let directionless: [[Float]] = [
    [], [0], [0, 0, -0], [.nan], [1, .nan], [.infinity], [1, -.infinity], [.infinity, -.infinity],
  ]

  @Test(arguments: directionless)
  func withoutADirectionThereIsNone(_ values: [Float]) {
    #expect(embedding(values) == nil)
  }

  @Test func similarityIsTheCosine() throws {
    let east = try #require(embedding([1, 0]))
    #expect(try east.similarity(to: #require(embedding([7, 0]))) == 1)
    #expect(try east.similarity(to: #require(embedding([0, 3]))) == 0)
    #expect(try east.similarity(to: #require(embedding([-2, 0]))) == -1)
    #expect(try east.similarity(to: #require(embedding([3, 4]))) == 0.6)
  }

  @Test func roundingNeverLeavesTheRange() throws {
    // Without care the sum of rounded squares comes out a little over one for many vectors.
    var seed: UInt32 = 7
    for _ in 0..<500 {
      var values: [Float] = []
      for _ in 0..<128 {
        seed = seed &* 1_664_525 &+ 1_013_904_223
        values.append(Float(seed >> 8) / Float(1 << 23) - 1)
      }
      let one = try #require(embedding(values))
      let opposite = try #require(embedding(values.map { -$0 }))
      let itself = try #require(one.similarity(to: one))
      let reverse = try #require(one.similarity(to: opposite))
      #expect(itself <= 1 && itself > 0.999_99)
      #expect(reverse >= -1 && reverse < -0.999_99)
    }
  }

  @Test func differentSpacesAreNeverCompared() throws {
    let one = try #require(embedding([1, 0]))
    #expect(try one.similarity(to: #require(embedding([1, 0], model: "other"))) == nil)
    #expect(try one.similarity(to: #require(embedding([1, 0, 0]))) == nil)
    #expect(try one.similarity(to: #require(embedding([1]))) == nil)
  }
}
