/// A small picture without its brightness and contrast: mean 0, length 1, so that neither the camera's exposure nor a
/// drift of the light makes two of them differ.
struct Thumbnail: Sendable {
  private let cells: [SIMD8<Float>]

  /// Nil where the grey levels are no multiple of eight, not finite, or all alike.
  init?(_ levels: some Collection<Float>) {
    guard !levels.isEmpty, levels.count.isMultiple(of: 8) else { return nil }
    let mean = levels.reduce(0, +) / Float(levels.count)
    let length = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    // Below a quarter of a grey level there is no picture but noise.
    guard length.isFinite, length > 0.25 * Float(levels.count).squareRoot() else { return nil }
    var cells: [SIMD8<Float>] = []
    cells.reserveCapacity(levels.count / 8)
    var eight = SIMD8<Float>()
    for (index, level) in levels.enumerated() {
      eight[index % 8] = (level - mean) / length
      if index % 8 == 7 { cells.append(eight) }
    }
    self.cells = cells
  }

  /// The normalised correlation with another of the same size, -1…1.
  func correlation(with other: Thumbnail) -> Float {
    guard cells.count == other.cells.count else { return 0 }
    var sum = SIMD8<Float>()
    for index in cells.indices { sum += cells[index] * other.cells[index] }
    return min(1, max(-1, sum.sum()))
  }

  /// The share of the picture's variance that the other does not explain, 0…1.
  func difference(from other: Thumbnail) -> Float {
    let correlation = correlation(with: other)
    return correlation > 0 ? 1 - correlation * correlation : 1
  }
}
