import Engine
import EngineTestKit
import Testing

/// The kit proved: a right store passes, and each flaw is found by the rule that is about it.
@Suite struct KitTests {
  private static func report(_ flaw: MemoryStore.Flaw?) async -> ConformanceReport {
    let disks = MemoryStore.Disks()
    return await VectorStoreConformance(subject: "memory", faces: 60) {
      MemoryStore(disks, $0, flaw)
    } reopen: {
      MemoryStore(disks, $0, flaw)
    }.run()
  }

  @Test func rightStorePasses() async {
    let report = await Self.report(nil)
    #expect(report.isPassing, "\(report)")
  }

  @Test(arguments: MemoryStore.Flaw.allCases) func flawIsFound(_ flaw: MemoryStore.Flaw) async {
    let report = await Self.report(flaw)
    #expect(!report.isPassing, "\(flaw) was not found")
    #expect(
      report.failures.contains { $0.rule.contains(flaw.rawValue) },
      "\(flaw) was found only by: \(report.failures.map(\.rule))")
  }
}
