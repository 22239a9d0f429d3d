internal import CImage
public import Engine

/// Power by frequency of a square of an image's luma.
public struct PowerSpectrum: Sendable {
  /// Pixels of the square's side.
  public let side: Int
  /// Frequencies along a row: 0…`side`/2 cycles per side.
  public var columns: Int { side / 2 + 1 }
  /// `side` rows of `columns` numbers; row `v` holds the vertical frequency `v - side/2`.
  public let power: [Float]
}

extension Image {
  /// The spectrum of the square of `side` pixels with its upper left corner at (`x`, `y`), mean taken away and
  /// Hann-windowed.
  ///
  /// - Parameter side: a power of two, 8…512; the square must lie in the image.
  public func powerSpectrum(x: Int, y: Int, side: Int) throws(InferenceError) -> PowerSpectrum {
    guard (8...512).contains(side), x >= 0, y >= 0, x <= width - side, y <= height - side else {
      throw InferenceError("the square does not lie in the image")
    }
    var isDone = false
    let power = [Float](unsafeUninitializedCapacity: side * (side / 2 + 1)) { buffer, count in
      isDone = cimage_power_spectrum(view, Int32(x), Int32(y), Int32(side), buffer.baseAddress) == CIMAGE_OK
      count = isDone ? side * (side / 2 + 1) : 0
    }
    guard isDone else { throw InferenceError("the square's spectrum cannot be calculated") }
    return PowerSpectrum(side: side, power: power)
  }
}
