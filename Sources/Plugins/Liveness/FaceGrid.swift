import Engine

/// Square cells of a face in the frame of its outer eye corners, so that a face that is carried through the picture,
/// comes nearer or leans over keeps them.
struct FaceGrid: Sendable {
  /// Cells along each side.
  let side: Int
  /// Half the side of the square, in distances of the outer eye corners.
  let reach: Float
  /// From the middle of the eyes down to the middle of the square, in the same unit.
  let drop: Float
  /// Points looked at along each side of a cell.
  let samples: Int

  /// Cells in all.
  var cells: Int { side * side }

  /// The mean grey level of each cell (mean of blue, green and red, 0…255), rows from the forehead, with the picture's
  /// edge continued outwards; nil for a degenerate mesh.
  func levels(of mesh: FaceMesh, in image: Image) -> [Float]? {
    guard mesh.points.count >= 468 else { return nil }
    let (left, right) = (mesh.points[33], mesh.points[263])
    let dx = right.x - left.x
    let dy = right.y - left.y
    // Also false for numbers that are none. A face larger than this is not in any picture that the host accepts.
    guard dx * dx + dy * dy > 1, abs(left.x) + abs(left.y) + abs(right.x) + abs(right.y) < 100_000 else { return nil }
    let centerX = (left.x + right.x) / 2 - drop * dy
    let centerY = (left.y + right.y) / 2 + drop * dx
    let step = 2 * reach / Float(side * samples)
    let (lastX, lastY) = (Float(image.width - 1), Float(image.height - 1))
    let (pixels, stride) = (image.pixels, image.stride)
    return (0..<cells).map { cell in
      let (row, column) = cell.quotientAndRemainder(dividingBy: side)
      var sum = 0
      for i in 0..<samples {
        let down = (Float(row * samples + i) + 0.5) * step - reach
        for j in 0..<samples {
          let across = (Float(column * samples + j) + 0.5) * step - reach
          let x = Int(min(lastX, max(0, centerX + across * dx - down * dy)))
          let y = Int(min(lastY, max(0, centerY + across * dy + down * dx)))
          let index = y * stride + x * 3
          sum += Int(pixels[index]) + Int(pixels[index + 1]) + Int(pixels[index + 2])
        }
      }
      return Float(sum) / Float(3 * samples * samples)
    }
  }
}
