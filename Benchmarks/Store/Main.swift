import CFaiss
import CVectorScan
import Engine
import FAISSStore
import Glibc

/// Measures `store.faiss` against Debian's FAISS and against the speed of memory, in one run on one machine, and prints
/// a Markdown table. The arguments are gallery sizes; without any, 10000 and 100000. Build with `-c release`. Times are
/// per search; on a busy machine compare the processor time.
@main enum StoreBenchmark {
  static let dimension = 512
  static let limit = 5

  static func main() async throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var report = Report(isJSON: arguments.contains("--json"))
    arguments.removeAll { $0 == "--json" }
    if arguments.first == "small-tenants-write", arguments.count == 3, let tenants = Int(arguments[2]) {
      try await TenantBenchmark(tenants: tenants).write(into: arguments[1])
      return
    }
    if arguments.first == "small-tenants" {
      let tenants = arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
      try await TenantBenchmark(tenants: tenants).run(&report)
      return
    }
    let sizes = arguments.compactMap { Int($0) }
    print("kernel \(String(cString: kvs_kernel_name())), \(dimension) floats per vector, limit \(limit)\n")
    print("| faces | what | p50 ms | p99 ms | processor ms | of it, ratio to reading the bytes | note |")
    print("|---|---|---|---|---|---|---|")
    for size in sizes.isEmpty ? [10_000, 100_000] : sizes {
      for isClustered in [false, true] {
        try await SizeBenchmark(faces: size, isClustered: isClustered).run()
      }
    }
    try await WriteBenchmark().run()
  }
}
