internal import CImage

/// How pixels become a model's input: `value = pixel × scale + offset`, pixels 0…255.
public struct TensorFormat: Sendable, Hashable {
  /// Order of the numbers.
  public enum Layout: Sendable, Hashable {
    /// Channel by channel: ONNX models, `1×3×height×width`.
    case planar
    /// Pixel by pixel: TFLite models, `1×height×width×3`.
    case interleaved
  }

  /// Order of the channels.
  public enum Channels: Sendable, Hashable {
    case rgb
    case bgr
  }

  public var width: Int
  public var height: Int
  public var layout: Layout
  public var channels: Channels
  public var scale: Float
  public var offset: Float

  /// A format; pixels stay 0…255 unless `scale` and `offset` say otherwise.
  public init(
    width: Int, height: Int, layout: Layout, channels: Channels, scale: Float = 1, offset: Float = 0
  ) {
    self.width = width
    self.height = height
    self.layout = layout
    self.channels = channels
    self.scale = scale
    self.offset = offset
  }

  /// Floats in the tensor.
  public var count: Int { width * height * 3 }

  var native: cimage_tensor {
    cimage_tensor(
      width: Int32(clamping: width), height: Int32(clamping: height), planar: layout == .planar ? 1 : 0,
      rgb: channels == .rgb ? 1 : 0, scale: scale, offset: offset)
  }
}
