import Engine

/// The whole frame in 16 × 12 cells.
enum SceneGrid {
  static let columns = 16
  static let rows = 12
  static let cells = columns * rows

  /// The mean grey level of each cell; nil for a picture with fewer pixels than cells.
  static func levels(of image: Image) -> [Float]? {
    guard image.width >= columns, image.height >= 2 * rows else { return nil }
    let pixels = image.pixels
    return (0..<cells).map { cell in
      let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
      let top = image.height * row / rows
      let bottom = image.height * (row + 1) / rows
      let left = image.width * column / columns * 3
      let right = image.width * (column + 1) / columns * 3
      var sum = 0
      // Every other line says as much of a cell's mean as all of them.
      for line in stride(from: top, to: bottom, by: 2) {
        var lineSum: UInt32 = 0
        for index in line * image.stride + left..<line * image.stride + right { lineSum &+= UInt32(pixels[index]) }
        sum += Int(lineSum)
      }
      return Float(sum) / Float((bottom - top + 1) / 2 * (right - left))
    }
  }
}
