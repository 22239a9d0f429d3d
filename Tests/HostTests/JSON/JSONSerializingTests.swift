import Engine
import Foundation
import Testing

@testable import Host

@Suite struct JSONSerializingTests {
  static let document = JSONValue.object([
    "z": .null, "a": true, "b": false, "i": .integer(.min), "j": .integer(.max), "n": -0.25,
    "tiny": .number(.leastNonzeroMagnitude),
    "huge": .number(.greatestFiniteMagnitude), "s": "q\"b\\s/\u{8}\u{C}\n\r\t\0\u{1F}\u{7F}ü€😀\u{2028}", "e": "",
    "list": [1, [], ["x", .null]], "object": .object(["": .object([]), "\"\n": 1]),
  ])

  @Test func whatIsWrittenReadsBackAsTheSame() {
    #expect(JSONValue.parse(Self.document.bytes) == Self.document)
    #expect(Array(Self.document.text.utf8) == Self.document.bytes)
  }

  @Test func foundationReadsIt() throws {
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(Self.document.bytes)) as? [String: Any])
    #expect(read.count == 12)
    #expect((read["s"] as? String).map { Array($0.utf8) } == Self.document["s"]?.string.map { Array($0.utf8) })
    #expect(read["j"] as? Int == .max)
    #expect(read["tiny"] as? Double == .leastNonzeroMagnitude)
  }

  @Test func theTextIsCompactAndInOrder() {
    let value = JSONValue.object(["b": [1, 2.5, .null], "a": .object([]), "left out": nil, "c": []])
    #expect(value.text == #"{"b":[1,2.5,null],"a":{},"c":[]}"#)
  }

  @Test(
    arguments: [
      ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#), ("\n\r\t", #""\n\r\t""#), ("\0", #""\u0000""#),
      ("\u{1F}\u{8}", #""\u001f\u0008""#), ("\u{7F}", "\"\u{7F}\""), ("é😀", "\"é😀\""), ("\u{301}", "\"\u{301}\""),
    ]) func escapes(string: String, text: String)
  {
    #expect(JSONValue.string(string).bytes == Array(text.utf8))
    #expect(JSONValue.object([.init(name: string, value: 1)]).bytes == Array("{\(text):1}".utf8))
  }

  @Test func numbersThatJSONCannotSayAreNull() {
    #expect(JSONValue.array([.number(.nan), .number(.infinity), .number(-.infinity)]).text == "[null,null,null]")
  }

  @Test(arguments: [1e16, 1e-5, 1e300, -1.5e-300, 0.1, 1 / 3, 123_456_789.125, .pi])
  func doublesAreWrittenToTheLastBit(number: Double) {
    #expect(JSONValue.parse(JSONValue.number(number).bytes) == .number(number))
  }

  @Test func scoresHaveFourDecimals() {
    #expect(JSONValue.score(0.87654321).text == "0.8765")
    #expect(JSONValue.score(0.65).text == "0.65")
    #expect(JSONValue.score(1).text == "1.0")
    #expect(JSONValue.score(.nan).text == "null")
    #expect(JSONValue.score(-.infinity).text == "null")
  }

  @Test func mergingAppendsMembersToObjectsOnly() {
    let one = JSONValue.object(["a": 1])
    #expect(one.merging(.object(["b": 2])).text == #"{"a":1,"b":2}"#)
    #expect(one.merging([2]) == one)
    #expect(JSONValue.array([1]).merging(one) == [1])
  }
}
