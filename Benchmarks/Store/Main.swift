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
    let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
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
