import Testing
import Web

@testable import Host

@Suite struct RequestContextTests {
  static func context(
    _ body: String, type: String? = "application/json", parameters: [String: String] = [:]
  ) throws -> RequestContext {
    try context(Array(body.utf8), type: type, parameters: parameters)
  }

  static func context(
    _ body: [UInt8], type: String? = "application/json", parameters: [String: String] = [:]
  ) throws -> RequestContext {
    var headers = HTTPHeaders()
    headers["Content-Type"] = type
    let request = try #require(HTTPRequest(method: "POST", target: "/", headers: headers, body: body))
    return RequestContext(request: request, requestID: "id", parameters: parameters)
  }

  @Test(
    arguments: [
      nil, "application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8",
      "application/json ; a=b",
      "application/vnd.api+json", "application/merge-patch+json; x",
    ]) func bodiesThatAreJSON(type: String?) throws
  {
    #expect(try Self.context(#"{"a":1}"#, type: type).json()["a"] == 1)
  }

  @Test(
    arguments: [
      "text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data", "text/json", "application/jsonp",
      "json",
    ])
  func otherMediaTypesAreRefused(type: String) throws {
    let problem = #expect(throws: Problem.self) { try Self.context("{}", type: type).json() }
    #expect(problem?.status == 415)
    #expect(problem?.kind == "unsupported_media_type")
  }

  @Test(arguments: ["", " ", "[]", "1", "null", "\"{}\"", "{", "{}x", "{\"a\":\u{1}}"])
  func bodiesThatAreNoObject(body: String) throws {
    let problem = #expect(throws: Problem.self) { try Self.context(body).json() }
    #expect(problem?.status == 400)
    #expect(problem?.kind == "invalid_json")
  }

  @Test func anEmptyBodyMayStandForAnEmptyObject() throws {
    #expect(try Self.context("", type: nil).jsonOrEmpty() == .object([]))
    #expect(try Self.context("", type: "text/plain").jsonOrEmpty() == .object([]))
    #expect(try Self.context(#"{"a":1}"#).jsonOrEmpty()["a"] == 1)
    #expect(throws: Problem.self) { try Self.context(" ").jsonOrEmpty() }
  }

  @Test(arguments: ["a", "ü", " a ", "a/b", "../x", "😀", String(repeating: "a", count: 255), "'; DROP TABLE users; --"])
  func userIDs(id: String) throws {
    #expect(try Self.context("", parameters: ["user_id": id]).person().rawValue == id)
  }

  @Test(arguments: [
    "", "\0", "a\nb", "a\u{7F}", "a\u{85}b", String(repeating: "a", count: 256), String(repeating: "ü", count: 128),
  ])
  func whatIsNoUserID(id: String) throws {
    let problem = #expect(throws: Problem.self) { try Self.context("", parameters: ["user_id": id]).person() }
    #expect(problem?.status == 400)
    #expect(problem?.kind == "invalid_user_id")
    #expect(problem?.details.keys.first == "user_id")
    #expect(throws: Problem.self) { try Self.context("").person() }
  }
}
