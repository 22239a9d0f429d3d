import Engine
import Foundation
import Testing

@testable import Host

@Suite struct DurabilityTests {
  /// A child process writes users, enrollments and sessions, notes each one that was acknowledged, and is killed in the
  /// middle of it. What was acknowledged is there afterwards, and no enrollment by half.
  @Test(arguments: [5, 60, 250]) func whatWasAcknowledgedSurvivesAKill(milliseconds: Int) async throws {
    try await withTemporaryDirectory { directory in
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [directory = directory as String, milliseconds = milliseconds as Int] in
        let world = try await StorageWorld(
          database: try await Database.open(directory: directory), directory: directory)
        _ = try await world.tenants.create(
          id: world.a, name: "a", credentials: StorageWorld.credentials(0), now: StorageWorld.now)
        let notes = AppendingFile.open(directory + "/acknowledged")
        func note(_ name: String) {
          let line = Array((name + "\n").utf8)
          _ = write(notes, line, line.count)
        }
        _ = try await world.enroll("first", tenant: world.a, count: 3)
        note("first")
        Thread.detachNewThread {
          Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
          kill(getpid(), SIGKILL)
        }
        await withTaskGroup(of: Void.self) { group in
          for worker in 0..<4 {
            group.addTask {
              for index in 0..<100_000 {
                let name = "u\(worker)-\(index)"
                guard (try? await world.enroll(name, tenant: world.a, count: 3)) != nil else { return }
                note(name)
              }
            }
          }
        }
      }
      let text = (try? String(contentsOfFile: directory + "/acknowledged", encoding: .utf8)) ?? ""
      // A last line without its end was not written whole.
      let acknowledged = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      #expect(!acknowledged.isEmpty)
      let world = try await StorageWorld(database: try await Database.open(directory: directory), directory: directory)
      #expect(try await world.database.read { try $0.first("PRAGMA integrity_check") { $0.text(0) } } == "ok")
      #expect(try await world.database.read { try $0.rows("PRAGMA foreign_key_check") { $0.text(0) } }.isEmpty)
      for name in acknowledged {
        #expect(try await world.users.find(name, tenant: world.a)?.faceCount == 3)
      }
      // All or nothing, also for those that were cut off; reconciliation finds them.
      var cursor: PageCursor?
      repeat {
        let page = try await world.users.list(tenant: world.a, after: cursor, limit: 500)
        for user in page.items { #expect(user.faceCount == 0 || user.faceCount == 3) }
        cursor = page.next
      } while cursor != nil
      try await world.enrollments.failAllPending(before: .now, reason: "error", now: .now)
      #expect(try await world.enrollments.pending().isEmpty)
      let staged = try await world.database.read {
        try $0.first("SELECT count(*) FROM faces WHERE is_active = 0") { $0.integer(0) }
      }
      #expect(staged == 0)
      world.database.close()
    }
  }
}

/// A file to append to.
enum AppendingFile {
  static func open(_ path: String) -> Int32 { Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600) }
}
