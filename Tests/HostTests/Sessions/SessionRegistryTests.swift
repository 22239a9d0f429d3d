import Engine
import Testing

@testable import Host

@Suite struct SessionRegistryTests {
  @Test func sessionsAreFoundByTheirTokenAlone() {
    let registry = SessionRegistry(limit: 10)
    let session = LiveSession.of(.identification, id: "id", token: "sess_1")
    #expect(registry.add(session, tenantLimit: 10) == .added)
    #expect(registry["sess_1"] === session)
    #expect(registry["id"] == nil)
    #expect(registry["sess_2"] == nil)
    #expect(registry[""] == nil)
    #expect(registry.count == 1)
  }

  @Test func aFullRegistryTakesNoMore() {
    let registry = SessionRegistry(limit: 2)
    #expect(registry.add(.of(.identification, token: "1"), tenantLimit: 10) == .added)
    #expect(registry.add(.of(.identification, token: "2"), tenantLimit: 10) == .added)
    #expect(registry.add(.of(.identification, token: "3"), tenantLimit: 10) == .isFull)
    #expect(registry["3"] == nil)
    #expect(registry.count == 2)
  }

  @Test func sessionsLeaveWhenTheirTimeIsOverAndNotBefore() {
    let registry = SessionRegistry(limit: 10)
    let clock = ManualClock()
    var long = SessionRules.oneFrame
    long.timeToLive = .seconds(301)
    #expect(registry.add(.of(.identification, token: "short", clock: clock), tenantLimit: 10) == .added)
    #expect(registry.add(.of(.identification, token: "long", rules: long, clock: clock), tenantLimit: 10) == .added)
    clock.advance(by: .seconds(300) - .nanoseconds(1))
    #expect(registry.overdue().isEmpty)
    clock.advance(by: .nanoseconds(1))
    #expect(registry.overdue().map(\.token) == ["short"])
    #expect(registry.overdue().isEmpty, "each is handed out once")
    #expect(registry["short"] == nil)
    #expect(registry["long"] != nil)
    clock.advance(by: .seconds(1))
    #expect(registry.overdue().map(\.token) == ["long"])
    #expect(registry.count == 0)
  }

  /// A late client learns that its session is over rather than that it never was.
  @Test func endedSessionsStayUntilTheirTimeIsOver() {
    let registry = SessionRegistry(limit: 10)
    let clock = ManualClock()
    let session = LiveSession.of(.identification, token: "1", clock: clock)
    #expect(registry.add(session, tenantLimit: 10) == .added)
    session.withMachine { $0.cancel() }
    #expect(registry.overdue().isEmpty)
    #expect(registry["1"]?.isOver == true)
    clock.advance(by: .seconds(300))
    #expect(registry.overdue().map(\.token) == ["1"])
  }

  @Test func aTenantsSessionsAreItsOwn() {
    let registry = SessionRegistry(limit: 10)
    for (token, tenant) in [("1", "a"), ("2", "b"), ("3", "a")] {
      #expect(registry.add(.of(.identification, token: token, tenant: TenantID(tenant)), tenantLimit: 10) == .added)
    }
    #expect(Set(registry.of([TenantID("a")]).map(\.token)) == ["1", "3"])
    #expect(registry.of([TenantID("c")]).isEmpty)
  }

  @Test func aTenantHasNoMoreAliveThanItsLimit() {
    let registry = SessionRegistry(limit: 10)
    let first = LiveSession.of(.identification, token: "1", tenant: TenantID("a"))
    #expect(registry.add(first, tenantLimit: 1) == .added)
    #expect(registry.add(.of(.identification, token: "2", tenant: TenantID("a")), tenantLimit: 1) == .tenantIsFull)
    #expect(registry.add(.of(.identification, token: "3", tenant: TenantID("b")), tenantLimit: 1) == .added)
    registry.ended(first)
    #expect(registry.add(.of(.identification, token: "4", tenant: TenantID("a")), tenantLimit: 1) == .added)
    #expect(registry["1"] === first, "an ended one is still known, and does not count")
  }
}
