import Testing

@testable import Host

/// What is JSON and what is not, after RFC 8259.
@Suite struct JSONGrammarTests {
  static func parse(_ text: String) -> JSONValue? { JSONValue.parse(Array(text.utf8)) }

  @Test(
    arguments: [
      ("null", .null), ("true", true), ("false", false), ("0", 0), ("-0", 0), ("\"\"", ""), ("[]", []),
      ("{}", .object([])), (" \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n", [1, 2]),
      ("[[],[[]]]", [[], [[]]]), ("[null,true,\"x\"]", [.null, true, "x"]),
      (" { \"a\" : { } , \"b\" : [ ] } ", .object(["a": .object([]), "b": []])),
    ] as [(String, JSONValue)]) func documents(text: String, value: JSONValue)
  {
    #expect(Self.parse(text) == value)
  }

  @Test(
    arguments: [
      "", " ", "\n", "nul", "nulll", "True", "TRUE", "undefined", "NaN", "Infinity", "-Infinity", "'a'", "a", "\"",
      "\"a",
      "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1}", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1",
      "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}", "{1:2}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1 \"b\":2}", "{\"a\":1]",
      "{null:1}", "[]]", "{}{}", "1 2", "[1]x", "// c\n1", "/* c */1", "[1]#", "\u{A0}1", "1\u{2028}", "\u{C}1",
      "\u{B}1",
    ]) func whatIsNoJSON(text: String)
  {
    #expect(Self.parse(text) == nil)
  }

  @Test func membersKeepTheirOrderAndTheLastOfTwoEqualNamesCounts() throws {
    let value = try #require(Self.parse(#"{"b":1,"a":2,"b":3,"\u0062":4}"#))
    #expect(value.members?.map(\.name) == ["b", "a", "b", "b"])
    #expect(value["b"] == 4)
    #expect(value["a"] == 2)
    #expect(value["c"] == nil)
  }

  @Test func aByteOrderMarkMayStandInFrontOnceAndNowhereElse() {
    #expect(JSONValue.parse([0xEF, 0xBB, 0xBF, 0x31]) == 1)
    #expect(JSONValue.parse([0xEF, 0xBB, 0xBF]) == nil)
    #expect(JSONValue.parse([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x31]) == nil)
    #expect(JSONValue.parse([0x20, 0xEF, 0xBB, 0xBF, 0x31]) == nil)
    #expect(JSONValue.parse([0xEF, 0xBB]) == nil)
    // The other encodings that older specifications allowed.
    #expect(JSONValue.parse([0xFE, 0xFF, 0x00, 0x31]) == nil)
    #expect(JSONValue.parse([0xFF, 0xFE, 0x31, 0x00]) == nil)
    #expect(JSONValue.parse([0x31, 0x00]) == nil)
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
  func documentsAsDeepAsAllowedAreReadAndDeeperOnesRefused(open: String, close: String) {
    let levels = open.count(where: { "[{".contains($0) })
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth / levels) + "0" + String(repeating: close, count: depth / levels)
    }
    #expect(Self.parse(nested(JSONParser.maximumDepth)) != nil)
    #expect(Self.parse(nested(JSONParser.maximumDepth + levels)) == nil)
  }

  @Test func depthIsCountedDownAgain() {
    let siblings = String(repeating: "[[]],", count: 1000)
    #expect(Self.parse("[\(siblings)0]")?.array?.count == 1001)
  }

  /// Foundation's decoder traps on these, and a recursive one runs out of stack.
  @Test(arguments: ["[", "{\"a\":", "[{\"a\":", "[[],", "{\"a\":[],\"b\":", " [\n"])
  func hostileNestingIsRefused(opening: String) {
    #expect(Self.parse(String(repeating: opening, count: 100_000)) == nil)
    #expect(Self.parse(String(repeating: opening, count: 513)) == nil)
  }

  /// Every strict prefix of a document whose outermost value is an object is none.
  @Test func cutOffDocumentsAreRefused() {
    let document = Array(#"{"a":[1,-2.5e+3,"x\ud83d\ude00ü\n",true,false,null],"b":{"c":{}}}"#.utf8)
    #expect(JSONValue.parse(document) != nil)
    for end in 0..<document.count { #expect(JSONValue.parse(Array(document[..<end])) == nil, "cut off at \(end)") }
  }
}
