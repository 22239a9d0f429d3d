import Engine

/// Cues of screens and prints (`liveness.screen`): moiré and halftone dots, rolling bands, the rim of a device or a
/// sheet.
///
/// A measurement holds the numbers of `ScreenMeasurement`. That there are no such cues says little: a good print held
/// close to the camera shows none of them.
struct ScreenProvider: LivenessCheckProvider {
  static let factory = ComponentFactory<any LivenessCheckProvider>(
    id: "liveness.screen", summary: "Looks for moiré, halftone dots, rolling bands and the rim of a device or a sheet",
    settings: ScreenSettings.self
  ) { settings, _ in ScreenProvider(settings) }

  private let settings: ScreenSettings

  init(_ settings: ScreenSettings) { self.settings = settings }

  func makeCheck(seed: UInt64) -> any LivenessCheck { ScreenCheck(settings: settings.decision) }

  func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    guard min(face.box.width, face.box.height) >= Float(settings.minimumFace) else { return nil }
    return try ScreenMeasurement(face, in: image)?.measurement
  }
}
