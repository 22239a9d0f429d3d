import Engine
import Foundation
import Testing
import Web

@testable import Host

@Suite struct LoadedConfigurationTests {
  /// A home with this `config/kenali.yaml`.
  private static func withHome(_ yaml: String, _ body: (Home) throws -> Void) throws {
    try withTemporaryDirectory { directory in
      try FileManager.default.createDirectory(atPath: directory + "/config", withIntermediateDirectories: true)
      try Data(yaml.utf8).write(to: URL(fileURLWithPath: directory + "/config/kenali.yaml"))
      try body(Home(environment: ["KENALI_HOME": directory]))
    }
  }

  @Test func commandLineOverEnvironmentOverFileOverDefaults() throws {
    let yaml = "server: {port: 1, loops: 2, frame_side: 100}\nlog_level: debug\n"
    try Self.withHome(yaml) { home in
      let loaded = try LoadedConfiguration(
        file: nil, home: home, environment: ["KENALI__SERVER__PORT": "2", "KENALI__SERVER__LOOPS": "3"],
        overrides: [(["server", "port"], .integer(3))])
      let server = loaded.configuration.server
      #expect(server.port == 3 && server.loops == 3 && server.frameSide == 100 && server.host == "127.0.0.1")
      #expect(loaded.configuration.logLevel == .debug)
    }
  }

  @Test func whatIsWrongIsReportedTogetherWithPluginsThatCannotBeLoaded() throws {
    let yaml = "server: {port: x}\nplugins: {load: [NoSuchPlugin], optional: [NorThisOne]}\nnonsense: 1\n"
    try Self.withHome(yaml) { home in
      let loaded = try LoadedConfiguration(file: nil, home: home, environment: [:])
      let log = RecordedLog()
      let error = #expect(throws: ConfigurationError.self) { try loaded.assembly(home: home, log: log) }
      #expect(error?.problems.map(\.path) == ["server.port", "nonsense", "plugins.load"])
      #expect(error?.problems.last?.message.contains("libNoSuchPlugin.so is in none of") == true)
      #expect(log.lines.map(\.event) == ["optional_plugin_not_loaded"])
    }
  }

  @Test func withoutPluginsEveryComponentIsMissed() throws {
    let yaml =
      "pipeline: {detector: [face.detector.x]}\ncomponents: {store.y: {a: 1}}\nsessions: {mandatory_checks: [liveness.z]}\n"
    try Self.withHome(yaml) { home in
      let loaded = try LoadedConfiguration(file: nil, home: home, environment: [:])
      let error = #expect(throws: ConfigurationError.self) { try loaded.assembly(home: home) }
      #expect(
        error?.problems.map(\.path) == [
          "pipeline.decoder", "pipeline.detector", "pipeline.landmarker", "pipeline.quality", "pipeline.embedder",
          "stores.default", "sessions.mandatory_checks", "components.store.y",
        ])
    }
  }

  @Test func filesThatCannotBeRead() throws {
    try Self.withHome("a: [") { home in
      #expect(throws: ConfigurationError.self) { try LoadedConfiguration(file: nil, home: home, environment: [:]) }
      #expect(throws: ConfigurationError.self) {
        try LoadedConfiguration(file: "/nonexistent/kenali.yaml", home: home, environment: [:])
      }
    }
  }

  @Test func theNetworksConfiguration() throws {
    try Self.withHome("") { home in
      var settings = HostConfiguration.defaults.server
      settings.frameBytes = 3 << 20
      settings.certificate = "tls/chain.pem"
      settings.key = "/abs/key.pem"
      let web = try settings.web(home: home)
      #expect(web.port == 8000 && web.loops == 1 && web.bodyLimit == 32 << 20)
      #expect(web.messageLimit == 4 << 20 | 65536, "a frame in base64, and the JSON around it")
      #expect(web.tls?.certificateChainPath == home.path("tls/chain.pem"))
      #expect(web.tls?.privateKeyPath == "/abs/key.pem")
    }
  }
}
