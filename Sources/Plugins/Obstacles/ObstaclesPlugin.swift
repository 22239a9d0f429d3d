import Engine

/// What covers a face: masks, glasses, hats and hands.
public struct ObstaclesPlugin: Plugin {
  /// The plugin.
  public init() {}

  public var manifest: PluginManifest {
    PluginManifest(
      id: "Obstacles", version: "1.0.0", summary: "What covers a face: mask, hand, glasses, hat")
  }

  public var components: [Component] {
    [
      .obstacleDetector(MaskDetector.factory),
      .obstacleDetector(ClassicalMaskDetector.factory),
      .obstacleDetector(GlassesDetector.factory),
      .obstacleDetector(HatDetector.factory),
      .obstacleDetector(HandDetector.factory),
    ]
  }
}

/// The interface and compiler this library was built with; called by the host before anything else.
@c(Obstacles_plugin_abi) public func obstaclesPluginABI() -> UInt64 { engineABI }

/// Hands the plugin to the host, which takes the reference over.
@c(Obstacles_plugin_entry) public func obstaclesPluginEntry() -> UnsafeMutableRawPointer {
  PluginBox(ObstaclesPlugin()).passRetained()
}
