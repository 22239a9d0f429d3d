import Testing
import Web

@testable import Host

@Suite struct RouterTests {
  private static var router: Router {
    var router = Router()
    func add(_ method: String, _ pattern: String) {
      router.add(method, pattern) { _ in HTTPResponse(text: "\(method) \(pattern)") }
    }
    add("GET", "/")
    add("GET", "/health/")
    add("GET", "/api/users/{user_id}/faces/")
    add("POST", "/api/users/{user_id}/faces/")
    add("DELETE", "/api/users/{user_id}/faces/{face_id}/")
    return router
  }

  /// The answer, then the parameters; or what was found instead.
  private static func found(_ method: String, _ target: String) async throws -> String {
    let target = try #require(RequestTarget(target))
    switch router.match(method, target.segments) {
    case .found(let handler, let parameters):
      let request = try #require(HTTPRequest(method: method, target: target.raw))
      let answer = try await handler(RequestContext(request: request, requestID: "", parameters: parameters))
      let text = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return ([String(decoding: answer.body, as: UTF8.self)] + text).joined(separator: " ")
    case .wrongMethod(let allowed): return "405 \(allowed.joined(separator: ","))"
    case .nothing: return "404"
    }
  }

  @Test(
    arguments: [
      ("GET", "/", "GET /"), ("GET", "/health/", "GET /health/"), ("GET", "/health", "GET /health/"),
      ("GET", "/health/?a=b", "GET /health/"), ("GET", "/heal%74h/", "GET /health/"),
      ("HEAD", "/health", "GET /health/"),
      ("GET", "/api/users/ann/faces/", "GET /api/users/{user_id}/faces/ user_id=ann"),
      ("POST", "/api/users/ann/faces", "POST /api/users/{user_id}/faces/ user_id=ann"),
      ("DELETE", "/api/users/a/faces/f/", "DELETE /api/users/{user_id}/faces/{face_id}/ face_id=f user_id=a"),
      ("GET", "/api/users/a%20b%C3%BC/faces/", "GET /api/users/{user_id}/faces/ user_id=a bü"),
      // The handler judges an empty one.
      ("GET", "/api/users//faces/", "GET /api/users/{user_id}/faces/ user_id="),
      ("GET", "http://host/health/", "GET /health/"),
    ]) func routes(method: String, target: String, expected: String) async throws
  {
    #expect(try await Self.found(method, target) == expected)
  }

  /// A user id with a slash must reach its user, and must not be read as a path.
  @Test(
    arguments: [
      ("GET", "/api/users/org%2F42/faces/", "GET /api/users/{user_id}/faces/ user_id=org/42"),
      (
        "DELETE", "/api/users/a%2Ffaces%2Fb/faces/f/",
        "DELETE /api/users/{user_id}/faces/{face_id}/ face_id=f user_id=a/faces/b"
      ),
      ("DELETE", "/api/users/a%2Ffaces%2Fb/", "404"), ("GET", "/api%2Fusers%2Fann%2Ffaces/", "404"),
      ("GET", "/api/users/ann/faces%2F", "404"),
      ("GET", "/api/users/%2F/faces", "GET /api/users/{user_id}/faces/ user_id=/"),
    ]) func escapedSlashes(method: String, target: String, expected: String) async throws
  {
    #expect(try await Self.found(method, target) == expected)
  }

  @Test(
    arguments: [
      "/none", "/health/x", "/health//", "//health", "/Health/", "/api/users/ann", "/api/users/ann/faces/f/x/",
      "*",
      "/{user_id}", "/api/users/../health", "/health/.",
    ]) func nothingIsThere(target: String) async throws
  {
    #expect(try await Self.found("GET", target) == "404")
  }

  @Test func wrongMethodsAreToldTheRightOnes() async throws {
    #expect(try await Self.found("DELETE", "/api/users/ann/faces/") == "405 GET,POST")
    #expect(try await Self.found("POST", "/health") == "405 GET")
    #expect(try await Self.found("get", "/health") == "405 GET")
    #expect(try await Self.found("HEAD", "/api/users/a/faces/f") == "405 DELETE")
  }

  @Test func aLaterHandlerOfTheSameRouteCounts() async throws {
    var router = Router()
    router.add("GET", "/a/") { _ in HTTPResponse(status: 201) }
    router.add("GET", "/a") { _ in HTTPResponse(status: 202) }
    guard case .found(let handler, _) = router.match("GET", ["a"]) else {
      Issue.record("the route is there")
      return
    }
    let context = RequestContext(request: try #require(HTTPRequest(target: "/a")), requestID: "", parameters: [:])
    #expect(try await handler(context).status == 202)
  }

  @Test(
    arguments: [
      ("/", "/"), ("/health/?token=sess_x", "/health/"), ("/health", "/health/"),
      ("/api/users/ann/faces/", "/api/users/{user_id}/faces/"), ("/api/users/ann", "/api/users/*"),
      ("/api/users/ann%2Fberlin/faces/", "/api/users/{user_id}/faces/"),
      ("/api/users/%61nn/faces/f1/", "/api/users/{user_id}/faces/{face_id}/"),
      // A handshake that is none comes as a plain request, and its token is still alive.
      ("/ws/auth/process-image/sess_abc/", "/*/*/*/*"), ("/ws%2Fauth/process-image%2Fsess_abc/", "/*/*"),
      ("/a/b/c/d/e/f/g/h/i/j", "/*/*/*/*/*/*/*/*"),
    ]) func logsShowPatternsAndNothingOfAStrangers(target: String, shown: String) throws
  {
    #expect(Self.router.loggable(try #require(RequestTarget(target)).segments) == shown)
  }
}
