import Engine
import Web

/// `/health/` and its kin: for people, load balancers and Kubernetes. Needs no credential and says nothing secret.
struct HealthRoutes: Sendable {
  let services: Services

  func add(to router: inout Router) {
    router.add("GET", "/health/") { _ in .json(.object(["status": "healthy", "version": .string(Version.number)])) }
    router.add("GET", "/health/live/") { _ in .json(.object(["status": "alive"])) }
    router.add("GET", "/health/ready/") { _ in await ready() }
    router.add("GET", "/health/detailed/") { _ in await detailed() }
  }

  /// One tenant's damaged gallery is shown but does not take the other tenants' host out of service.
  private func ready() async -> HTTPResponse {
    let database = await services.databaseAnswers()
    return .json(
      .object(["status": database ? "ready" : "not_ready", "galleries": .string(services.galleries.watch.summary)]),
      status: database ? 200 : 503)
  }

  private func detailed() async -> HTTPResponse {
    let database = await services.databaseAnswers()
    let galleries = services.galleries.watch
    let damaged = galleries.count(.damaged)
    let incomplete = galleries.count(.incomplete)
    let stores = services.galleries.stores.handles
    let isDegraded = damaged + incomplete > 0 || stores.contains { !$0.isUp }
    let status: JSONValue = !database ? "unhealthy" : isDegraded ? "degraded" : "healthy"
    return .json(
      .object([
        "status": status, "version": .string(Version.number),
        "components": .object(
          [
            .init(name: "database", value: database ? "healthy" : "unhealthy"),
            .init(name: "galleries", value: .string(galleries.summary)),
          ] + services.components.byRole),
        "stores": .array(await describe(stores)), "damaged_galleries": .integer(damaged),
        "incomplete_galleries": .integer(incomplete),
        "sessions": .integer(services.sessions.count),
        "plugins_not_loaded": .array(
          services.components.pluginsNotLoaded.map {
            .object(["name": .string(PluginLoader.libraryName($0.name)), "reason": .string($0.publicReason)])
          }),
      ]), status: database ? 200 : 503)
  }

  /// Recall is of every tenant together: this page needs no credential.
  private func describe(_ stores: [StoreHandle]) async -> [JSONValue] {
    let recall = (try? await services.recall.sums()) ?? []
    var described: [JSONValue] = []
    for store in stores {
      let pending = try? await services.galleries.replay.queue.count(store: store.id)
      let sum = recall.first { $0.store == store.id }?.sum
      described.append(
        .object([
          "id": .string(store.id), "status": store.isUp ? "up" : "down",
          "pending_writes": pending.map { .integer($0) },
          "recall": sum.map { sum in
            .object([
              "probes": .integer(sum.probes), "at_1": .score(Float(sum.atOne)), "at_10": .score(Float(sum.atTen)),
            ])
          },
        ]))
    }
    return described
  }
}
