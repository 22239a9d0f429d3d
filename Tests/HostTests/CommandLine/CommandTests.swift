import Testing

@testable import Host

@Suite struct CommandTests {
  @Test(
    arguments: [
      (["version"], 0), (["--version"], 0), (["help"], 0), (["--help"], 0), (["-h"], 0),
      (["tenant", "create", "--help"], 0),
      ([], 2), (["nonsense"], 2), (["tenant"], 2), (["tenant", "nonsense"], 2), (["version", "extra"], 2),
      (["serve"], 2),
      (["serve", "--port", "x", "--data", "d"], 2), (["tenant", "create", "--name", "n"], 2),
      (["config", "check", "--config", "/nonexistent/kenali.yaml"], 1),
    ] as [([String], Int32)]) func exitStatuses(arguments: [String], status: Int32) async
  {
    #expect(await CommandLineProgram().run(arguments) == status)
  }

  @Test func everyCommandHasANameOfItsOwnAndASummary() {
    let names = Command.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Command.all.allSatisfy { !$0.summary.isEmpty })
    #expect(
      Set(names).isSuperset(of: ["serve", "config check", "plugins list", "models list", "models verify", "version"]))
    for verb in ["create", "list", "disable", "rotate"] { #expect(names.contains("tenant \(verb)")) }
  }
}
