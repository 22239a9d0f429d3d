import Engine
import Glibc
import PgVectorStore

/// Measures `store.pgvector` against a PostgreSQL of its own, and beside it the same searches by plain libpq.
///
///     PgVectorBenchmark [--faces 50000] [--json] PORT
///
/// PORT is where `scripts/services/postgres` has started an empty server; `scripts/benchmark pgvector` does both.
@main enum PgVectorBenchmark {
  static let gallery = GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: 512)

  static func main() async throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let isJSON = arguments.contains("--json")
    arguments.removeAll { $0 == "--json" }
    var count = 50_000
    if let index = arguments.firstIndex(of: "--faces"), index + 1 < arguments.count,
      let wanted = Int(arguments[index + 1])
    {
      count = wanted
      arguments.removeSubrange(index...index + 1)
    }
    guard let port = arguments.first.flatMap({ Int($0) }) else {
      print("usage: PgVectorBenchmark [--faces N] [--json] PORT")
      exit(2)
    }
    let report = try await StoreMeasurement(port: port, faces: count).run()
    print(isJSON ? report.json : report.markdown)
  }
}
