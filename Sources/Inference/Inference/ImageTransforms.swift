internal import CImage
public import Engine

/// Images from images.
extension Image {
  /// The image under `transform` (from this image's coordinates to the new one's), bilinear; black outside.
  public func warped(by transform: AffineTransform, width: Int, height: Int) throws(InferenceError) -> Image {
    let matrix = transform.rows
    return try Image(width: width, height: height) { (pixels) throws(InferenceError) in
      try Self.check(cimage_warp_pixels(view, matrix, Int32(width), Int32(height), pixels.bytes))
    }
  }

  /// The image at another size: averaged where it shrinks, else bilinear.
  public func resized(width: Int, height: Int) throws(InferenceError) -> Image {
    try Image(width: width, height: height, scale: scale * Float(self.width) / Float(width)) {
      (pixels) throws(InferenceError) in
      try Self.check(cimage_resize(view, Int32(width), Int32(height), pixels.bytes))
    }
  }

  private static func check(_ status: Int32) throws(InferenceError) {
    guard status == CIMAGE_OK else { throw InferenceError("the image cannot be transformed") }
  }
}

/// What the light of an image is like; luma is 0…255.
public struct LightMeasures: Sendable, Hashable {
  public var mean: Float
  public var deviation: Float
  /// Share of pixels under 20.
  public var dark: Float
  /// Share of pixels over 250.
  public var bright: Float
  /// Variance of the 4-neighbour Laplacian of luma: how much fine detail there is.
  public var laplacianVariance: Float
}

extension Image {
  /// Measures brightness and detail of the whole image, which has at least 3×3 pixels.
  public func measureLight() throws(InferenceError) -> LightMeasures {
    var light = cimage_light()
    guard cimage_measure_light(view, &light) == CIMAGE_OK else { throw InferenceError("the image is too small") }
    return LightMeasures(
      mean: light.mean, deviation: light.deviation, dark: light.dark, bright: light.bright,
      laplacianVariance: light.laplacian_variance)
  }
}

extension UnsafeMutableRawBufferPointer {
  var bytes: UnsafeMutablePointer<UInt8>? { baseAddress?.assumingMemoryBound(to: UInt8.self) }
}
