import Engine

/// Pictures, faces, meshes, embeddings and quality, by neural networks that OpenVINO runs on the CPU.
public struct VisionPlugin: Plugin {
  /// The plugin.
  public init() {}

  public var manifest: PluginManifest {
    PluginManifest(
      id: "Vision", version: "1.0.0",
      summary: "Image decoding, face detection, face mesh, face embeddings and face quality on the CPU")
  }

  public var components: [Component] {
    [
      .imageDecoder(StandardImageDecoder.factory),
      .faceDetector(YuNetDetector.factory),
      .faceDetector(CenterFaceDetector.factory),
      .faceLandmarker(MeshLandmarker.factory),
      .faceEmbedder(ArcFaceEmbedder.factory),
      .faceEmbedder(DlibEmbedder.factory),
      .qualityAssessor(StandardQualityAssessor.factory),
    ]
  }
}

/// The interface and compiler this library was built with; called by the host before anything else.
@c(Vision_plugin_abi) public func visionPluginABI() -> UInt64 { engineABI }

/// Hands the plugin to the host, which takes the reference over.
@c(Vision_plugin_entry) public func visionPluginEntry() -> UnsafeMutableRawPointer {
  PluginBox(VisionPlugin()).passRetained()
}
