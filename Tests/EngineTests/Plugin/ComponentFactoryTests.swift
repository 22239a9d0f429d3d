import Engine
import Testing

@Suite struct ComponentFactoryTests {
  private typealias Entry = ConfigurationValue.Entry

  private struct Settings: ComponentSettings, Hashable {
    let threads: Int
    let mode: String

    init(from reader: inout SettingsReader) {
      threads = reader.integer("threads", default: 2, in: 1...8)
      mode = reader.choice("mode", default: "fast", of: ["fast", "exact"])
    }
  }

  /// A product that tells how it was made.
  private struct Product: Sendable, Hashable {
    var settings: Settings
    var directory: String
  }

  private let factory = ComponentFactory<Product>(id: "store.x", summary: "s", settings: Settings.self) {
    Product(settings: $0, directory: $1.directory)
  }

  @Test func anEmptySectionIsAWorkingConfiguration() async throws {
    let product = try await factory.make(context: .nowhere)
    #expect(product.settings.threads == 2)
    #expect(product.settings.mode == "fast")
    #expect(product.directory == "/nonexistent")
  }

  @Test func settingsReachTheComponent() async throws {
    let product = try await factory.make(settings: .map([Entry("threads", .integer(8))]), context: .nowhere)
    #expect(product.settings.threads == 8)
  }

  @Test func allProblemsOfTheSettingsAreThrownWithTheirPaths() async {
    let settings = ConfigurationValue.map([
      Entry("threads", .integer(9)), Entry("mode", .string("slow")), Entry("moed", .string("fast")),
    ])
    let error = await #expect(throws: ConfigurationError.self) {
      try await factory.make(settings: settings, context: .nowhere)
    }
    #expect(
      error?.problems
        == [
          ConfigurationProblem(path: "store.x.threads", message: "must be a whole number from 1 to 8, not 9"),
          ConfigurationProblem(path: "store.x.mode", message: "must be one of: fast, exact, not 'slow'"),
          ConfigurationProblem(path: "store.x.moed", message: "unknown key; valid keys: mode, threads"),
        ])
  }

  @Test func withProblemsNothingIsMade() async {
    let factory = ComponentFactory<Product>(id: "store.x", summary: "s", settings: Settings.self) { _, _ in
      Issue.record("made in spite of its problems")
      throw ComponentError.failed("made")
    }
    await #expect(throws: ConfigurationError.self) {
      try await factory.make(settings: .map([Entry("x", .null)]), context: .nowhere)
    }
  }

  @Test func decodingAndMakingApartComeToTheSame() async throws {
    var reader = SettingsReader(.map([Entry("mode", .string("exact"))]), path: "components.store.x")
    let settings = factory.decode(&reader)
    reader.finish()
    #expect(reader.problems.isEmpty)
    #expect(reader.effective == .map([Entry("threads", .integer(2)), Entry("mode", .string("exact"))]))
    #expect(try await factory.make(settings, .nowhere).settings.mode == "exact")
  }

  @Test func settingsOfAnotherComponentAreRefused() async {
    let error = await #expect(throws: ComponentError.self) { try await factory.make("not settings", .nowhere) }
    #expect("\(error, default: "")" == "settings of another component were handed to store.x")
  }

  @Test func whatTheComponentThrowsComesOutAsItIs() async {
    let factory = ComponentFactory<Product>(id: "store.x", summary: "s", settings: NoSettings.self) { _, context in
      _ = try context.models.model("m")
      throw ComponentError.failed("not reached")
    }
    let error = await #expect(throws: ComponentError.self) { try await factory.make(context: .nowhere) }
    guard case .model("there are no models here") = error else {
      Issue.record("another error came out: \(String(describing: error))")
      return
    }
  }

  @Test func withoutSettingsEveryKeyIsUnknown() async throws {
    let factory = ComponentFactory<Int>(id: "a.b", summary: "s", settings: NoSettings.self) { _, _ in 1 }
    #expect(try await factory.make(context: .nowhere) == 1)
    await #expect(
      throws: ConfigurationError([
        ConfigurationProblem(path: "a.b.x", message: "unknown key; this section has no settings")
      ])
    ) { try await factory.make(settings: .map([Entry("x", .null)]), context: .nowhere) }
  }

  @Test func componentErrorsReadAsTheirText() {
    for error in [ComponentError.invalidSettings("t"), .model("t"), .unavailable("t"), .failed("t")] {
      #expect("\(error)" == "t")
    }
  }
}
