import Engine
import Inference

/// Long straight edges around a face: what the rim of a device or of a sheet of paper looks like, and a door frame too.
///
/// On each side of the face the straight line (tilted by up to 12°) is sought along which the most pixels step from
/// dark to light in the same direction.
struct SurroundingBorders: Hashable {
  /// One side's best line.
  struct Side: Hashable {
    /// Share of the line, 0…1, that is an edge; by chance and by hair or furniture about 0.5.
    var share: Float
    /// Where it crosses the middle of the face, in box sizes from the middle of the box: at least 0.5.
    var distance: Float
  }

  /// Left, right, top, bottom.
  var sides: [Side]

  /// Side of the picture looked at, by that of the face's box.
  private static let scale = 3.2
  /// Pixels of that picture.
  private static let side = 96
  /// Rise per pixel along a line.
  private static let slopes: [Float] = [-0.21, -0.14, -0.07, 0, 0.07, 0.14, 0.21]
  /// Grey levels over two pixels from which on there is an edge.
  private static let step: Float = 10

  /// The borders around a face; nil where its box is not in the image.
  init?(around face: Face, in image: Image) throws {
    guard
      let crop = ContextCrop(around: face.box, scale: Self.scale, width: image.width, height: image.height)
    else { return nil }
    let luma = try Self.luma(of: crop, in: image)
    let columns = Float(Self.side) / Float(crop.right - crop.left + 1)
    let rows = Float(Self.side) / Float(crop.bottom - crop.top + 1)
    let across = (face.box.x - Float(crop.left)) * columns...(face.box.maxX - Float(crop.left)) * columns
    let down = (face.box.y - Float(crop.top)) * rows...(face.box.maxY - Float(crop.top)) * rows
    let last = Float(Self.side - 1)
    func mirrored(_ range: ClosedRange<Float>) -> ClosedRange<Float> {
      last - range.upperBound...last - range.lowerBound
    }
    sides = [
      Self.best(luma, EdgeScan(column: 1, row: Self.side, start: 0), across, down),
      Self.best(luma, EdgeScan(column: -1, row: Self.side, start: Self.side - 1), mirrored(across), down),
      Self.best(luma, EdgeScan(column: Self.side, row: 1, start: 0), down, across),
      Self.best(luma, EdgeScan(column: -Self.side, row: 1, start: Self.side * (Self.side - 1)), mirrored(down), across),
    ]
  }

  /// How to walk the pixels so that the side looked at is the left one.
  private struct EdgeScan {
    /// Pixels in memory from one column to the next, from one row to the next, and of the first column and row.
    var column, row, start: Int
  }

  /// The mean of the three channels.
  private static func luma(of crop: ContextCrop, in image: Image) throws -> [Float] {
    let format = TensorFormat(width: side, height: side, layout: .planar, channels: .bgr, scale: 1 / 3)
    let rect = Rect(
      x: Float(crop.left), y: Float(crop.top), width: Float(crop.right - crop.left + 1),
      height: Float(crop.bottom - crop.top + 1))
    return try withUnsafeTemporaryAllocation(of: Float.self, capacity: format.count) { planes in
      try image.stretch(rect, into: planes, format: format)
      let plane = side * side
      return (0..<plane).map { planes[$0] + planes[plane + $0] + planes[2 * plane + $0] }
    }
  }

  /// The best line left of the face, which spans `across` columns and `down` rows as `scan` walks them.
  private static func best(
    _ luma: [Float], _ scan: EdgeScan, _ across: ClosedRange<Float>, _ down: ClosedRange<Float>
  ) -> Side {
    let (width, height) = (across.upperBound - across.lowerBound, down.upperBound - down.lowerBound)
    let middle = (down.lowerBound + down.upperBound) / 2
    // A rim is longer than the face.
    let firstRow = Int(max(2, down.lowerBound - 0.2 * height))
    let endRow = Int(min(Float(side - 3), max(0, down.upperBound + 0.2 * height)))
    let endColumn = Int(min(Float(side - 1), max(0, across.lowerBound - 0.08 * width)))
    guard endRow - firstRow >= 8 else { return Side(share: 0, distance: 0) }
    let rows = firstRow..<endRow
    var best = (edges: 0, column: 0)
    luma.withUnsafeBufferPointer { luma in
      for slope in slopes {
        let shifts = rows.map { Int(((Float($0) - middle) * slope).rounded()) }
        // The frame's own rim is no line, and every pixel of the line must be in the picture.
        let first = max(3, 1 - (shifts.min() ?? 0))
        let end = min(endColumn, side - 1 - (shifts.max() ?? 0))
        for column in stride(from: first, to: end, by: 1) {
          var (rises, falls) = (0, 0)
          for (row, shift) in zip(rows, shifts) {
            let at = scan.start + row * scan.row + (column + shift) * scan.column
            let change = luma[at + scan.column] - luma[at - scan.column]
            if change > step { rises += 1 }
            if change < -step { falls += 1 }
          }
          if max(rises, falls) > best.edges { best = (max(rises, falls), column) }
        }
      }
    }
    let distance = ((across.lowerBound + across.upperBound) / 2 - Float(best.column)) / width
    return Side(share: Float(best.edges) / Float(rows.count), distance: distance)
  }
}
