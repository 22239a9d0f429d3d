import Engine

extension VectorStoreConformance {
  /// The rule that needs a process of its own.
  static let crashRule = "what was acknowledged is there after kill -9, and nothing is there by half"

  /// Kills a writer at random moments, again and again on the same place.
  static func expectToSurvive(_ trial: StoreTrial, _ writer: WriterProgram) async throws {
    var ledger = WriteLedger()
    for round in 1...5 {
      let acknowledgements = Int.random(in: 5...90, using: &trial.random)
      let pause = UInt32.random(in: 0...3000, using: &trial.random)
      try await trial.restart {
        try ledger.enter(try await writer.run(on: trial.place, acknowledgements: acknowledgements, pause: pause))
      }
      try await ledger.check(trial.store, "after kill -9, round \(round)")
    }
  }
}
