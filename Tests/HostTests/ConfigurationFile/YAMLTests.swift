import Engine
import Testing

@testable import Host

@Suite struct YAMLTests {
  @Test func aDocument() throws {
    let text = """
      # comment
      server:
        port: 8443
        host: "0.0.0.0"
        tls: true
      plugins: [face.detector.yunet, liveness.blink]
      stores:
        - id: main
          ratio: 0.5
        - id: 'other'
      note: >-
        folded
        text
      empty:
      """
    #expect(
      try YAMLDocument.parse(text)
        == .map([
          .init(
            "server",
            .map([.init("port", .integer(8443)), .init("host", .string("0.0.0.0")), .init("tls", .bool(true))])),
          .init("plugins", .list([.string("face.detector.yunet"), .string("liveness.blink")])),
          .init(
            "stores",
            .list([
              .map([.init("id", .string("main")), .init("ratio", .number(0.5))]),
              .map([.init("id", .string("other"))]),
            ])), .init("note", .string("folded text")), .init("empty", .null),
        ]))
  }

  @Test(
    arguments: [
      ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nUll", .string("nUll")),
      ("true", .bool(true)), ("False", .bool(false)), ("tRue", .string("tRue")),
      ("yes", .string("yes")), ("no", .string("no")), ("on", .string("on")), ("Off", .string("Off")),
      ("y", .string("y")),
      ("0", .integer(0)), ("-17", .integer(-17)), ("+5", .integer(5)), ("0755", .integer(755)),
      ("0o755", .integer(493)), ("0xFf", .integer(255)), ("-0x1", .string("-0x1")), ("0x", .string("0x")),
      ("0o8", .string("0o8")), ("0b1", .string("0b1")), ("1_000", .string("1_000")),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("1.5", .number(1.5)), ("1.", .number(1)), (".5", .number(0.5)), ("-1e3", .number(-1000)),
      ("1E-2", .number(0.01)),
      (".", .string(".")), ("1e", .string("1e")), ("1e+", .string("1e+")), ("e1", .string("e1")), ("-", .string("-")),
      ("+", .string("+")), ("1.2.3", .string("1.2.3")), ("192.168.0.1", .string("192.168.0.1")),
      ("12:30:45", .string("12:30:45")), (".inf", .number(.infinity)), ("-.INF", .number(-.infinity)),
      ("inf", .string("inf")), ("nan", .string("nan")), ("Infinity", .string("Infinity")),
      ("2025-10-27", .string("2025-10-27")),
    ] as [(String, ConfigurationValue)]) func plainScalars(text: String, value: ConfigurationValue)
  {
    #expect(YAMLScalar.value(ofPlain: text) == value)
  }

  @Test func quotedScalarsAreStrings() throws {
    for text in ["true", "5", "null", "", "1.5"] {
      #expect(try YAMLDocument.parse("a: \"\(text)\"")["a"] == .string(text))
      #expect(try YAMLDocument.parse("a: '\(text)'")["a"] == .string(text))
    }
    #expect(try YAMLDocument.parse("a: |\n  5")["a"] == .string("5"))
    #expect(try YAMLDocument.parse("a: no")["a"] == .string("no"))
  }

  @Test func jsonIsYAML() throws {
    let json = #"{"a": [1, 2.5, "x\/y\n\u00fc", true, null], "b": {"c": {}}, "d": []}"#
    #expect(
      try YAMLDocument.parse(json)
        == .map([
          .init("a", .list([.integer(1), .number(2.5), .string("x/y\nü"), .bool(true), .null])),
          .init("b", .map([.init("c", .map([]))])), .init("d", .list([])),
        ]))
    #expect(try YAMLDocument.parse("{\n\t\"a\": 1\n}") == .map([.init("a", .integer(1))]))
  }

  @Test func emptyDocuments() throws {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "--- ~\n...\n"] {
      #expect(try YAMLDocument.parse(text) == .null)
    }
  }

  @Test func duplicateKeysAreKept() throws {
    let tree = try YAMLDocument.parse("a: 1\na: 2")
    #expect(tree == .map([.init("a", .integer(1)), .init("a", .integer(2))]))
    var reader = SettingsReader(tree)
    _ = reader.integer("a", default: 0, in: 0...9)
    #expect(reader.problems == [.init(path: "a", message: "appears twice; keep one")])
  }

  @Test(arguments: [
    ("a: &x 1", 1, 4, "anchors"), ("a: &x [1]\nb: *x", 1, 4, "anchors"), ("b: *x", 1, 4, "anchors"),
    ("a: 1\nb: !!str 5", 2, 4, "tags"), ("a: !t {}", 1, 4, "tags"), ("a: 1\n---\nb: 2", 2, 1, "only one document"),
    ("a: 1\n? [x]\n: 2", 2, 3, "key"), ("a: 1\n b: 2", 2, 3, "mapping values"), ("a: [1, 2", 2, 1, "expected"),
    ("a: \"x", 1, 6, "unexpected end"), ("a: 99999999999999999999", 1, 4, "too large"), ("\tx: 1", 1, 1, "token"),
    ("a: \u{1}", 1, 4, "control"), ("a: 0xFFFFFFFFFFFFFFFFFF", 1, 4, "too large"),
  ]) func errorsSayWhere(text: String, line: Int, column: Int, message: String) {
    let error = #expect(throws: YAMLError.self) { try YAMLDocument.parse(text) }
    #expect(error?.line == line, "\(String(describing: error))")
    #expect(error?.column == column, "\(String(describing: error))")
    #expect(error?.message.contains(message) == true, "\(String(describing: error))")
  }

  @Test func limits() throws {
    let deep = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    _ = try YAMLDocument.parse(deep)
    #expect(throws: YAMLError.self) { try YAMLDocument.parse("[\(deep)]") }
    #expect(throws: YAMLError.self) { try YAMLDocument.parse(String(repeating: "[", count: 100_000)) }
    #expect(throws: YAMLError.self) { try YAMLDocument.parse(String(repeating: "{a: ", count: 10_000)) }
    #expect(throws: YAMLError.self) { try YAMLDocument.parse(String(repeating: "a", count: (1 << 20) + 1)) }
  }

  @Test func whatIsWrittenReadsBack() throws {
    var generator = SystemRandomNumberGenerator()
    let strings = [
      "", " ", "a", "yes", "No", "null", "~", "true", "5", "-1.5", "0x1F", "a b", "a: b", "a #b", "#", "- x", "[", "{}",
      "'", "\"", "\\", "a\nb", "\t", "\r\n", "ü", "😀", "\u{0}", "\u{7}", "\u{85}", "\u{2028}", "\u{FEFF}", "&a", "*a",
      "!t", "%", "@", "`", "/var/lib", "a.b-c_d", "---", "...", "<<", "=", "?", ":", ",", "1_000", "12:30", "é\u{301}",
      "\u{FFFE}", "\u{10FFFF}",
    ]
    func tree(_ depth: Int) -> ConfigurationValue {
      switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &generator) {
      case 0: .null
      case 1: .bool(.random(using: &generator))
      case 2: .integer(.random(in: .min ... .max, using: &generator))
      case 3: .number(Double(bitPattern: .random(in: 0...0x7FEF_FFFF_FFFF_FFFF, using: &generator)))
      case 4: .string(strings.randomElement(using: &generator)!)
      case 5: .list((0..<Int.random(in: 0..<4, using: &generator)).map { _ in tree(depth + 1) })
      default:
        .map(
          (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
            .init(strings.randomElement(using: &generator)!, tree(depth + 1))
          })
      }
    }
    for string in strings {
      #expect(try YAMLDocument.parse(YAMLWriter.write(.string(string))) == .string(string))
    }
    for _ in 0..<1000 {
      let value = tree(0)
      let text = YAMLWriter.write(value)
      #expect(try YAMLDocument.parse(text) == value, "\(text)")
    }
    #expect(YAMLWriter.write(.map([.init("on", .string("off"))])) == "\"on\": \"off\"\n")
  }

  @Test func nonsenseNeverTraps() {
    var generator = SystemRandomNumberGenerator()
    let seed = Array("a: [1, {b: \"c\\n\"}]\n- ? | >-\n  x: &y *z !!t %\n---\n...\n'\"# \t\u{FEFF}".utf8)
    for _ in 0..<5000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      bytes.removeFirst(Int.random(in: 0..<bytes.count, using: &generator))
      _ = try? YAMLDocument.parse(String(decoding: bytes, as: UTF8.self))
    }
  }
}
