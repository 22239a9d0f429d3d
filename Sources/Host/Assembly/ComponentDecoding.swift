import Engine

extension Component {
  /// A component's settings, read by its own factory: effective values and problems, under `components.<id>`.
  func decode(_ value: ConfigurationValue) -> SettingsReader {
    var reader = SettingsReader(value, path: "components.\(id)")
    switch self {
    case .imageDecoder(let factory): _ = factory.decode(&reader)
    case .faceDetector(let factory): _ = factory.decode(&reader)
    case .faceLandmarker(let factory): _ = factory.decode(&reader)
    case .faceEmbedder(let factory): _ = factory.decode(&reader)
    case .qualityAssessor(let factory): _ = factory.decode(&reader)
    case .livenessCheck(let factory): _ = factory.decode(&reader)
    case .obstacleDetector(let factory): _ = factory.decode(&reader)
    case .vectorStore(let factory): _ = factory.decode(&reader)
    @unknown default: reader.report("", "components of this kind are unknown to this host")
    }
    reader.finish()
    return reader
  }
}
