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
          [.init(name: "database", value: database ? "healthy" : "unhealthy")]
            + Self.byRole(services.components.chosen)),
        "sessions": .integer(services.sessions.count),
      ]), status: database ? 200 : 503)
  }

  /// Component ids by role. Of liveness checks and obstacle detectors there may be several: a list, however many.
  private static func byRole(_ chosen: [(role: String, id: String)]) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    for (role, id) in chosen {
      if role != "liveness" && role != "obstacle" {
        members.append(.init(name: role, value: .string(id)))
      } else if !members.contains(where: { $0.name == role }) {
        let ids = chosen.filter { $0.role == role }.map(\.id)
        members.append(.init(name: role, value: .array(ids.map { .string($0) })))
      }
    }
    return members
  }
}
