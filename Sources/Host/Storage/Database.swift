/// The relational state of one installation: a SQLite file in the data directory, in WAL mode.
///
/// One thread writes and a few read, none of them the cooperative pool's. What a write acknowledged by returning is on
/// disk. Another process (`kenali tenant create`) may use the same file at the same time.
final class Database: Sendable {
  /// The file's name within the data directory.
  static let fileName = "kenali.sqlite3"

  private let writer: WriterThread
  private let readers: WorkerThreads<Connection>

  /// Opens the database of a data directory, making or migrating it.
  ///
  /// - Parameters:
  ///   - directory: the data directory, which exists.
  ///   - readerCount: how many reads run at the same time.
  /// - Throws: `StorageError.newerSchema`, `.damaged`, `.busy`, `.unavailable`.
  static func open(directory: String, readerCount: Int = 2) async throws -> Database {
    try await open(directory: directory, readerCount: readerCount, migrator: Migrator())
  }

  /// As `open(directory:readerCount:)`, with other migrations, for tests.
  static func open(directory: String, readerCount: Int, migrator: Migrator) async throws -> Database {
    let path = directory + "/" + fileName
    let migrations = migrator.migrations
    let writer = WriterThread {
      let connection = try Connection(path: path, isReader: false)
      try Migrator(migrations: migrations).migrate(connection)
      return connection
    }
    // Readers come after the migration: before it there is nothing that they could read.
    try await writer.run { _ in }
    let readers = WorkerThreads(name: "kenali-reader", count: readerCount, capacity: 4096) {
      try Connection(path: path, isReader: true)
    }
    let database = Database(writer: writer, readers: readers)
    try await database.read { _ in }
    return database
  }

  private init(writer: WriterThread, readers: WorkerThreads<Connection>) {
    self.writer = writer
    self.readers = readers
  }

  /// Runs `body` on a reading thread, which sees one snapshot for all of its queries.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
    try await readers.run { connection in try connection.transaction(isWriting: false) { try body(connection) } }
  }

  /// Runs `body` on the writing thread: all of its changes count, or none where it throws. Returns once they are on disk.
  func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
    try await writer.run(body)
  }

  /// Ends the threads once the work that waits is done and closes their connections, the last of which empties the WAL;
  /// further calls throw `WorkerError.stopped`. Blocks meanwhile: call it at the end, and not on one of these threads.
  func close() {
    // One after the other: of two that close at the same time, each may take the other for one that stays.
    readers.stop()
    writer.stop()
  }
}
