import Engine

/// Components that compute nothing: what is left of a frame's cost with them is the host's and the protocol's own.
struct IdlePlugin: Plugin {
  var manifest: PluginManifest {
    PluginManifest(id: "Idle", version: "1.0.0", summary: "Answers every frame with the same face, to measure the host")
  }

  var components: [Component] {
    [
      .imageDecoder(
        ComponentFactory(id: "image.decoder.idle", summary: "One grey picture", settings: NoSettings.self) { _, _ in
          IdleDecoder()
        }),
      .faceDetector(
        ComponentFactory(id: "face.detector.idle", summary: "One face", settings: NoSettings.self) { _, _ in
          IdleDetector()
        }),
      .faceLandmarker(
        ComponentFactory(id: "face.landmarker.idle", summary: "One mesh", settings: NoSettings.self) { _, _ in
          IdleLandmarker()
        }),
      .qualityAssessor(
        ComponentFactory(id: "face.quality.idle", summary: "Full quality", settings: NoSettings.self) { _, _ in
          IdleQuality()
        }),
      .faceEmbedder(
        ComponentFactory(id: "face.embedder.idle", summary: "One vector", settings: NoSettings.self) { _, _ in
          IdleEmbedder()
        }),
    ]
  }
}

@c(Idle_plugin_abi) public func idlePluginABI() -> UInt64 { engineABI }

@c(Idle_plugin_entry) public func idlePluginEntry() -> UnsafeMutableRawPointer {
  PluginBox(IdlePlugin()).passRetained()
}
