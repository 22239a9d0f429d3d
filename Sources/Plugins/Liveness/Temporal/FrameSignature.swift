import Engine

/// What the temporal check keeps of a frame's pixels: two small grey pictures, and the texture of the face.
///
/// As a measurement: the grey levels (mean of blue, green and red, 0…255) of 16 × 12 cells of the whole frame, then of
/// 16 × 16 cells of the face, rows from the top, then `FacePatch`.
struct FrameSignature: Sendable {
  /// From the forehead to the chin; 36 of each cell's pixels are enough to average a sensor's noise away.
  static let grid = FaceGrid(side: 16, reach: 0.95, drop: 0.4, samples: 6)

  /// The whole frame.
  let scene: Thumbnail
  /// The face.
  let face: Thumbnail
  /// The face's texture, finer.
  let patch: FacePatch

  private static let count = SceneGrid.cells + grid.cells + FacePatch.grid.cells

  /// The signature of a measurement; nil for one of another check, or without contrast.
  init?(_ measurement: LivenessMeasurement) {
    guard measurement.values.count == Self.count,
      let scene = Thumbnail(measurement.values.prefix(SceneGrid.cells)),
      let face = Thumbnail(measurement.values.dropFirst(SceneGrid.cells).prefix(Self.grid.cells)),
      let patch = FacePatch(values: measurement.values.suffix(FacePatch.grid.cells))
    else { return nil }
    self.scene = scene
    self.face = face
    self.patch = patch
  }

  /// The measurement of a frame; nil where the picture is too small or the mesh degenerate.
  static func measure(_ mesh: FaceMesh, in image: Image) -> LivenessMeasurement? {
    guard let scene = SceneGrid.levels(of: image), let face = grid.levels(of: mesh, in: image),
      let patch = FacePatch.measure(mesh, in: image)
    else { return nil }
    return LivenessMeasurement(scene + face + patch.values)
  }
}
