import Engine

/// The contract of `VectorStore` as tests, for any store in or out of this repository.
///
/// ```swift
/// let suite = VectorStoreConformance(subject: "store.mine") { place in
///   MyStore(directory: emptyDirectory(named: place))
/// } reopen: { place in
///   MyStore(directory: directory(named: place))
/// }
/// let report = await suite.run()
/// precondition(report.isPassing, report.description)
/// ```
/// Every rule gets a place of its own. The suite starts and stops the stores itself, and its data is the same on every
/// run.
public struct VectorStoreConformance: Sendable {
  /// Shown in the report.
  public let subject: String
  /// How many faces the searches are tested on.
  public let faces: Int
  private let seed: UInt64
  private let writer: WriterProgram?
  private let fresh: @Sendable (String) async throws -> any VectorStore
  private let reopen: @Sendable (String) async throws -> any VectorStore

  /// A suite.
  ///
  /// - Parameters:
  ///   - faces: at least 50; more for indices that only show their recall on many.
  ///   - writer: a program that the suite kills while it writes to the store of a place. Without one, durability against
  ///     `kill -9` is reported as not tested.
  ///   - fresh: makes a store, not started, whose data is kept at a place of this name (`[a-z0-9-]+`) and is empty.
  ///   - reopen: makes a store, not started, on the data that an earlier one left at this place. The earlier one has
  ///     been stopped.
  public init(
    subject: String, faces: Int = 500, seed: UInt64 = 1, writer: WriterProgram? = nil,
    fresh: @escaping @Sendable (_ place: String) async throws -> any VectorStore,
    reopen: @escaping @Sendable (_ place: String) async throws -> any VectorStore
  ) {
    self.subject = subject
    self.faces = max(50, faces)
    self.seed = seed
    self.writer = writer
    self.fresh = fresh
    self.reopen = reopen
  }

  /// A rule: a sentence, and the test of it.
  struct Rule {
    let name: String
    let test: (StoreTrial, _ faces: Int) async throws -> Void

    init(_ name: String, _ test: @escaping (StoreTrial, _ faces: Int) async throws -> Void) {
      self.name = name
      self.test = test
    }
  }

  /// Every rule in the order of its testing.
  static var rules: [Rule] {
    searchRules() + guaranteeRules() + separationRules() + vectorRules() + writeRules() + removalRules()
      + durabilityRules() + readingRules() + concurrencyRules() + cancellationRules()
  }

  /// The names of all rules.
  public static var ruleNames: [String] { rules.map(\.name) + [crashRule] }

  /// Tests every rule.
  public func run() async -> ConformanceReport {
    var report = ConformanceReport(subject: subject)
    for (index, rule) in Self.rules.enumerated() {
      await report.check(rule.name) { try await test(index) { try await rule.test($0, faces) } }
    }
    if let writer {
      await report.check(Self.crashRule) {
        try await test(Self.rules.count) { try await Self.expectToSurvive($0, writer) }
      }
    } else {
      report.leaveOut(Self.crashRule, because: "no program was given that could be killed")
    }
    return report
  }

  private func test(_ index: Int, _ body: (StoreTrial) async throws -> Void) async throws {
    let trial = try await StoreTrial(
      place: "conformance-\(index)", seed: seed &+ UInt64(index) &* 1_000_003, fresh: fresh, reopen: reopen)
    do {
      try await body(trial)
    } catch {
      await trial.store.stop()
      throw error
    }
    await trial.store.stop()
  }
}
