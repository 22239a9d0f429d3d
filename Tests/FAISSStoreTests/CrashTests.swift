import Engine
import EngineTestKit
import FAISSStore
import Glibc
import Testing

/// The kit's trial with `kill -9` proved: a store that acknowledges too early fails it.
@Suite struct CrashTests {
  @Test func storeThatAcknowledgesTooEarlyIsFound() async throws {
    let place = try Place()
    let writer = WriterProgram(path: try StoreCrashWriter.path(), arguments: { [place.directory($0), "careless"] })
    var ledger = WriteLedger()
    try ledger.enter(try await writer.run(on: "store", acknowledgements: 20))
    try await withStore(in: place.directory("store")) { store in
      _ = await #expect(throws: ExpectationFailure.self) { try await ledger.check(store) }
    }
  }

  @Test func writerThatEndsByItselfIsAFailure() async throws {
    let failure = await #expect(throws: ExpectationFailure.self) {
      _ = try await WriterProgram(path: "/bin/true", arguments: { _ in [] }).run(on: "store", acknowledgements: 1)
    }
    #expect(failure?.text.contains("ended by itself") == true)
    await #expect(throws: ExpectationFailure.self) {
      _ = try await WriterProgram(path: "/none", arguments: { _ in [] }).run(on: "store", acknowledgements: 1)
    }
  }

  /// What a ledger says of a store that has lost, kept by half, invented or changed something.
  @Test func ledgerFindsWhatIsWrong() async throws {
    let place = try Place()
    let writer = WriterProgram(path: try StoreCrashWriter.path(), arguments: { [place.directory($0)] })
    let lines = try await writer.run(on: "store", acknowledgements: 30)
    let gallery = DurabilityWriter.gallery
    try await withStore(in: place.directory("store")) { store in
      func isRight(_ lines: [String]) async -> Bool {
        var ledger = WriteLedger()
        do {
          try ledger.enter(lines)
          try await ledger.check(store)
          return true
        } catch { return false }
      }
      let faces = try await store.faces(after: nil, limit: .max, in: gallery)
      let (one, other) = (try #require(faces.first), try #require(faces.last))
      let batch = try #require(one.id.rawValue.split(separator: "/").first)
      #expect(await isRight(lines))
      #expect(await isRight(lines + ["adding x-1-1"]))
      #expect(await !isRight(lines + ["added x-1-1"]), "lost")
      #expect(await !isRight(lines + ["removed \(batch)"]), "not removed")
      #expect(await !isRight(lines.filter { !$0.hasSuffix(" \(batch)") }), "invented")
      #expect(await !isRight(lines + ["nonsense"]))
      try await store.remove([one.id], from: gallery)
      #expect(await !isRight(lines + ["adding \(batch)"]), "half of a batch")
      #expect(await isRight(lines + ["removing \(batch)"]))
      let changed = FaceRecord(id: one.id, person: one.person, embedding: other.embedding)
      try await store.add([changed], to: gallery)
      #expect(await !isRight(lines + ["added \(batch)"]), "another vector")
    }
  }
}

/// The child that is killed: it lies beside the test's own binary.
enum StoreCrashWriter {
  static func path() throws -> String {
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
}
