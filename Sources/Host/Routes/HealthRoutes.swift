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
      .object(["status": database ? "ready" : "not_ready", "galleries": .string(services.galleries.summary)]),
      status: database ? 200 : 503)
  }

  private func detailed() async -> HTTPResponse {
    let database = await services.databaseAnswers()
    let galleries = services.galleries
    let damaged = galleries.count(.damaged)
    let incomplete = galleries.count(.incomplete)
    let status: JSONValue = !database ? "unhealthy" : damaged + incomplete > 0 ? "degraded" : "healthy"
    return .json(
      .object([
        "status": status, "version": .string(Version.number),
        "components": .object(
          [
            .init(name: "database", value: database ? "healthy" : "unhealthy"),
            .init(name: "galleries", value: .string(galleries.summary)),
          ] + services.components.byRole),
        "damaged_galleries": .integer(damaged), "incomplete_galleries": .integer(incomplete),
        "sessions": .integer(services.sessions.count),
        "plugins_not_loaded": .array(
          services.components.pluginsNotLoaded.map {
            .object(["name": .string(PluginLoader.libraryName($0.name)), "reason": .string($0.publicReason)])
          }),
      ]), status: database ? 200 : 503)
  }
}
