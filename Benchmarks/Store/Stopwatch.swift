import Glibc

/// Milliseconds of repeated runs.
struct Timings {
  private var sorted: [Double] = []
  /// Processor time of all runs together, in milliseconds: on a busy machine it says more than the time on the wall.
  private(set) var processor = 0.0

  /// Runs `body` `count` times after some runs that don't count.
  static func of(
    _ count: Int, warmUp: Int = 3, _ body: () async throws -> Void
  ) async rethrows -> Timings {
    for _ in 0..<warmUp { try await body() }
    var timings = Timings()
    let clock = ContinuousClock()
    let before = processorTime()
    for _ in 0..<count { timings.sorted.append(milliseconds(try await clock.measure { try await body() })) }
    timings.processor = processorTime() - before
    timings.sorted.sort()
    return timings
  }

  /// Runs the bodies in turns, `count` times each after a turn that doesn't count.
  static func inTurns(_ count: Int, _ bodies: [() async throws -> Void]) async throws -> [Timings] {
    for body in bodies { try await body() }
    var timings = [Timings](repeating: Timings(), count: bodies.count)
    let clock = ContinuousClock()
    for _ in 0..<count {
      for (index, body) in bodies.enumerated() {
        let before = processorTime()
        timings[index].sorted.append(milliseconds(try await clock.measure { try await body() }))
        timings[index].processor += processorTime() - before
      }
    }
    for index in timings.indices { timings[index].sorted.sort() }
    return timings
  }

  /// Processor time of one run.
  var processorEach: Double { processor / Double(sorted.count) }
  var median: Double { sorted[sorted.count / 2] }
  var p99: Double { sorted[min(sorted.count - 1, sorted.count * 99 / 100)] }
}

/// A duration in milliseconds.
func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }

/// Milliseconds of processor time that this process has used.
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
}

/// A number with three significant places or so.
func text(_ value: Double) -> String {
  let places = value >= 100 ? 1.0 : value >= 10 ? 10.0 : value >= 1 ? 100.0 : 1000.0
  return "\((value * places).rounded() / places)"
}

/// Bytes that the process has in memory now.
func residentBytes() -> Int {
  guard let file = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 200)
  guard fgets(&line, 200, file) != nil else { return 0 }
  let fields = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
  return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
}

/// A new directory for one measurement; the caller deletes it.
func temporaryDirectory() -> String {
  // Not /tmp, where that is memory: an fsync there costs nothing.
  let base = getenv("BENCHMARK_DIRECTORY").map { String(cString: $0) } ?? "/var/tmp"
  var template = Array("\(base)/kenali-benchmark-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { fatalError("no directory for the benchmark in \(base)") }
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Deletes a measurement's directory and the files in it.
func delete(_ path: String) {
  guard let directory = opendir(path) else { return }
  while let entry = readdir(directory) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    unlink("\(path)/\(name)")
  }
  closedir(directory)
  rmdir(path)
}
