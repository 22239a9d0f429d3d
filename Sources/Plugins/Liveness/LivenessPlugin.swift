import Engine

/// The plugin behind `libLiveness.so`: evidence that the face in a session is a living head.
public struct LivenessPlugin: Plugin {
  /// A plugin; it holds nothing.
  public init() {}

  public var manifest: PluginManifest {
    PluginManifest(
      id: "Liveness", version: "1.0.0",
      summary: "Liveness from a session's frames: blinks, head motion in depth, and what pictures look like")
  }

  public var components: [Component] {
    [
      .livenessCheck(
        ComponentFactory(
          id: "liveness.blink", summary: "Counts blinks against the session's own open eyes",
          settings: BlinkSettings.self
        ) { settings, _ in BlinkProvider(settings: settings) }),
      .livenessCheck(
        ComponentFactory(
          id: "liveness.head_motion", summary: "Counts head turns that show depth, which a moved picture lacks",
          settings: HeadMotionSettings.self
        ) { settings, _ in HeadMotionProvider(settings: settings) }),
      .livenessCheck(AntiSpoofingProvider.factory),
      .livenessCheck(ScreenProvider.factory),
      .livenessCheck(TextureProvider.factory),
    ]
  }
}

/// The interface that this library was compiled with; the host reads it before anything else.
@c(Liveness_plugin_abi)
public func livenessPluginABI() -> UInt64 { engineABI }

/// The plugin, retained for the host.
@c(Liveness_plugin_entry)
public func livenessPluginEntry() -> UnsafeMutableRawPointer { PluginBox(LivenessPlugin()).passRetained() }
