import Engine
import EngineTestKit
import Foundation
import Synchronization

/// Where a vector store is tried out: directories of its own, and in whatever server it uses, tenants of its own.
struct StoreCorner: Sendable {
  private let factory: ComponentFactory<any VectorStore>
  private let settings: ConfigurationValue
  /// Holds the places' directories and the settings for the child; only its owner may enter.
  private let scratch: String
  /// Begins the name of every tenant of this run.
  private let run: String
  private let prefixes = PlacePrefixes()

  /// A corner that nobody has used.
  ///
  /// - Throws: `ConfigurationError` with everything that is wrong in the settings.
  init(_ factory: ComponentFactory<any VectorStore>, settings: ConfigurationValue) throws {
    var reader = SettingsReader(settings, path: factory.id)
    _ = factory.decode(&reader)
    reader.finish()
    guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
    self.factory = factory
    self.settings = settings
    run = "kenali-test-" + String(UInt64.random(in: .min ... .max), radix: 36)
    scratch = FileManager.default.temporaryDirectory.appending(path: run).path
  }

  /// Runs the suite for stores, then removes whatever it wrote.
  ///
  /// - Parameters:
  ///   - plugin: the plugin's file, for the child that is killed.
  ///   - program: this program's file.
  /// - Returns: the report, and the store's promises in words.
  func test(plugin: String, program: String) async throws -> (ConformanceReport, promises: String) {
    try FileManager.default.createDirectory(
      atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    // By a file: what is on a command line, everybody on the machine can read.
    let settingsFile = scratch + "/settings.json"
    try Data(JSONValue(settings).bytes).write(to: URL(fileURLWithPath: settingsFile))
    let writer = WriterProgram(path: program) { place in
      [
        "plugins", "test-writer", plugin, "--component", factory.id, "--settings", settingsFile,
        "--directory", directory(place), "--prefix", prefix(place),
      ]
    }
    let promises = Self.promises(try await make("promises"))
    let suite = VectorStoreConformance(subject: factory.id, writer: writer) { place in
      prefixes.of(place, named: prefix(place)).of(try await make(place))
    } reopen: { place in
      prefixes.of(place, named: prefix(place)).of(try await make(place))
    }
    var report = await suite.run()
    await report.check("what the suite wrote can be removed again") {
      for (place, prefix) in prefixes.all {
        let store = try await make(place)
        try await store.start()
        do {
          try await prefix.removeEverything(from: store)
        } catch {
          await store.stop()
          throw error
        }
        await store.stop()
      }
    }
    return (report, promises)
  }

  private func prefix(_ place: String) -> String { "\(run)-\(place)-" }
  private func directory(_ place: String) -> String { "\(scratch)/\(place)" }

  private func make(_ place: String) async throws -> any VectorStore {
    try await Self.make(factory, settings, directory: directory(place))
  }

  /// A store, not started, on a directory, which is made where it is not there.
  static func make(
    _ factory: ComponentFactory<any VectorStore>, _ settings: ConfigurationValue, directory: String
  ) async throws -> any VectorStore {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return try await factory.make(
      settings: settings,
      context: ComponentContext(directory: directory, models: NoModels(), log: JSONLog(level: .warning)))
  }

  private static func promises(_ store: any VectorStore) -> String {
    let searches =
      switch store.guarantee {
      case .exact: "exact searches"
      case .recallFloor(let floor): "at least \(floor) of searches find the true nearest"
      @unknown default: "a guarantee that this host does not know"
      }
    return "\(searches); vectors are kept to \(store.precision)"
  }
}

/// The prefixes of a run's places.
private final class PlacePrefixes: Sendable {
  private let prefixes = Mutex<[String: TenantPrefix]>([:])
  var all: [String: TenantPrefix] { prefixes.withLock { $0 } }

  func of(_ place: String, named name: String) -> TenantPrefix {
    prefixes.withLock { prefixes in
      let prefix = prefixes[place] ?? TenantPrefix(name)
      prefixes[place] = prefix
      return prefix
    }
  }
}

/// Stores need no models.
private struct NoModels: ModelLocator {
  func model(_ id: String) throws -> ModelCard {
    throw ComponentError.model("there are no models in a trial of a vector store")
  }
}
