import Engine

/// What the temporal check keeps of a frame's pixels: two small grey pictures.
///
/// As a measurement: the grey levels (mean of blue, green and red, 0…255) of 16 × 12 cells of the whole frame, then of
/// 16 × 16 cells of the face, rows from the top. The face's cells lie in the frame of its outer eye corners: a square of
/// 1.9 eye distances from the forehead to the chin, so that a face that is carried through the picture, comes nearer or
/// leans over keeps them.
struct FrameSignature: Sendable {
  /// The whole frame.
  let scene: Thumbnail
  /// The face.
  let face: Thumbnail

  /// The signature of a measurement; nil for one of another check, or without contrast.
  init?(_ measurement: LivenessMeasurement) {
    guard measurement.values.count == SceneGrid.cells + FaceGrid.cells,
      let scene = Thumbnail(measurement.values.prefix(SceneGrid.cells)),
      let face = Thumbnail(measurement.values.suffix(FaceGrid.cells))
    else { return nil }
    self.scene = scene
    self.face = face
  }

  /// The measurement of a frame; nil where the picture is too small or the mesh degenerate.
  static func measure(_ mesh: FaceMesh, in image: Image) -> LivenessMeasurement? {
    guard let scene = SceneGrid.levels(of: image), let face = FaceGrid.levels(of: mesh, in: image) else { return nil }
    return LivenessMeasurement(scene + face)
  }
}
