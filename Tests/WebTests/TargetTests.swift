import Testing

@testable import Web

struct TargetTests {
  @Test func splitsBeforeItDecodes() throws {
    let target = try #require(RequestTarget("/a%2Fb/c%3Fd//?x=%2B1&y=a+b&x=2&bare&bad=%zz&=v"))
    #expect(target.path == "/a/b/c?d//")
    #expect(target.segments == ["a/b", "c?d", "", ""])
    #expect(target.query == "x=%2B1&y=a+b&x=2&bare&bad=%zz&=v")
    #expect(target.queryValue("x") == "+1")
    #expect(target.queryValue("y") == "a b")
    #expect(target.queryValue("bare") == "")
    #expect(target.queryValue("bad") == nil)
    #expect(target.queryValue("missing") == nil)
    #expect(try #require(RequestTarget("/a+b")).path == "/a+b", "a plus is a space in queries only")
  }

  @Test func knowsTheForms() throws {
    #expect(RequestTarget("/")?.segments == [""])
    #expect(RequestTarget("*")?.path == "*")
    #expect(RequestTarget("https://h")?.path == "/")
    #expect(RequestTarget("https://h?q")?.query == "q")
    #expect(RequestTarget("http://h:1/p")?.path == "/p")
    for wrong in ["", "a", "h:443", "?q", "/%", "/%4", "/%g0", "/%00", "/%C3"] {
      #expect(RequestTarget(wrong) == nil)
    }
  }

  @Test func comparesNamesWithoutCase() {
    var headers: HTTPHeaders = ["Accept": "a"]
    headers.append("ACCEPT", "b")
    #expect(headers["accept"] == "a")
    #expect(headers.values("Accept") == ["a", "b"])
    headers["accept"] = "c"
    #expect(headers.fields == [.init(name: "accept", value: "c")])
    headers["Accept"] = nil
    #expect(headers.fields.isEmpty)
    #expect(headers["Accep@"] == nil)
  }

  @Test func payloadsAreCollections() {
    let payload = Payload([1, 2, 3])
    #expect(Array(payload) == [1, 2, 3])
    #expect(payload.bytes == [1, 2, 3])
    #expect(payload.dropFirst().first == 2)
    #expect(payload.withUnsafeBytes { $0.count } == 3)
    #expect(Payload([]).isEmpty)
    let empty = Payload([]).withContiguousStorageIfAvailable { $0.count }
    #expect(empty == 0)
  }

  @Test func requestsCanBeMadeByHand() throws {
    let request = try #require(HTTPRequest(method: "POST", target: "/a%20b?c", headers: ["X": "y"], body: [1]))
    #expect(request.path == "/a b")
    #expect(request.headers["x"] == "y")
    #expect(Array(request.body) == [1])
    #expect(HTTPRequest(target: "nonsense") == nil)
  }
}
