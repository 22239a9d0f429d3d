import Engine
import EngineTestKit
import FAISSStore
import StoreSealing
import Testing

@Suite struct ConformanceTests {
  private static func report(
    _ settings: FAISSStoreSettings, faces: Int = 400, sealer: (any DataSealer)? = nil
  ) async throws -> ConformanceReport {
    let place = try Place()
    let sealing = sealer == nil ? [] : ["sealed"]
    let writer = WriterProgram(path: try StoreCrashWriter.path(), arguments: { [place.directory($0)] + sealing })
    return await VectorStoreConformance(subject: FAISSVectorStore.componentID, faces: faces, writer: writer) { name in
      FAISSVectorStore(settings: settings, directory: place.directory(name), log: SilentLog(), sealer: sealer)
    } reopen: { name in
      FAISSVectorStore(settings: settings, directory: place.directory(name), log: SilentLog(), sealer: sealer)
    }.run()
  }

  @Test func storeKeepsTheContract() async throws {
    let report = try await Self.report(FAISSStoreSettings())
    #expect(report.isPassing, "\(report)")
    #expect(report.passed.count == VectorStoreConformance.ruleNames.count)
  }

  @Test func storeKeepsTheContractSealed() async throws {
    let settings = FAISSStoreSettings(memoryBudgetMB: 1, compactAfter: 20, fsync: false)
    let report = try await Self.report(settings, faces: 100, sealer: AESSealer(keyID: "crash"))
    #expect(report.isPassing, "\(report)")
  }

  /// With lists from the size on from which there can be any.
  @Test func storeKeepsTheContractWithLists() async throws {
    let settings = FAISSStoreSettings(fsync: false, approximateBeyond: 1)
    let report = try await Self.report(settings, faces: 2300)
    #expect(report.isPassing, "\(report)")
  }

  /// One search thread, the smallest budget, and a file that is rewritten at every chance.
  @Test func storeKeepsTheContractUnderPressure() async throws {
    let settings = FAISSStoreSettings(memoryBudgetMB: 1, compactAfter: 1, fsync: false, threads: 1)
    let report = try await Self.report(settings, faces: 200)
    #expect(report.isPassing, "\(report)")
  }
}
