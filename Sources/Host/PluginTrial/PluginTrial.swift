import Engine
import EngineTestKit

/// Runs the conformance suites on the components of one plugin.
struct PluginTrial: Sendable {
  /// What became of one component.
  enum Outcome: Sendable {
    case tested(ConformanceReport, promises: String)
    case untested(reason: String)
  }

  let plugin: any Plugin
  /// The plugin's file.
  let path: String
  /// The one component to test; nil for all.
  let component: String?
  /// Settings of the component, where one is named.
  let settings: ConfigurationValue
  let home: Home

  /// Tests each component and hands over what became of it, one after another.
  ///
  /// - Throws: `ConfigurationError` for settings that are not valid, and where a component cannot be made at all.
  func run(_ say: (_ component: String, Outcome) -> Void) async throws {
    for part in plugin.components where component == nil || part.id == component {
      guard case .vectorStore(let factory) = part else {
        say(part.id, .untested(reason: Self.reason(part)))
        continue
      }
      let corner = try StoreCorner(factory, settings: settings)
      let (report, promises) = try await corner.test(plugin: path, program: home.program)
      say(part.id, .tested(report, promises: promises))
    }
  }

  private static func reason(_ component: Component) -> String {
    switch component {
    case .faceDetector:
      "its suite (FaceDetectorConformance) needs pictures with known faces: run it in the plugin's own tests"
    case .faceEmbedder:
      "its suite (FaceEmbedderConformance) needs pictures of known persons: run it in the plugin's own tests"
    default: "there is no conformance suite for components of this kind"
    }
  }
}
