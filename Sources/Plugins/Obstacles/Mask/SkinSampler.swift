import Engine
import Glibc

/// The colour of a small patch as logarithms: ratios become differences.
struct SkinColour {
  /// Of green.
  var light: Double
  /// Of red by green.
  var red: Double
  /// Of blue by green.
  var blue: Double

  /// How far two colours are apart, whatever their brightness.
  func hueDistance(to other: SkinColour) -> Double { hypot(red - other.red, blue - other.blue) }

  /// Part by part, of at least one colour.
  static func median(of colours: [SkinColour]) -> SkinColour {
    func middle(_ part: KeyPath<SkinColour, Double>) -> Double {
      let sorted = colours.map { $0[keyPath: part] }.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    return SkinColour(light: middle(\.light), red: middle(\.red), blue: middle(\.blue))
  }

  /// Standard deviations of both ratios, added.
  static func spread(of colours: [SkinColour]) -> Double {
    func deviation(_ part: KeyPath<SkinColour, Double>) -> Double {
      let mean = colours.reduce(0) { $0 + $1[keyPath: part] } / Double(colours.count)
      let squares = colours.reduce(0) { $0 + ($1[keyPath: part] - mean) * ($1[keyPath: part] - mean) }
      return (squares / Double(colours.count)).squareRoot()
    }
    return deviation(\.red) + deviation(\.blue)
  }
}

/// Reads mean colours of small squares out of an image.
struct SkinSampler {
  let image: Image
  /// Half the side of a square, pixels.
  let radius: Float
  /// Added to every channel: noise in the dark must not become large ratios.
  private static let floor = 8.0

  /// The mean colour of the square around a point; what lies outside the image counts as the pixel next to it.
  func colour(at point: Point3) -> SkinColour {
    let columns = span(point.x, limit: image.width)
    let rows = span(point.y, limit: image.height)
    let pixels = image.pixels
    var (blue, green, red) = (0, 0, 0)
    for row in rows {
      for column in columns {
        let at = row * image.stride + column * 3
        blue += Int(pixels[at])
        green += Int(pixels[at + 1])
        red += Int(pixels[at + 2])
      }
    }
    let count = Double(rows.count * columns.count)
    let base = Double(green) / count + Self.floor
    return SkinColour(
      light: log(base), red: log((Double(red) / count + Self.floor) / base),
      blue: log((Double(blue) / count + Self.floor) / base))
  }

  private func span(_ middle: Float, limit: Int) -> ClosedRange<Int> {
    func clamped(_ value: Float) -> Int {
      // Compared as floats: a point may be any number, also none.
      guard value > 0 else { return 0 }
      return value < Float(limit - 1) ? Int(value.rounded(.toNearestOrEven)) : limit - 1
    }
    let first = clamped(middle - radius)
    return first...max(first, clamped(middle + radius))
  }
}
