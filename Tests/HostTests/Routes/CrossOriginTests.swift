import Testing
import Web

@testable import Host

@Suite struct CrossOriginTests {
  private static let page = "https://shop.example"

  private static func request(_ method: String, _ headers: HTTPHeaders) throws -> HTTPRequest {
    try #require(HTTPRequest(method: method, target: "/api/verify/", headers: headers))
  }

  private static func permitted(_ allowed: [String], origin: String?) throws -> HTTPHeaders {
    var headers = HTTPHeaders()
    headers["Origin"] = origin
    var response = HTTPResponse()
    CrossOrigin(allowed: allowed).permit(try request("GET", headers), &response)
    return response.headers
  }

  @Test func anyOriginByDefault() throws {
    let headers = try Self.permitted(["*"], origin: Self.page)
    #expect(headers["Access-Control-Allow-Origin"] == "*")
    #expect(headers["Access-Control-Expose-Headers"] == "X-Request-Id, Retry-After")
    #expect(headers["Access-Control-Allow-Credentials"] == nil, "cookies never count")
    #expect(try Self.permitted(["*", Self.page], origin: Self.page)["Access-Control-Allow-Origin"] == "*")
  }

  @Test func namedOriginsOnly() throws {
    let allowed = ["https://a.example", Self.page]
    let own = try Self.permitted(allowed, origin: Self.page)
    #expect(own["Access-Control-Allow-Origin"] == Self.page)
    #expect(own["Vary"] == "Origin", "caches must keep the origins apart")
    for other in ["https://evil.example", "https://shop.example.evil", "http://shop.example", "null", ""] {
      let headers = try Self.permitted(allowed, origin: other)
      #expect(headers["Access-Control-Allow-Origin"] == nil)
      #expect(headers["Access-Control-Expose-Headers"] == nil)
      #expect(headers["Vary"] == "Origin")
    }
  }

  @Test func noOriginNoHeaders() throws {
    #expect(try Self.permitted(["*"], origin: nil).fields.isEmpty)
    #expect(try Self.permitted([], origin: Self.page).fields.isEmpty)
  }

  @Test func aPreflightIsAnsweredWithoutARoute() throws {
    let cross = CrossOrigin(allowed: ["*"])
    let preflight = try Self.request("OPTIONS", ["Origin": Self.page, "Access-Control-Request-Method": "POST"])
    let response = try #require(cross.preflight(preflight))
    #expect(response.status == 204)
    #expect(response.body.isEmpty)
    let methods = response.headers["Access-Control-Allow-Methods"] ?? ""
    for method in ["GET", "POST", "DELETE"] { #expect(methods.contains(method)) }
    let headers = response.headers["Access-Control-Allow-Headers"] ?? ""
    for header in ["Authorization", "Content-Type", "X-Session-Token"] { #expect(headers.contains(header)) }
  }

  @Test func whatIsNoPreflight() throws {
    let cross = CrossOrigin(allowed: ["*"])
    #expect(cross.preflight(try Self.request("OPTIONS", ["Origin": Self.page])) == nil)
    #expect(cross.preflight(try Self.request("OPTIONS", ["Access-Control-Request-Method": "POST"])) == nil)
    #expect(
      cross.preflight(try Self.request("POST", ["Origin": Self.page, "Access-Control-Request-Method": "POST"])) == nil)
  }
}
