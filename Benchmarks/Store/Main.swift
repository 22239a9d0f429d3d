import CVectorScan
import Engine
import FAISSStore

/// Measures `store.faiss` against Debian's FAISS and against the speed of memory, in one run on one machine. Arguments:
///
///     StoreBenchmark [--json] [faces …]              searches at these sizes (10000 100000) and writing
///     StoreBenchmark [--json] small-tenants [count]  memory of so many (10000) galleries of 100 faces
///
/// Prints Markdown tables, or one JSON object per line. Build with `-c release`. Times are per search.
@main enum StoreBenchmark {
  static let dimension = 512
  static let limit = 5

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--json" }
    let report = Report(isJSON: CommandLine.arguments.contains("--json"))
    let numbers = arguments.compactMap { Int($0) }
    switch arguments.first {
    case "small-tenants-write":
      try await TenantBenchmark(tenants: numbers[0], report: report).write(into: arguments[1])
    case "small-tenants":
      try await TenantBenchmark(tenants: numbers.first ?? 10_000, report: report).run()
    default:
      report.say(
        "kernels \(String(cString: kvs_codes_kernel_name(kvs_codes_kernel_best()))) and "
          + "\(String(cString: kvs_kernel_name())), \(dimension) numbers per vector, limit \(limit)")
      report.begin(SizeBenchmark.columns)
      for size in numbers.isEmpty ? [10_000, 100_000] : numbers {
        for isClustered in [false, true] {
          try await SizeBenchmark(faces: size, isClustered: isClustered, report: report).run()
        }
      }
      try await WriteBenchmark(report: report).run()
    }
  }
}
