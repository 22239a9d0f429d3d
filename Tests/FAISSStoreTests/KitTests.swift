import Engine
import EngineTestKit
import Testing

/// The kit proved: a right store passes, and each flaw is found by the rule that is about it.
@Suite struct KitTests {
  private static func report(_ flaw: MemoryStore.Flaw?, precision: Float = 1e-5) async -> ConformanceReport {
    let disks = MemoryStore.Disks()
    return await VectorStoreConformance(subject: "memory", faces: 60) {
      MemoryStore(disks, $0, flaw, precision: precision)
    } reopen: {
      MemoryStore(disks, $0, flaw, precision: precision)
    }.run()
  }

  @Test func rightStorePasses() async {
    let report = await Self.report(nil)
    #expect(report.isPassing, "\(report)")
  }

  @Test func storeThatRoundsAndSaysSoPasses() async {
    let report = await Self.report(nil, precision: 1e-3)
    #expect(report.isPassing, "\(report)")
  }

  @Test(arguments: MemoryStore.Flaw.allCases) func flawIsFound(_ flaw: MemoryStore.Flaw) async {
    let report = await Self.report(flaw)
    #expect(!report.isPassing, "\(flaw) was not found")
    #expect(
      report.failures.contains { $0.rule.contains(flaw.rawValue) },
      "\(flaw) was found only by: \(report.failures.map(\.rule))")
  }

  @Test func whatIsNotTestedIsSaid() async {
    let report = await Self.report(nil)
    #expect(report.untested.map(\.rule) == [VectorStoreConformance.ruleNames.last])
    #expect(report.description.contains("1 NOT TESTED"))
  }

  /// Through one corner of a store, nothing of another is seen, and only its own things are removed.
  @Test func tenantPrefixesKeepRunsApart() async throws {
    let (disks, gallery) = (MemoryStore.Disks(), Samples().gallery)
    let store = MemoryStore(disks, "shared", nil)
    let (one, two) = (TenantPrefix("one-"), TenantPrefix("two-"))
    var samples = Samples()
    try await one.of(store).add(samples.faces(3), to: gallery)
    try await two.of(store).add(samples.faces(5), to: gallery)
    #expect(try await one.of(store).count(in: gallery) == 3)
    #expect(try await store.count(in: gallery) == 0)
    try await one.removeEverything(from: store)
    #expect(try await one.of(store).count(in: gallery) == 0)
    #expect(try await two.of(store).count(in: gallery) == 5)
  }
}
