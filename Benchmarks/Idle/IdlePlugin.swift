import Engine

/// Components that compute nothing: what is left of a frame's cost with them is the host's and the protocol's own.
struct IdlePlugin: Plugin {
  var manifest: PluginManifest {
    PluginManifest(id: "Idle", version: "1.0.0", summary: "Answers every frame with the same face, to measure the host")
  }

  var components: [Component] {
    [
      .imageDecoder(Self.factory("image.decoder.idle", "One grey picture") { IdleDecoder() }),
      .faceDetector(Self.factory("face.detector.idle", "One face") { IdleDetector() }),
      .faceLandmarker(Self.factory("face.landmarker.idle", "One mesh") { IdleLandmarker() }),
      .qualityAssessor(Self.factory("face.quality.idle", "Full quality") { IdleQuality() }),
      .faceEmbedder(Self.factory("face.embedder.idle", "One vector") { IdleEmbedder() }),
    ]
  }

  private static func factory<Product>(
    _ id: String, _ summary: String, _ make: @escaping @Sendable () -> Product
  ) -> ComponentFactory<Product> {
    ComponentFactory(id: id, summary: summary, settings: NoSettings.self) { _, _ in make() }
  }
}

@c(Idle_plugin_abi) public func idlePluginABI() -> UInt64 { engineABI }

@c(Idle_plugin_entry) public func idlePluginEntry() -> UnsafeMutableRawPointer {
  PluginBox(IdlePlugin()).passRetained()
}
