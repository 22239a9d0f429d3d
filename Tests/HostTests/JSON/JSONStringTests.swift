import Testing

@testable import Host

@Suite struct JSONStringTests {
  /// A document that is one string with this between its quotes.
  static func quoted(_ bytes: [UInt8]) -> JSONValue? { JSONValue.parse([0x22] + bytes + [0x22]) }

  @Test(
    arguments: [
      ("plain", "plain"), ("ü€😀", "ü€😀"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#"\u0041\u00e9\u20AC"#, "Aé€"),
      (#"\u0000"#, "\0"), (#"a\u0000b"#, "a\0b"), (#"\ud83d\ude00"#, "😀"), (#"\uD83D\uDE00x"#, "😀x"),
      (#"\ud800\udc00"#, "\u{10000}"), (#"\udbff\udfff"#, "\u{10FFFF}"),
      (#"\uFFFF\uFFFD\ufeff"#, "\u{FFFF}\u{FFFD}\u{FEFF}"),
      ("\u{7F}\u{2028}", "\u{7F}\u{2028}"), ("/", "/"), (#"\\u0041"#, #"\u0041"#),
      // Combining marks stay beside the quote and the backslash: bytes are read, not characters.
      ("\u{301}", "\u{301}"), (#"\\"# + "\u{301}", "\\\u{301}"), (#"\""# + "\u{301}", "\"\u{301}"),
    ]) func strings(source: String, value: String)
  {
    let parsed = Self.quoted(Array(source.utf8))?.string
    // Swift's == would take canonically equal strings for the same.
    #expect(parsed.map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test(
    arguments: [
      #"\a"#, #"\'"#, #"\x41"#, #"\U0041"#, #"\0"#, #"\"#, #"\u"#, #"\u0"#, #"\u004"#, #"\u004g"#, #"\u 041"#,
      #"\u+041"#,
      #"\u-041"#, #"\u00４1"#, #"\ud800"#, #"\udbff"#, #"\udc00"#, #"\udfff"#, #"\udc00\ud800"#, #"\ud800x"#,
      #"\ud800\n"#,
      #"\ud800\u0041"#, #"\ud800\ud800"#, #"\ud800\udbff\udc00"#, #"\ud800\"#, #"\ud800\u"#, #"\ud800\udc0"#,
    ]) func wrongEscapes(source: String)
  {
    #expect(Self.quoted(Array(source.utf8)) == nil)
  }

  @Test(arguments: 0..<0x20) func controlCharactersMustBeEscaped(byte: Int) {
    #expect(Self.quoted([UInt8(byte)]) == nil)
    #expect(Self.quoted(Array(#"\n"#.utf8) + [UInt8(byte)]) == nil)
    let escape = "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    #expect(Self.quoted(Array(escape.utf8))?.string?.unicodeScalars.map(\.value) == [UInt32(byte)])
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC3], [0xC3, 0x28], [0xC0, 0x80], [0xC1, 0xBF], [0xE2, 0x82], [0xE0, 0x80, 0x80],
      // A surrogate half, U+110000, five bytes.
      [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]]) func whatIsNoUTF8(bytes: [UInt8])
  {
    #expect(Self.quoted(bytes) == nil)
    #expect(Self.quoted([0x61] + bytes + [0x62]) == nil)
    // By the other way through the parser, that of strings with escapes.
    #expect(Self.quoted(Array(#"\n"#.utf8) + bytes) == nil)
    #expect(Self.quoted(bytes + Array(#"\n"#.utf8)) == nil)
    #expect(JSONValue.parse(Array(#"{""#.utf8) + bytes + Array(#"":1}"#.utf8)) == nil)
    #expect(JSONValue.parse(bytes) == nil)
  }

  @Test func everyUnpairedEscapeOfASurrogateIsRefusedAndEveryOtherScalarRead() {
    for unit in stride(from: 0, through: 0xFFFF, by: 61) {
      let hex = String(unit, radix: 16)
      let escape = "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      let parsed = Self.quoted(Array(escape.utf8))?.string
      if (0xD800...0xDFFF).contains(unit) {
        #expect(parsed == nil, "\(escape)")
      } else {
        #expect(parsed?.unicodeScalars.map(\.value) == [UInt32(unit)], "\(escape)")
      }
    }
  }
}
