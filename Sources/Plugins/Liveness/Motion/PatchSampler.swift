/// A patch between its cells: bilinear values and slopes.
struct PatchSampler: Sendable {
  /// A value with its slopes per eye distance.
  struct Sample: Sendable {
    var value: Double
    var slopeX: Double
    var slopeY: Double
  }

  private let values: [Double]
  private let slopesX: [Double]
  private let slopesY: [Double]
  private static let side = FacePatch.grid.side

  /// Slopes by Sobel's operator; the edge counts for what lies beyond it.
  init(_ patch: FacePatch) {
    let cells = patch.values.map { Double($0) }
    let last = Self.side - 1
    func at(_ row: Int, _ column: Int) -> Double {
      cells[min(last, max(0, row)) * Self.side + min(last, max(0, column))]
    }
    let perEyeDistance = Double(Self.side) / (2 * Double(FacePatch.grid.reach)) / 8
    values = cells
    slopesX = cells.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: Self.side)
      return perEyeDistance
        * (at(row - 1, column + 1) - at(row - 1, column - 1) + 2 * (at(row, column + 1) - at(row, column - 1))
          + at(row + 1, column + 1) - at(row + 1, column - 1))
    }
    slopesY = cells.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: Self.side)
      return perEyeDistance
        * (at(row + 1, column - 1) - at(row - 1, column - 1) + 2 * (at(row + 1, column) - at(row - 1, column))
          + at(row + 1, column + 1) - at(row - 1, column + 1))
    }
  }

  /// The patch at a point of the face's own frame; nil outside.
  func sample(at point: PlanePoint) -> Sample? {
    let (column, row) = FacePatch.cell(at: point)
    let last = Double(Self.side - 1)
    guard column >= 0, column < last, row >= 0, row < last else { return nil }
    let (x, y) = (column - column.rounded(.down), row - row.rounded(.down))
    let first = Int(row) * Self.side + Int(column)
    func mix(_ field: [Double]) -> Double {
      (1 - y) * ((1 - x) * field[first] + x * field[first + 1])
        + y * ((1 - x) * field[first + Self.side] + x * field[first + Self.side + 1])
    }
    return Sample(value: mix(values), slopeX: mix(slopesX), slopeY: mix(slopesY))
  }
}
