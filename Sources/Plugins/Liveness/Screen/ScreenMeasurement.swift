import Engine

/// The numbers that `liveness.screen` takes from one frame, as a `LivenessMeasurement`.
///
/// In this order: the spectral peak's prominence and that a quarter turn from it (0 where the picture is smaller than
/// the square looked at), the black level, share and distance of the border on the left, right, top and bottom (0 where
/// there is none), and the row profile.
struct ScreenMeasurement: Hashable {
  /// nil where the picture is too small.
  var peak: SpectralPeak?
  var black: BlackLevel
  var borders: [SurroundingBorders.Side]
  var profile: RowProfile

  private static let count = 3 + 4 * 2 + RowProfile.strips * RowProfile.rows

  /// Measures a frame; nil where the face's box is not in the image.
  init?(_ face: Face, in image: Image) throws {
    guard let black = BlackLevel(around: face, in: image),
      let borders = try SurroundingBorders(around: face, in: image)
    else { return nil }
    self.black = black
    peak = try SpectralPeak(of: face, in: image)
    self.borders = borders.sides
    profile = RowProfile(of: image)
  }

  /// Reads the numbers back; nil for others than a measurement holds.
  init?(_ measurement: LivenessMeasurement?) {
    guard let values = measurement?.values, values.count == Self.count, values.allSatisfy(\.isFinite),
      let profile = RowProfile(values[11...])
    else { return nil }
    peak = values[0] > 0 ? SpectralPeak(prominence: values[0], turned: values[1]) : nil
    black = BlackLevel(luma: values[2])
    borders = (0..<4).map { SurroundingBorders.Side(share: values[3 + 2 * $0], distance: values[4 + 2 * $0]) }
    self.profile = profile
  }

  /// The numbers.
  var measurement: LivenessMeasurement {
    LivenessMeasurement(
      [peak?.prominence ?? 0, peak?.turned ?? 0, black.luma] + borders.flatMap { [$0.share, $0.distance] }
        + profile.values)
  }
}
