import Engine
import Foundation
import Testing

@testable import Host

@Suite struct DatabaseTests {
  @Test func filesAreTheOwnersOnly() async throws {
    try await StorageWorld.run { world async throws in
      for name in try FileManager.default.contentsOfDirectory(atPath: world.directory) {
        let attributes = try FileManager.default.attributesOfItem(atPath: world.directory + "/" + name)
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
      }
    }
  }

  @Test func migrationsRunOnceAndInOrder() async throws {
    try await withTemporaryDirectory { directory in
      let one = Migration(version: 1, sql: "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);")
      let two = Migration(version: 2, sql: "ALTER TABLE a ADD COLUMN y TEXT; UPDATE a SET y = 'new';")
      let broken = Migration(version: 3, sql: "DELETE FROM a; CREATE TABLE a (x INTEGER);")
      func open(_ migrations: [Migration]) async throws -> Database {
        try await Database.open(directory: directory, readerCount: 1, migrator: Migrator(migrations: migrations))
      }
      try await open([one]).close()
      try await open([one]).close()
      let database = try await open([one, two])
      #expect(
        try await database.read { try $0.rows("SELECT x, y FROM a") { "\($0.integer(0)) \($0.text(1))" } } == ["1 new"])
      database.close()
      // One that fails leaves no half of itself.
      await #expect(throws: StorageError.self) { try await open([one, two, broken]) }
      let after = try await open([one, two])
      #expect(try await after.read { try $0.first("SELECT count(*) FROM a") { $0.integer(0) } } == 1)
      after.close()
      let error = await #expect(throws: StorageError.self) { try await open([one]) }
      #expect(error == .newerSchema(found: 2, known: 1))
      #expect(error.map { "\($0)" }?.contains("use the newer program") == true)
    }
  }

  @Test func severalProcessesMayMigrateAtOnce() async throws {
    try await withTemporaryDirectory { directory in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { try await Database.open(directory: directory).close() } }
        try await group.waitForAll()
      }
    }
  }

  @Test func otherFilesAreRefused() async throws {
    try await withTemporaryDirectory { directory in
      let path = directory + "/" + Database.fileName
      try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
      await #expect(throws: StorageError.damaged) { try await Database.open(directory: directory) }
      try FileManager.default.removeItem(atPath: path)
      // A SQLite database of somebody else's.
      let run = try Subprocess.run(["sqlite3", path, "CREATE TABLE t (x)"], input: Data())
      if run.status == 0 {
        await #expect(throws: StorageError.damaged) { try await Database.open(directory: directory) }
      } else {
        print("SKIPPED: no sqlite3 program here to make a foreign database")
      }
      let error = await #expect(throws: StorageError.self) { try await Database.open(directory: "/nonexistent") }
      #expect(error.map { "\($0)".contains("nonexistent") } == false)
    }
  }

  @Test func aFailedChangeTakesNoOtherWithIt() async throws {
    try await StorageWorld.run { world async throws in
      struct Stop: Error {}
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for index in 0..<200 {
          group.addTask {
            do {
              try await world.database.write { connection in
                try connection.execute(
                  "INSERT INTO installation (name, value) VALUES (?, '')", .text("n\(index)"))
                if index % 3 == 0 { throw Stop() }
              }
              return true
            } catch { return false }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(outcomes == 133)
      let count = try await world.database.read {
        try $0.first("SELECT count(*) FROM installation WHERE name LIKE 'n%'") { $0.integer(0) }
      }
      #expect(count == 133)
    }
  }

  @Test func readersSeeOneSnapshotAndCannotWrite() async throws {
    try await StorageWorld.run { world async throws in
      await #expect(throws: StorageError.self) {
        try await world.database.read { try $0.execute("DELETE FROM tenants") }
      }
      #expect(try await world.tenants.find(world.a) != nil)
    }
  }

  @Test func afterClosingCallsAreRefused() async throws {
    try await StorageWorld.run { world async throws in
      world.database.close()
      await #expect(throws: WorkerError.stopped) { try await world.users.find("u", tenant: world.a) }
      await #expect(throws: WorkerError.stopped) {
        try await world.users.findOrCreate("u", tenant: world.a, now: StorageWorld.now)
      }
    }
  }

  @Test func twoWritersOfOneFileBothGetThrough() async throws {
    try await StorageWorld.run { world async throws in
      let other = try await StorageWorld(
        database: try await Database.open(directory: world.directory), directory: world.directory)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<100 {
          group.addTask {
            let side = index % 2 == 0 ? world : other
            _ = try await side.users.findOrCreate("u\(index)", tenant: world.a, now: StorageWorld.now)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await world.users.count(tenant: world.a) == 100)
      other.database.close()
    }
  }

  @Test func anotherMasterKeyIsNoticed() async throws {
    try await StorageWorld.run { world async throws in
      let installation = Installation(database: world.database)
      #expect(try await installation.adopt(masterKeyID: "k1"))
      #expect(try await installation.adopt(masterKeyID: "k1"))
      #expect(try await installation.adopt(masterKeyID: "k2") == false)
    }
  }

  @Test func identifiersSortByTime() {
    let ids = (0..<50).map { Identifier.make(at: Timestamp(milliseconds: 1_760_000_000_000 + Int64($0))) }
    #expect(ids == ids.sorted() && Set(ids).count == 50)
    for id in ids {
      #expect(UUID(uuidString: id)?.uuidString.lowercased() == id)
      #expect(Array(id)[14] == "7" && "89ab".contains(Array(id)[19]))
    }
  }

  @Test func timesAreWrittenExactly() {
    for fraction in 0..<1000 {
      let text = Timestamp(milliseconds: 1_761_568_496_000 + Int64(fraction)).description
      #expect(text == "2025-10-27T12:34:56." + String(1000 + fraction).dropFirst() + "Z")
    }
    #expect(Timestamp(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
  }
}
