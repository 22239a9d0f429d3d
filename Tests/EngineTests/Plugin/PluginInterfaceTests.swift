import Engine
import Testing

/// What crosses the C entry point of a plugin library.
@Suite struct PluginInterfaceTests {
  @Test func theNumberHoldsInterfaceAndCompiler() {
    #expect(engineABI >> 32 == UInt64(engineInterfaceVersion))
    #expect(engineABI & 0xffff_ffff == UInt64(engineCompilerVersion))
    #expect(engineInterfaceVersion == 2, "a new interface version is a decision, not an accident")
  }

  @Test func theCompilerIsTheOneOfThisBuild() {
    #expect((60_200..<70_000).contains(engineCompilerVersion))
    #if compiler(>=6.3.1) && !compiler(>=6.3.2)
      #expect(engineCompilerVersion == 60_301)
      #expect(engineABI == 8_589_994_893)
    #endif
  }

  private final class Watched: Plugin {
    let manifest = PluginManifest(id: "Watched", version: "1.2.3", summary: "s")
    let components: [Component] = []
  }

  @Test func aPluginSurvivesThePointerAndIsFreedAfterIt() {
    weak var watched: Watched?
    let pointer: UnsafeMutableRawPointer
    do {
      let plugin = Watched()
      watched = plugin
      pointer = PluginBox(plugin).passRetained()
    }
    #expect(watched != nil, "the pointer holds it")
    do {
      let box = PluginBox.takeRetained(pointer)
      #expect(box.plugin.manifest.version == "1.2.3")
      #expect(box.plugin as? Watched === watched)
    }
    #expect(watched == nil, "taking the pointer takes its reference over")
  }

  @Test func manifestsAreApacheUnlessTheySayOtherwise() {
    #expect(PluginManifest(id: "P", version: "1.0.0", summary: "").licence == "Apache-2.0")
    #expect(PluginManifest(id: "P", version: "1.0.0", summary: "", licence: "MIT").licence == "MIT")
  }
}
