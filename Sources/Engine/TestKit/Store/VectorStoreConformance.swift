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
/// Every rule gets a place of its own. The suite starts and stops the stores itself, and it is the same on every run.
public struct VectorStoreConformance: Sendable {
  /// Shown in the report.
  public let subject: String
  /// How many faces the searches are tested on.
  public let faces: Int
  private let seed: UInt64
  private let fresh: @Sendable (String) async throws -> any VectorStore
  private let reopen: @Sendable (String) async throws -> any VectorStore

  /// A suite.
  ///
  /// - Parameters:
  ///   - faces: at least 50; more for indices that only show their recall on many.
  ///   - fresh: makes a store, not started, whose data is kept at a place of this name (`[a-z0-9-]+`) and is empty.
  ///   - reopen: makes a store, not started, on the data that an earlier one left at this place. The earlier one has
  ///     been stopped.
  public init(
    subject: String, faces: Int = 500, seed: UInt64 = 1,
    fresh: @escaping @Sendable (_ place: String) async throws -> any VectorStore,
    reopen: @escaping @Sendable (_ place: String) async throws -> any VectorStore
  ) {
    self.subject = subject
    self.faces = max(50, faces)
    self.seed = seed
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
    searchRules() + separationRules() + writeRules() + removalRules() + durabilityRules() + readingRules()
      + concurrencyRules()
  }

  /// The names of all rules.
  public static var ruleNames: [String] { rules.map(\.name) }

  /// Tests every rule.
  public func run() async -> ConformanceReport {
    var report = ConformanceReport(subject: subject)
    for (index, rule) in Self.rules.enumerated() {
      await report.check(rule.name) {
        let trial = try await StoreTrial(
          place: "conformance-\(index)", seed: seed &+ UInt64(index) &* 1_000_003, fresh: fresh, reopen: reopen)
        do {
          try await rule.test(trial, faces)
        } catch {
          await trial.store.stop()
          throw error
        }
        await trial.store.stop()
      }
    }
    return report
  }
}
