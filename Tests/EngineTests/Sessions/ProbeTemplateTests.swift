import Engine
import Testing

@Suite struct ProbeTemplateTests {
  private func sample(_ values: [Float], model: String = "m") throws -> SessionMachine.Sample {
    var driver = SessionDriver()
    let embedding = try #require(Embedding(model: ModelID(model), normalizing: values))
    try driver.send(.seen(), embedding: embedding)
    return try #require(driver.machine.samples.first)
  }

  @Test func itIsTheNormalisedMean() throws {
    let probe = try #require(SessionMachine.probe(from: [sample([1, 0]), sample([0, 1])]))
    #expect(probe.model == ModelID("m"))
    let diagonal = Float(0.5).squareRoot()
    #expect(probe.values.count == 2)
    for value in probe.values { #expect(abs(value - diagonal) < 1e-6) }
  }

  @Test func oneSampleIsItsOwnProbe() throws {
    #expect(try SessionMachine.probe(from: [sample([0, 1, 0])])?.values == [0, 1, 0])
  }

  @Test func lengthsDoNotWeigh() throws {
    // Samples are unit vectors, so a long one pulls no harder than a short one.
    let probe = try #require(SessionMachine.probe(from: [sample([100, 0]), sample([0, 0.01])]))
    #expect(abs(probe.values[0] - probe.values[1]) < 1e-6)
  }

  @Test func withoutADirectionThereIsNone() throws {
    #expect(SessionMachine.probe(from: []) == nil)
    #expect(try SessionMachine.probe(from: [sample([1, 0]), sample([-1, 0])]) == nil)
  }

  @Test func vectorsOfAnotherKindAreLeftOut() throws {
    let first = try sample([1, 0])
    #expect(try SessionMachine.probe(from: [first, sample([0, 1], model: "other")])?.values == [1, 0])
    #expect(try SessionMachine.probe(from: [first, sample([0, 1, 0])])?.values == [1, 0])
    #expect(try SessionMachine.probe(from: [first, sample([1])])?.values == [1, 0])
  }
}
