/// What the host gives a component when it is made.
public struct ComponentContext: Sendable {
  /// A directory of the component's own, which exists and is kept between runs.
  public let directory: String
  /// Where model files are found.
  public let models: any ModelLocator
  /// For the component's log lines.
  public let log: any EventLog
  /// Seals what the component writes of persons; nil in tools, which keep nothing.
  public let sealer: (any DataSealer)?

  /// A context; all parameters as the properties of the same names.
  public init(directory: String, models: any ModelLocator, log: any EventLog, sealer: (any DataSealer)? = nil) {
    self.directory = directory
    self.models = models
    self.log = log
    self.sealer = sealer
  }
}

/// Starts and stops with the host.
public protocol ComponentLifecycle: Sendable {
  /// Called once before use. A throw stops the host's start, after everything started before has been stopped.
  func start() async throws
  /// Called once after use, also when a later component failed to start. Must not throw; acknowledged work is durable
  /// before this is called, so it only releases.
  func stop() async
}

extension ComponentLifecycle {
  public func start() async throws {}
  public func stop() async {}
}

/// Why a component could not be made or used. The text tells the operator what to do.
public enum ComponentError: Error, Sendable, CustomStringConvertible {
  /// The settings make no sense together.
  case invalidSettings(String)
  /// A model file is missing, damaged or not allowed.
  case model(String)
  /// Something outside (a file, a server) is not as needed; trying again later may help.
  case unavailable(String)
  /// The component broke one of its own rules.
  case failed(String)

  public var description: String {
    switch self {
    case .invalidSettings(let text), .model(let text), .unavailable(let text), .failed(let text): text
    }
  }
}
