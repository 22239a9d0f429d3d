import Engine
import Foundation
import Testing

@testable import Host

@Suite struct PluginLoaderTests {
  /// Compiles a library; what its entry would hand out is never asked for.
  private static func compile(_ source: String, to path: String) throws {
    let run = try Subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", path], input: Data(source.utf8))
    try #require(run.status == 0, "the machine that builds this has a C compiler")
  }

  private static func complaint(_ name: String, in directories: [String] = []) -> String? {
    #expect(throws: PluginLoadingError.self) { _ = try PluginLoader(directories: directories).load(name) }?.description
  }

  @Test func whatIsNotThere() {
    #expect(
      Self.complaint("/nonexistent/libX.so")
        == "plugin '/nonexistent/libX.so': there is no such file; check plugins.load")
    #expect(
      Self.complaint("X", in: ["/nonexistent/a", "/nonexistent/b"])
        == "plugin 'X': libX.so is in none of /nonexistent/a, /nonexistent/b; build it, or set plugins.directories or "
        + "plugins.load")
    #expect(Self.complaint("") != nil)
    #expect(Self.complaint("../X", in: ["/nonexistent"]) != nil)
  }

  @Test func whatIsNoLibrary() throws {
    try withTemporaryDirectory { directory in
      try Data("no library".utf8).write(to: URL(fileURLWithPath: directory + "/libText.so"))
      #expect(Self.complaint("Text", in: [directory])?.hasPrefix("plugin 'Text' cannot be opened: ") == true)
      #expect(Self.complaint(directory + "/")?.hasPrefix("plugin '\(directory)/' cannot be opened: ") == true)
    }
  }

  @Test func aLibraryThatIsNoPlugin() throws {
    try withTemporaryDirectory { directory in
      try Self.compile("int something(void) { return 1; }", to: directory + "/libPlain.so")
      #expect(
        Self.complaint("Plain", in: [directory])
          == "plugin 'Plain' is a library but no Kenali plugin: it exports no Plain_plugin_abi and Plain_plugin_entry")
      // A plugin's functions are named after its library: a renamed file is none.
      try Self.compile(
        "unsigned long long A_plugin_abi(void) { return 0; } void *A_plugin_entry(void) { return 0; }",
        to: directory + "/libRenamed.so")
      #expect(Self.complaint("Renamed", in: [directory])?.contains("no Kenali plugin") == true)
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
      let complaint = try #require(Self.complaint(name, in: ["/nonexistent", directory]))
      #expect(
        complaint.hasPrefix("plugin '\(name)' was built for interface \(abi >> 32) with compiler \(abi & 0xFFFF_FFFF)"))
      #expect(complaint.hasSuffix("rebuild the plugin against this host's Engine"))
    }
  }

  @Test func theNameOfALibrary() {
    #expect(PluginLoader.libraryName("/x/libFAISSStore.so") == "FAISSStore")
    #expect(PluginLoader.libraryName("libA.so") == "A")
    #expect(PluginLoader.libraryName("A") == "A")
    #expect(PluginLoader.libraryName("/liblib.so") == "lib")
  }
}
