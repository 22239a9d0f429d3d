import Foundation

/// CPU time of named stages, and their medians.
struct StageTimes {
  private(set) var order: [String] = []
  private var times: [String: [Double]] = [:]

  /// Runs `body` as a stage. Counted is the processor time of the whole process, so that a runtime's own threads count
  /// too; nothing else runs in it meanwhile.
  mutating func measure<Value>(_ stage: String, _ body: () throws -> Value) rethrows -> Value {
    let before = Self.processorSeconds()
    let value = try body()
    add(stage, seconds: Self.processorSeconds() - before)
    return value
  }

  mutating func add(_ stage: String, seconds: Double) {
    if times[stage] == nil { order.append(stage) }
    times[stage, default: []].append(seconds)
  }

  /// Takes over what another run measured.
  mutating func merge(_ other: StageTimes) {
    for stage in other.order { for seconds in other.times[stage] ?? [] { add(stage, seconds: seconds) } }
  }

  /// The median of a stage, in milliseconds.
  func median(_ stage: String) -> Double {
    let sorted = (times[stage] ?? []).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2] * 1000
  }

  static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
