import Engine
import FAISSStore
import Glibc
import PgVectorStore

/// Takes part in `scripts/benchmark stores`: one store, given the same vectors and probes as every other.
///
///     StoreContestant write  faiss|faiss-lists|pgvector DATA STATE   fills the store and ends
///     StoreContestant search faiss|faiss-lists|pgvector DATA STATE   opens it, searches, prints figures as JSON
///     StoreContestant search debian-faiss DATA -                     both at once: nothing of it is on disk
///
/// DATA is the folder that `Benchmarks/Stores/dataset.py` has made; STATE a folder, or PostgreSQL's port. Filling and
/// searching are processes of their own, so that memory freed by the one is not used unseen by the other. After its
/// figures the program waits for the end of its input: meanwhile a server's memory is read.
@main enum StoreContestant {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, ["write", "search"].contains(arguments[1]) else { usage() }
    let data = try DataSet(folder: arguments[3])
    switch (arguments[1], arguments[2]) {
    case ("search", "debian-faiss"): report(try await DebianFlat(data).run())
    case ("write", let name):
      report(try await StoreRun(data, store(name, arguments[4], data, isWriting: true)).write())
    case (_, let name):
      // The store stays open meanwhile: what its connections cost the server is part of its memory.
      try await StoreRun(data, store(name, arguments[4], data, isWriting: false)).search(report)
    }
  }

  /// Prints the figures, then waits until whoever asked has read what it wants.
  private static func report(_ figures: Figures) {
    print(figures.json)
    fflush(nil)
    while readLine() != nil {}
  }

  private static func store(_ name: String, _ state: String, _ data: DataSet, isWriting: Bool) -> StoreRun.Store {
    let log = IndexLog()
    switch name {
    case "faiss", "faiss-lists":
      // Lists are made after opening; begun while writing, they would be made twice.
      let hasLists = name == "faiss-lists" && !isWriting
      // All galleries stay loaded; one search takes one thread, four callers get both processors.
      let settings = FAISSStoreSettings(memoryBudgetMB: 1 << 20, approximateBeyond: hasLists ? 10_000 : 0)
      return .init(
        store: FAISSVectorStore(settings: settings, directory: state, log: log), log: log,
        waits: hasLists ? .afterOpening : .never)
    case "pgvector":
      guard let port = Int(state) else { usage() }
      var settings = PgVectorSettings()
      settings.port = port
      settings.database = "postgres"
      settings.user = "postgres"
      settings.indexMemoryMB = 512
      let isIndexed = data.faces / data.tenants >= settings.hnswFrom
      return .init(
        store: PostgresVectorStore(settings: settings, log: log), log: log, waits: isIndexed ? .afterWriting : .never)
    default: usage()
    }
  }

  private static func usage() -> Never {
    print("usage: StoreContestant write|search faiss|faiss-lists|pgvector|debian-faiss DATA STATE")
    exit(2)
  }
}
