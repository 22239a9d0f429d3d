import Engine
import Foundation
import Testing

@testable import Host

@Suite struct PluginLoaderTests {
  /// Compiles a library; what its entry would hand out is never asked for.
  private static func compile(_ source: String, to path: String, _ options: [String] = []) throws {
    let run = try Subprocess.run(
      ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", path] + options, input: Data(source.utf8))
    try #require(run.status == 0, "the machine that builds this has a C compiler")
  }

  private static func failure(_ name: String, in directories: [String] = []) -> PluginLoadingError? {
    #expect(throws: PluginLoadingError.self) { _ = try PluginLoader(directories: directories).load(name) }
  }

  @Test func whatIsNotThere() {
    #expect(
      Self.failure("/nonexistent/libX.so")?.description
        == "plugin '/nonexistent/libX.so' is not there: there is no such file; check plugins.load and plugins.optional")
    #expect(
      Self.failure("X", in: ["/nonexistent/a", "/nonexistent/b"])?.description
        == "plugin 'X' is not there: libX.so is in none of /nonexistent/a, /nonexistent/b; build it, or set "
        + "plugins.directories or plugins.load")
    #expect(Self.failure("")?.reason == .missing(directories: []))
    #expect(Self.failure("../X", in: ["/nonexistent"])?.reason == .missing(directories: []))
  }

  @Test func whatIsNoLibrary() throws {
    try withTemporaryDirectory { directory in
      for (name, content) in [("Text", "no library"), ("Empty", ""), ("Short", "\u{7F}ELF")] {
        try Data(content.utf8).write(to: URL(fileURLWithPath: directory + "/lib\(name).so"))
        #expect(Self.failure(name, in: [directory])?.reason == .unusable(.noLibrary))
      }
      #expect(Self.failure(directory + "/")?.reason == .noFile)
      #expect(Self.failure("/dev/null")?.reason == .noFile)
    }
  }

  /// At every length, a library that was cut off is refused before the loader maps it, which would end the process.
  @Test func aLibraryThatWasCutOff() throws {
    try withTemporaryDirectory { directory in
      try Self.compile("int something(void) { return 1; }", to: directory + "/libWhole.so")
      let whole = try Data(contentsOf: URL(fileURLWithPath: directory + "/libWhole.so"))
      let path = directory + "/libCut.so"
      for length in [0, 3, 40, 64, 100, 1000, whole.count / 2, whole.count - 64, whole.count - 1] {
        try whole.prefix(length).write(to: URL(fileURLWithPath: path))
        guard case .unusable? = Self.failure(path)?.reason else {
          Issue.record("\(length) of \(whole.count) bytes were opened")
          continue
        }
        guard length < whole.count - 1 else { continue }
        // The right length, but its end was never written: so files look after a crash of the machine.
        try (whole.prefix(length) + Data(count: whole.count - length)).write(to: URL(fileURLWithPath: path))
        guard case .unusable? = Self.failure(path)?.reason else {
          Issue.record("\(length) of \(whole.count) bytes and zeros were opened")
          continue
        }
      }
    }
  }

  @Test func aLibraryForAnotherProcessor() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/libOther.so"
      try Self.compile("int something(void) { return 1; }", to: path)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[18] = 8  // MIPS
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(Self.failure(path)?.reason == .unusable(.otherMachine))
    }
  }

  @Test func whatALibraryNeedsIsMissing() throws {
    try withTemporaryDirectory { directory in
      try Self.compile("int need(void) { return 1; }", to: directory + "/libneeded.so", ["-Wl,-soname,libneeded.so.3"])
      try Self.compile(
        "int need(void); int something(void) { return need(); }", to: directory + "/libNeedy.so",
        ["-L\(directory)", "-lneeded"])
      let failure = Self.failure("Needy", in: [directory])
      #expect(failure?.reason == .dependency("libneeded.so.3"))
      #expect(failure?.description.contains("needs libneeded.so.3, which is not on this machine: install") == true)
      try Self.compile("int lost(void); int something(void) { return lost(); }", to: directory + "/libLost.so")
      #expect(Self.failure("Lost", in: [directory])?.reason == .symbol("lost"))
    }
  }

  @Test func aLibraryThatIsNoPlugin() throws {
    try withTemporaryDirectory { directory in
      try Self.compile("int something(void) { return 1; }", to: directory + "/libPlain.so")
      let failure = Self.failure("Plain", in: [directory])
      #expect(failure?.reason == .noPlugin(library: "Plain"))
      #expect(failure?.description.contains("it exports no Plain_plugin_abi and Plain_plugin_entry") == true)
      // A plugin's functions are named after its library: a renamed file is none.
      try Self.compile(
        "unsigned long long A_plugin_abi(void) { return 0; } void *A_plugin_entry(void) { return 0; }",
        to: directory + "/libRenamed.so")
      #expect(Self.failure("Renamed", in: [directory])?.reason == .noPlugin(library: "Renamed"))
    }
  }

  @Test func anEntryThatGivesNothing() throws {
    try withTemporaryDirectory { directory in
      try Self.compile(
        """
        unsigned long long Hollow_plugin_abi(void) { return \(engineABI)ull; }
        void *Hollow_plugin_entry(void) { return 0; }
        """, to: directory + "/libHollow.so")
      #expect(Self.failure("Hollow", in: [directory])?.reason == .empty(library: "Hollow"))
    }
  }

  /// What anybody may read of a failure has no path and no name.
  @Test func publicReasonsTellNoPath() {
    let reasons: [PluginLoadingError.Reason] = [
      .missing(directories: ["/secret/place"]), .forbidden, .noFile, .unusable(.noLibrary), .unusable(.otherMachine),
      .unusable(.damaged), .dependency("/secret/lib.so"), .symbol("secret"), .unopened("/secret/place"),
      .noPlugin(library: "secret"), .incompatible(found: 0, wanted: 1), .empty(library: "secret"),
      .components("secret"),
    ]
    for reason in reasons {
      let text = PluginLoadingError(name: "/secret/libX.so", reason: reason).publicReason
      #expect(!text.isEmpty && !text.contains("/") && !text.contains("secret"))
    }
  }

  @Test(arguments: [0, engineABI + 1, engineABI + 1 << 32])
  func anotherInterfaceOrCompilerIsRefusedBeforeItsEntryIsCalled(
    abi: UInt64
  ) throws {
    try withTemporaryDirectory { directory in
      let name = "Other\(abi)"
      try Self.compile(
        """
        #include <stdlib.h>
        unsigned long long \(name)_plugin_abi(void) { return \(abi)ull; }
        void *\(name)_plugin_entry(void) { abort(); }
        """, to: "\(directory)/lib\(name).so")
      let failure = try #require(Self.failure(name, in: ["/nonexistent", directory]))
      #expect(failure.reason == .incompatible(found: abi, wanted: engineABI))
      #expect(failure.description.contains("was built for plugin interface \(abi >> 32) by Swift "))
      #expect(failure.description.hasSuffix("rebuild the plugin against this host's Engine with this host's compiler"))
    }
  }

  @Test func theNameOfALibrary() {
    #expect(PluginLoader.libraryName("/x/libFAISSStore.so") == "FAISSStore")
    #expect(PluginLoader.libraryName("libA.so") == "A")
    #expect(PluginLoader.libraryName("A") == "A")
    #expect(PluginLoader.libraryName("/liblib.so") == "lib")
  }
}
