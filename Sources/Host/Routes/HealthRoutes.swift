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

  private func ready() async -> HTTPResponse {
    let database = await services.databaseAnswers()
    return .json(.object(["status": database ? "ready" : "not_ready"]), status: database ? 200 : 503)
  }

  private func detailed() async -> HTTPResponse {
    let database = await services.databaseAnswers()
    return .json(
      .object([
        "status": database ? "healthy" : "unhealthy", "version": .string(Version.number),
        "components": .object(
          [.init(name: "database", value: database ? "healthy" : "unhealthy")] + services.components.byRole),
        "sessions": .integer(services.sessions.count),
      ]), status: database ? 200 : 503)
  }
}
