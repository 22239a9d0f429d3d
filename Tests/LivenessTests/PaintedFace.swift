import Engine
import Foundation

@testable import Liveness

/// A made-up texture on a head or on a flat picture, as its pixels are measured when it turns.
struct PaintedFace {
  /// What the texture is painted on.
  enum Body { case head, picture }

  var body: Body

  /// The patch of the face after a turn of `yaw` and `pitch` degrees, seen from afar: as `ParallaxTests.turned`.
  func measurement(yaw: Double, pitch: Double) -> LivenessMeasurement {
    let (a, b) = (yaw * .pi / 180, pitch * .pi / 180)
    return LivenessMeasurement(
      (0..<FacePatch.grid.cells).map { index in
        // The face's own frame shrinks with the distance of the eyes.
        let seen = FacePatch.position(of: index)
        let (x, y) = origin(of: seen.x * cos(a), seen.y * cos(a), a, b)
        return Float(Self.texture(x, y))
      })
  }

  /// The point of the frontal face that is seen at (x, y).
  private func origin(of x: Double, _ y: Double, _ a: Double, _ b: Double) -> (Double, Double) {
    guard body == .head else { return (x / cos(a), y / cos(b)) }
    var (u, v) = (x, y)
    // The nose is not so steep that this would not converge.
    for _ in 0..<15 {
      let depth = Self.depth(u, v)
      u = (x - depth * sin(a)) / cos(a)
      v = (y - (depth * cos(a) - u * sin(a)) * sin(b)) / cos(b)
    }
    return (u, v)
  }

  /// A nose, in eye distances.
  private static func depth(_ x: Double, _ y: Double) -> Double {
    0.6 * exp(-(x * x + (y - 0.25) * (y - 0.25)) / 0.08)
  }

  /// Waves of many directions and lengths, the shortest four cells.
  private static func texture(_ x: Double, _ y: Double) -> Double {
    (1...12).reduce(0) { sum, wave in
      let angle = Double(wave) * 2.4
      let length = 0.18 + 0.03 * Double(wave)
      return sum + 0.4 * sin(2 * .pi * (x * cos(angle) + y * sin(angle)) / length + Double(wave * wave))
    }
  }
}

extension HeadMotionSettings {
  /// For recordings and made-up heads that have points alone.
  static var withoutPixels: HeadMotionSettings {
    var settings = HeadMotionSettings()
    settings.minimumUnexplained = 0
    return settings
  }
}
