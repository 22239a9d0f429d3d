import Engine
import Foundation
import Web

/// The host as the network sees it: request ids, routes, problems, one log line per request.
final class HostHandler: WebHandler {
  private let services: Services
  private let router: Router
  private let crossOrigin: CrossOrigin

  init(_ services: Services) {
    self.services = services
    var router = Router()
    CredentialRoutes(services: services).add(to: &router)
    SessionRoutes(services: services).add(to: &router)
    FaceRoutes(services: services).add(to: &router)
    RecognitionRoutes(services: services).add(to: &router)
    HealthRoutes(services: services).add(to: &router)
    SchemaRoutes(services: services).add(to: &router)
    self.router = router
    crossOrigin = CrossOrigin(allowed: services.configuration.server.allowedOrigins)
  }

  func respond(to request: HTTPRequest) async -> HTTPResponse {
    let requestID = Self.requestID(of: request)
    let started = ContinuousClock.now
    var response: HTTPResponse
    if let preflight = crossOrigin.preflight(request) {
      response = preflight
    } else {
      response = await answer(request, requestID: requestID)
    }
    crossOrigin.permit(request, &response)
    Self.complete(&response, requestID: requestID)
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    services.log.write(
      .info, component: "web", event: "request",
      [
        "request_id": requestID, "method": request.method, "path": router.loggable(request.target.segments),
        "status": String(response.status), "processing_time": String(format: "%.4f", seconds),
      ])
    return response
  }

  private func answer(_ request: HTTPRequest, requestID: String) async -> HTTPResponse {
    switch router.match(request.method, request.target.segments) {
    case .found(let handler, let parameters):
      do {
        return try await handler(RequestContext(request: request, requestID: requestID, parameters: parameters))
      } catch {
        return .problem(services.problem(for: error, requestID: requestID))
      }
    case .wrongMethod(let allowed):
      var response = HTTPResponse.problem(
        Problem(
          status: 405, kind: "method_not_allowed",
          detail: "This path does not take \(request.method.prefix(16)); it takes \(allowed.joined(separator: ", "))."))
      response.headers["Allow"] = allowed.joined(separator: ", ")
      return response
    case .nothing: return .problem(.notFound("This path"))
    }
  }

  func upgrade(_ request: HTTPRequest) async -> UpgradeDecision {
    let segments = request.path.split(separator: "/")
    guard segments.count == 4, segments[0] == "ws", segments[1] == "auth", segments[2] == "process-image" else {
      var response = HTTPResponse.problem(.notFound("This WebSocket path"))
      Self.complete(&response, requestID: Self.requestID(of: request))
      return .reject(response)
    }
    return services.sessions.connect(
      token: String(segments[3]), headers: ["X-Request-Id": Self.requestID(of: request)])
  }

  /// What every answer carries.
  private static func complete(_ response: inout HTTPResponse, requestID: String) {
    response.headers["X-Request-Id"] = requestID
    response.headers["X-Content-Type-Options"] = "nosniff"
    // Answers name people and carry tokens: no cache may keep them.
    if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
  }

  /// The client's own id where it is harmless, else a new one.
  private static func requestID(of request: HTTPRequest) -> String {
    if let id = request.headers["X-Request-Id"], (1...128).contains(id.utf8.count),
      id.utf8.allSatisfy({
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
          || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
      })
    {
      return id
    }
    return UUID().uuidString.lowercased()
  }
}
