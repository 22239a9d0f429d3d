/// What a conformance suite found: each rule by name, with the reason where it did not hold.
public struct ConformanceReport: Sendable, CustomStringConvertible {
  /// A rule that did not hold, or could not be tested.
  public struct Failure: Sendable, Hashable {
    /// The rule, as a sentence.
    public let rule: String
    /// What was seen instead, or why nothing was.
    public let text: String
  }

  /// What was tested, e.g. `store.faiss`.
  public let subject: String
  /// The rules that held, in the order of their testing.
  public private(set) var passed: [String] = []
  /// The rules that did not.
  public private(set) var failures: [Failure] = []
  /// The rules that were not tested, with the reason.
  public private(set) var untested: [Failure] = []

  /// A report of nothing yet.
  public init(subject: String) { self.subject = subject }

  /// Whether every rule that was tested held, and there was one at all. Look at `untested` too.
  public var isPassing: Bool { failures.isEmpty && !passed.isEmpty }

  /// Runs one rule and notes how it went: it holds unless `body` throws.
  public mutating func check(_ rule: String, _ body: () async throws -> Void) async {
    do {
      try await body()
      passed.append(rule)
    } catch let failure as ExpectationFailure {
      failures.append(Failure(rule: rule, text: failure.text))
    } catch {
      failures.append(Failure(rule: rule, text: "threw \(error)"))
    }
  }

  /// Notes a rule that cannot be tested here.
  public mutating func leaveOut(_ rule: String, because reason: String) {
    untested.append(Failure(rule: rule, text: reason))
  }

  /// One line for each rule: those that failed first, then those that were not tested.
  public var description: String {
    var head = "\(subject): \(passed.count) rules hold, \(failures.count) do not"
    if !untested.isEmpty { head += ", \(untested.count) NOT TESTED" }
    let failed = failures.map { "  FAILED  \($0.rule)\n          \($0.text)" }
    let leftOut = untested.map { "  NOT TESTED  \($0.rule)\n          \($0.text)" }
    return ([head] + failed + leftOut + passed.map { "  holds   \($0)" }).joined(separator: "\n")
  }
}

/// Something was not as a rule wants it.
public struct ExpectationFailure: Error, Sendable, Hashable {
  /// What was seen, and what should have been.
  public let text: String
  /// A failure.
  public init(_ text: String) { self.text = text }
}

/// Throws an `ExpectationFailure` where `condition` does not hold.
public func expect(_ condition: Bool, _ text: @autoclosure () -> String) throws {
  if !condition { throw ExpectationFailure(text()) }
}

/// Throws an `ExpectationFailure` where the two differ.
public func expectEqual<Value: Equatable>(_ seen: Value, _ expected: Value, _ what: @autoclosure () -> String) throws {
  if seen != expected { throw ExpectationFailure("\(what()): \(seen), expected \(expected)") }
}
