import Engine
import FAISSStore
import Glibc
import StoreSealing
import Testing

/// A real process, really killed.
@Suite struct CrashTests {
  /// `StoreCrashWriter` lies beside the test's own binary.
  private static func writer() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    // `swift test` runs the bundle by a helper of the toolchain: the bundle is among the arguments then.
    let own = String(decoding: buffer.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for path in CommandLine.arguments + [own] {
      guard let slash = path.lastIndex(of: "/") else { continue }
      let candidate = path[..<slash] + "/StoreCrashWriter"
      if access(String(candidate), X_OK) == 0 { return String(candidate) }
    }
    throw PlaceFailure()
  }

  @Test(arguments: 0..<6, [false, true])
  func killedWriterLosesNothingAcknowledged(round: Int, isSealed: Bool) async throws {
    let place = try Place()
    let acknowledged = try Self.runAndKill(
      try Self.writer(), isSealed ? [place.path, "sealed"] : [place.path], afterLines: 20 + 37 * round)
    let gallery = GalleryID(tenant: TenantID("crash"), model: ModelID("model@1"), dimension: 64)
    let sealer = isSealed ? AESSealer(keyID: "crash") : nil
    let stored = try await withStore(in: place.path, sealer: sealer) { store in
      try await store.faces(after: nil, limit: .max, in: gallery)
    }
    let ids = Set(stored.map(\.id.rawValue))
    #expect(acknowledged.count >= 20)
    // A line "-id" acknowledges a removal; removals follow their additions.
    let removed = Set(acknowledged.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
    let added = Set(acknowledged.filter { !$0.hasPrefix("-") })
    #expect(added.subtracting(removed).isSubset(of: ids.union(Self.removalsUnderWay(added, removed))))
    #expect(added.subtracting(removed).subtracting(ids).count <= 8)
    #expect(removed.isDisjoint(with: ids))
    // Nothing is invented: whatever is there beyond the acknowledged was under way.
    #expect(ids.subtracting(added).count <= 8)
    for face in stored { #expect(face.person.rawValue == "person of \(face.id.rawValue)") }
  }

  /// Ids whose removal may have been durable when the process died, before it could say so: each of the eight tasks
  /// removes the face before its newest.
  private static func removalsUnderWay(_ added: Set<String>, _ removed: Set<String>) -> Set<String> {
    added.subtracting(removed).filter { id in
      id.split(separator: "-").last.flatMap { Int($0) }.map { $0 % 3 == 0 } ?? false
    }
  }

  private static func runAndKill(_ program: String, _ arguments: [String], afterLines: Int) throws -> [String] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw PlaceFailure() }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var strings: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    var child: pid_t = 0
    guard posix_spawn(&child, program, &actions, nil, &strings, environ) == 0 else { throw PlaceFailure() }
    close(ends[1])
    defer { close(ends[0]) }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    var isKilled = false
    while true {
      let got = read(ends[0], &chunk, chunk.count)
      if got <= 0 { break }
      text += chunk[..<got]
      if !isKilled, text.count(where: { $0 == 10 }) >= afterLines {
        kill(child, SIGKILL)
        isKilled = true
      }
    }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    // A line without its end was cut by the kill.
    return String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { String($0) }
  }
}
