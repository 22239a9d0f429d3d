import Testing

@testable import Host

@Suite struct ArgumentsTests {
  private static let specification = Arguments.Specification(
    options: ["data", "name"], repeated: ["tag"], flags: ["json"], words: ["ID"])

  private static func parse(_ arguments: String...) throws -> Arguments { try Arguments(arguments, specification) }

  private static func usage(
    _ arguments: String..., specification: Arguments.Specification = specification
  ) -> String? {
    #expect(throws: UsageError.self) { try Arguments(arguments, specification) }?.description
  }

  @Test func everyKindInAnyOrder() throws {
    for arguments in [
      ["--data", "d", "id", "--json", "--tag", "1", "--tag", "2"], ["id", "--tag=1", "--json", "--tag=2", "--data=d"],
    ] {
      let parsed = try Arguments(arguments, Self.specification)
      #expect(parsed["data"] == "d" && parsed["name"] == nil)
      #expect(parsed.all("tag") == ["1", "2"] && parsed.all("name").isEmpty)
      #expect(parsed.flags == ["json"] && parsed.words == ["id"])
    }
  }

  @Test func valuesAreTakenAsTheyAre() throws {
    #expect(try Self.parse("id", "--data=a=b")["data"] == "a=b")
    #expect(try Self.parse("id", "--data=")["data"] == "")
    #expect(try Self.parse("id", "--data", "")["data"] == "")
    #expect(try Self.parse("id", "--data", "-1")["data"] == "-1")
    #expect(try Self.parse("id", "--data", "a b")["data"] == "a b")
    #expect(try Self.parse("-x").words == ["-x"])
    #expect(try Self.parse("").words == [""])
    #expect(try Self.parse("id", "--json", "--json").flags == ["json"])
  }

  @Test func whatMakesNoSenseIsNamed() {
    #expect(Self.usage("id", "--data") == "--data needs a value")
    #expect(Self.usage("id", "--data", "1", "--data", "2") == "--data is given twice")
    #expect(Self.usage("id", "--json=1") == "--json takes no value")
    #expect(Self.usage("id", "--port", "1") == "unknown option --port; valid options: --data, --json, --name, --tag")
    #expect(Self.usage("id", "--") == "unknown option --; valid options: --data, --json, --name, --tag")
    #expect(Self.usage("id", "--Data", "1")?.hasPrefix("unknown option --Data;") == true)
    #expect(Self.usage() == "expected: <ID>")
    #expect(Self.usage("a", "b") == "expected: <ID>")
    #expect(Self.usage("x", specification: .init()) == "unexpected argument 'x'")
    #expect(Self.usage("--x", specification: .init()) == "unknown option --x")
  }
}
