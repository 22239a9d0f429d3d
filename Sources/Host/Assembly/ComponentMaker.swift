import Engine
import Foundation

/// Makes components one by one and collects what went wrong.
struct ComponentMaker {
  let registry: ComponentRegistry
  /// The settings of a component, by its id.
  let settings: (String) -> ConfigurationValue
  let models: any ModelLocator
  let dataDirectory: String
  let sealer: (any DataSealer)?
  let log: any EventLog
  var problems: [String] = []
  var chosen: [(role: String, id: String)] = []
  var lifecycle = Lifecycle()

  /// Makes the first component of a list whose model is there. Any other failure is a problem at once: a list is for
  /// model sets, not for hiding errors.
  mutating func first<Product: Sendable>(
    of ids: [String], role: String, factory: (Component) -> ComponentFactory<Product>?
  ) async -> (id: String, component: Product)? {
    var missing: [String] = []
    for id in ids {
      guard let component = registry[id], let factory = factory(component) else {
        problems.append("\(role): '\(id)' is no such component")
        return nil
      }
      do {
        let directory = "\(dataDirectory)/components/\(id)"
        try FileManager.default.createDirectory(
          atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let context = ComponentContext(directory: directory, models: models, log: log, sealer: sealer)
        let made = try await factory.make(settings: settings(id), context: context)
        chosen.append((role, id))
        if role != "store", let part = made as? any ComponentLifecycle { lifecycle.add(id, part) }
        return (id, made)
      } catch ComponentError.model(let reason) {
        missing.append("\(id): \(reason)")
      } catch {
        problems.append("\(id): \(error)")
        return nil
      }
    }
    problems.append("no \(role) can be made: \(missing.joined(separator: "; "))")
    return nil
  }

  /// Makes liveness checks, one of each choice.
  mutating func liveness(_ choices: [ComponentChoice]) async -> LivenessSelection {
    var selection = LivenessSelection()
    for choice in choices {
      let made = await first(of: choice.ids, role: "liveness") {
        if case .livenessCheck(let factory) = $0 { factory } else { nil }
      }
      if let made { selection.add(made.id, made.component, of: choice) }
    }
    return selection
  }
}
