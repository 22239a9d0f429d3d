import Engine
import Glibc

/// The texture of a face's rigid part, for pixel-wise comparison: 32 × 32 cells around the nose, each freed of the
/// brightness and the contrast around it, as the light on a face changes when it turns.
///
/// As a measurement: the cells' values, rows from the forehead; some -3…3.
struct FacePatch: Sendable {
  static let grid = FaceGrid(side: 32, reach: 0.9, drop: 0.1, samples: 3)

  /// `grid.side` rows of as many values.
  let values: [Float]

  /// The patch of a measurement; nil for one of another check, or with numbers that are none.
  init?(_ measurement: LivenessMeasurement) { self.init(values: measurement.values) }

  /// The patch of these cells; nil for another number of them, or numbers that are none.
  init?(values: some Collection<Float>) {
    guard values.count == Self.grid.cells, values.allSatisfy(\.isFinite) else { return nil }
    self.values = Array(values)
  }

  /// The measurement of a frame; nil where the mesh is degenerate.
  static func measure(_ mesh: FaceMesh, in image: Image) -> LivenessMeasurement? {
    guard let levels = grid.levels(of: mesh, in: image) else { return nil }
    let mean = blurred(levels, spread: 2.5)
    let detail = zip(levels, mean).map { $0 - $1 }
    let variance = blurred(detail.map { $0 * $0 }, spread: 3.75)
    // Three grey levels: what is weaker is noise and not to be amplified.
    return LivenessMeasurement(zip(detail, variance).map { $0 / ($1 + 9).squareRoot() })
  }

  /// The patch without its finest detail, which a shift by parts of a cell changes, and in which noise is loudest.
  func smoothed() -> FacePatch { FacePatch(smooth: Self.blurred(values, spread: 1.2)) }

  private init(smooth values: [Float]) { self.values = values }

  /// The position of a cell's middle in the face's own frame, where the square's middle is `grid.drop` below the eyes.
  static func position(of index: Int) -> PlanePoint {
    let size = 2 * Double(grid.reach) / Double(grid.side)
    let (row, column) = index.quotientAndRemainder(dividingBy: grid.side)
    return PlanePoint(
      x: (Double(column) + 0.5) * size - Double(grid.reach),
      y: (Double(row) + 0.5) * size - Double(grid.reach) + Double(grid.drop))
  }

  /// Column and row, in cells from the first cell's middle, of a point in the face's own frame.
  static func cell(at point: PlanePoint) -> (column: Double, row: Double) {
    let size = 2 * Double(grid.reach) / Double(grid.side)
    return (
      (point.x + Double(grid.reach)) / size - 0.5, (point.y + Double(grid.reach) - Double(grid.drop)) / size - 0.5
    )
  }

  /// A Gaussian blur of so many cells' standard deviation; the edge counts for what lies beyond it.
  private static func blurred(_ cells: [Float], spread: Float) -> [Float] {
    let radius = Int((2.5 * spread).rounded(.up))
    let kernel = (-radius...radius).map { exp(-Float($0 * $0) / (2 * spread * spread)) }
    let weight = kernel.reduce(0, +)
    // Down the columns, with whole rows in the inner loop; then the same across.
    func pass(_ cells: [Float]) -> [Float] {
      var sums = [Float](repeating: 0, count: cells.count)
      cells.withUnsafeBufferPointer { cells in
        sums.withUnsafeMutableBufferPointer { sums in
          for row in 0..<grid.side {
            for offset in -radius...radius {
              let share = kernel[offset + radius] / weight
              let source = min(grid.side - 1, max(0, row + offset)) * grid.side
              for column in 0..<grid.side { sums[row * grid.side + column] += share * cells[source + column] }
            }
          }
        }
      }
      return sums
    }
    return transposed(pass(transposed(pass(cells))))
  }

  private static func transposed(_ cells: [Float]) -> [Float] {
    cells.indices.map { cells[$0 % grid.side * grid.side + $0 / grid.side] }
  }
}
