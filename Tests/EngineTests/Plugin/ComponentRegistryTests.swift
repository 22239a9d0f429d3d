import Engine
import Testing

@Suite struct ComponentRegistryTests {
  private static let validIDs = [
    "a.b", "face.detector.yunet", "store.faiss", "a1_-.9", "a.-", "a._.0", "liveness.head-motion_2",
    "a." + String(repeating: "x", count: 126),
  ]

  @Test(arguments: validIDs) func goodIDsAreTaken(_ id: String) throws {
    var registry = ComponentRegistry()
    try registry.register(DetectorPlugin("P", id))
    #expect(registry[id]?.id == id)
  }

  private static let invalidIDs = [
    "", ".", "a", "a.", ".a", "a..b", "a.b.", "A.b", "a.B", "1a.b", "_a.b", "-a.b", "a b.c", "a.b c", "a/b.c", "a.é",
    "é.a", "a.b\n", "a.b\0", "a." + String(repeating: "x", count: 127),
  ]

  @Test(arguments: invalidIDs) func badIDsAreRefused(_ id: String) {
    var registry = ComponentRegistry()
    #expect(throws: RegistrationError.invalidID(id, plugin: "P")) { try registry.register(DetectorPlugin("P", id)) }
    #expect(registry[id] == nil)
  }

  @Test func anIDIsTakenOnce() throws {
    var registry = ComponentRegistry()
    try registry.register(DetectorPlugin("First", "face.detector.x"))
    #expect(throws: RegistrationError.duplicate("face.detector.x", plugin: "Second", other: "First")) {
      try registry.register(DetectorPlugin("Second", "face.detector.x"))
    }
    #expect(registry.all.map(\.plugin) == ["First"])
  }

  @Test func alsoWithinOnePlugin() {
    var registry = ComponentRegistry()
    #expect(throws: RegistrationError.duplicate("a.b", plugin: "P", other: "P")) {
      try registry.register(DetectorPlugin("P", "a.b", "a.b"))
    }
  }

  @Test func aRefusedPluginLeavesNothing() throws {
    var registry = ComponentRegistry()
    try registry.register(DetectorPlugin("First", "a.taken"))
    #expect(throws: RegistrationError.self) { try registry.register(DetectorPlugin("Second", "a.new", "a.taken")) }
    #expect(throws: RegistrationError.self) { try registry.register(DetectorPlugin("Third", "a.other", "Bad")) }
    #expect(registry.all.map(\.id) == ["a.taken"])
  }

  @Test func itListsByID() throws {
    var registry = ComponentRegistry()
    #expect(registry.all.isEmpty)
    try registry.register(DetectorPlugin("Zed", "face.detector.b", "store.x"))
    try registry.register(DetectorPlugin("Abe", "face.detector.a", "face.detectors.c"))
    #expect(registry.all.map(\.id) == ["face.detector.a", "face.detector.b", "face.detectors.c", "store.x"])
    #expect(registry.all.map(\.plugin) == ["Abe", "Zed", "Abe", "Zed"])
    #expect(registry.all.first?.summary == "summary of face.detector.a")
    #expect(registry.ids(prefix: "face.detector.") == ["face.detector.a", "face.detector.b"])
    #expect(registry.ids(prefix: "liveness.").isEmpty)
    #expect(registry.ids(prefix: "").count == 4)
    #expect(registry["face.detector"] == nil)
  }

  @Test func errorsNameThePluginsAndTheWayOut() {
    #expect(
      "\(RegistrationError.duplicate("a.b", plugin: "P", other: "Q"))"
        == "plugins P and Q both offer the component 'a.b'; load only one of them")
    #expect(
      "\(RegistrationError.invalidID("A", plugin: "P"))"
        == "plugin P offers the component id 'A'; ids are dotted, lower case letters, digits, '_' and '-'")
  }

  @Test func everyKindOfComponentTellsItsIDAndSummary() {
    func factory<Product: Sendable>(_ id: String, _ product: Product) -> ComponentFactory<Product> {
      ComponentFactory(id: id, summary: "the \(id)", settings: NoSettings.self) { _, _ in product }
    }
    let inert = InertComponent()
    let components: [(Component, String)] = [
      (.imageDecoder(factory("a.1", inert)), "a.1"), (.faceDetector(factory("a.2", inert)), "a.2"),
      (.faceLandmarker(factory("a.3", inert)), "a.3"), (.faceEmbedder(factory("a.4", inert)), "a.4"),
      (.qualityAssessor(factory("a.5", inert)), "a.5"), (.livenessCheck(factory("a.6", inert)), "a.6"),
      (.obstacleDetector(factory("a.7", inert)), "a.7"), (.vectorStore(factory("a.8", inert)), "a.8"),
    ]
    for (component, id) in components {
      #expect(component.id == id)
      #expect(component.summary == "the \(id)")
    }
  }
}
