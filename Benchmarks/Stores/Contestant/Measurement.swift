import Glibc

/// Searches one at a time and by four callers, as `measurement.py` does with the others.
struct Measurement {
  /// What one search answers: rows, best first.
  typealias Search = @Sendable (_ probe: Int) async throws -> [Int32]

  private static let seconds = 10.0
  private static let callers = 4
  let data: DataSet

  /// Writes the answers to the folder of the data, for `dataset.py` to judge.
  func run(_ search: @escaping Search) async throws -> Figures {
    var figures = Figures()
    for probe in 0..<min(20, data.probes.count) { _ = try await search(probe) }
    try await alone(search, &figures)
    figures["searches_per_s"] = try await together(search)
    return figures
  }

  /// Every probe once; a slow store as many as it can, but 60; a fast one more often, for the quantiles.
  private func alone(_ search: Search, _ figures: inout Figures) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Self.seconds)
    var answers: [Int32] = []
    var milliseconds: [Double] = []
    while milliseconds.count < 60 || (milliseconds.count < 2 * data.probes.count && clock.now < end) {
      let probe = milliseconds.count % data.probes.count
      var found: [Int32] = []
      milliseconds.append(try await clock.measure { found = try await search(probe) } / .milliseconds(1))
      guard milliseconds.count <= data.probes.count else { continue }
      answers += found.prefix(DataSet.limit) + Array(repeating: -1, count: max(0, DataSet.limit - found.count))
    }
    try write(answers)
    milliseconds.sort()
    figures["p50_ms"] = milliseconds[milliseconds.count / 2]
    figures["p99_ms"] = milliseconds[min(milliseconds.count - 1, milliseconds.count * 99 / 100)]
  }

  /// Searches per second.
  private func together(_ search: @escaping Search) async throws -> Double {
    let count = data.probes.count
    let clock = ContinuousClock()
    let began = clock.now
    let end = began + .seconds(Self.seconds / 2)
    let done = try await withThrowingTaskGroup(of: Int.self) { group in
      for caller in 0..<Self.callers {
        group.addTask {
          var done = 0
          while clock.now < end {
            _ = try await search((caller * count / Self.callers + done) % count)
            done += 1
          }
          return done
        }
      }
      return try await group.reduce(0, +)
    }
    return Double(done) / ((clock.now - began) / .seconds(1))
  }

  private func write(_ answers: [Int32]) throws {
    guard let file = fopen(data.folder + "/answers.i32", "w") else { throw BenchmarkError("cannot write answers") }
    defer { fclose(file) }
    guard answers.withUnsafeBytes({ fwrite($0.baseAddress, 1, $0.count, file) }) == answers.count * 4 else {
      throw BenchmarkError("cannot write answers")
    }
  }
}
