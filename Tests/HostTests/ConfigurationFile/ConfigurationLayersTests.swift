import Engine
import Foundation
import Testing

@testable import Host

@Suite struct ConfigurationLayersTests {
  @Test func precedence() throws {
    let layers = ConfigurationLayers(
      file: "server:\n  port: 1\n  host: file\n  name: file\nlist: [1, 2]",
      environment: [
        "KENALI__SERVER__PORT": "2", "KENALI__SERVER__HOST": "environment", "PATH": "/bin", "KENALI_X": "y",
        "KENALI__NEW__DEEP__KEY": "true",
      ], commandLine: [(["server", "port"], .integer(3))])
    let tree = try layers.merged()
    #expect(tree["server"]?["port"] == .integer(3))
    #expect(tree["server"]?["host"] == .string("environment"))
    #expect(tree["server"]?["name"] == .string("file"))
    #expect(tree["new"]?["deep"]?["key"] == .bool(true))
    #expect(tree["list"] == .list([.integer(1), .integer(2)]))
    #expect(try ConfigurationLayers().merged() == .map([]))
  }

  @Test(
    arguments: [
      ("9000", .integer(9000)), ("true", .bool(true)), ("yes", .string("yes")), ("", .null), ("0.5", .number(0.5)),
      ("\"9000\"", .string("9000")), ("'true'", .string("true")), ("a b", .string("a b")), ("'", .string("'")),
      ("[1, a b]", .list([.integer(1), .string("a b")])), ("'[1]'", .string("[1]")), ("a: b # c", .string("a: b # c")),
    ] as [(String, ConfigurationValue)]) func environmentValuesAreTyped(text: String, value: ConfigurationValue)
  {
    #expect(EnvironmentOverrides.value(of: text) == value)
  }

  @Test func problemsNameVariablesAndNotValues() throws {
    let layers = ConfigurationLayers(
      environment: [
        "KENALI__": "geheim", "KENALI__A____B": "geheim", "KENALI___A": "geheim", "KENALI__A__": "geheim",
        "KENALI__S": "geheim", "KENALI__S__T": "geheim", "KENALI__N": "99999999999999999999",
      ])
    let error = #expect(throws: ConfigurationError.self) { try layers.merged() }
    #expect(error?.problems.count == 6)
    #expect(error.map { "\($0)".contains("geheim") } == false)
  }

  @Test func filesAreRead() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/k.yaml"
      try Data("a: ü".utf8).write(to: URL(fileURLWithPath: path))
      #expect(try ConfigurationLayers.read(path: path) == "a: ü")
      for bad in [Data([0xFF, 0xFE, 0x41]), Data(repeating: 0x20, count: (1 << 20) + 1)] {
        try bad.write(to: URL(fileURLWithPath: path))
        #expect(throws: ConfigurationError.self) { try ConfigurationLayers.read(path: path) }
      }
      #expect(throws: ConfigurationError.self) { try ConfigurationLayers.read(path: directory + "/none") }
    }
    let error = #expect(throws: ConfigurationError.self) { try ConfigurationLayers(file: "a: [").merged() }
    #expect(error?.problems.first?.message.hasPrefix("line ") == true)
    #expect(throws: ConfigurationError.self) { try ConfigurationLayers(file: "- a").merged() }
  }
}
