import Engine
import EngineTestKit
import FAISSStore
import Testing

@Suite struct ConformanceTests {
  private static func report(_ settings: FAISSStoreSettings, faces: Int = 400) async throws -> ConformanceReport {
    let place = try Place()
    let writer = WriterProgram(path: try StoreCrashWriter.path(), arguments: { [place.directory($0)] })
    return await VectorStoreConformance(subject: FAISSVectorStore.componentID, faces: faces, writer: writer) { name in
      FAISSVectorStore(settings: settings, directory: place.directory(name), log: SilentLog())
    } reopen: { name in
      FAISSVectorStore(settings: settings, directory: place.directory(name), log: SilentLog())
    }.run()
  }

  @Test func storeKeepsTheContract() async throws {
    let report = try await Self.report(FAISSStoreSettings())
    #expect(report.isPassing, "\(report)")
    #expect(report.passed.count == VectorStoreConformance.ruleNames.count)
  }

  /// One search thread, the smallest budget, and a file that is rewritten at every chance.
  @Test func storeKeepsTheContractUnderPressure() async throws {
    let settings = FAISSStoreSettings(memoryBudgetMB: 1, compactAfter: 1, fsync: false, threads: 1)
    let report = try await Self.report(settings, faces: 200)
    #expect(report.isPassing, "\(report)")
  }
}
