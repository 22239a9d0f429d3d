internal import CImage
public import Engine

/// Pixels into a model's input, in one pass without intermediate images.
extension Image {
  var view: cimage_view {
    cimage_view(
      pixels: pixels.baseAddress?.assumingMemoryBound(to: UInt8.self), width: Int32(clamping: width),
      height: Int32(clamping: height), stride: Int32(clamping: stride))
  }

  /// The whole image, in proportion, in the tensor's upper left corner; the rest is black.
  ///
  /// - Parameter largest: no image pixel becomes more than this many tensor pixels; over 0.
  /// - Returns: tensor pixels per image pixel.
  public func letterbox(
    into values: UnsafeMutableBufferPointer<Float>, format: TensorFormat, largest: Double = .infinity
  ) throws(InferenceError) -> Float {
    var ratio: Float = 0
    try Self.write(into: values, format) { cimage_letterbox(view, format.native, largest, $0, &ratio) }
    return ratio
  }

  /// A rectangle of the image stretched over the whole tensor; black where it reaches over the border.
  public func stretch(
    _ rect: Rect, into values: UnsafeMutableBufferPointer<Float>, format: TensorFormat
  ) throws(InferenceError) {
    try Self.write(into: values, format) {
      cimage_stretch(
        view, Double(rect.x), Double(rect.y), Double(rect.width), Double(rect.height), format.native, $0)
    }
  }

  /// The image under `transform` (image → tensor coordinates), bilinear; black outside.
  public func warp(
    _ transform: AffineTransform, into values: UnsafeMutableBufferPointer<Float>, format: TensorFormat
  ) throws(InferenceError) {
    let matrix = transform.rows
    try Self.write(into: values, format) { cimage_warp(view, matrix, format.native, $0) }
  }

  private static func write(
    into values: UnsafeMutableBufferPointer<Float>, _ format: TensorFormat, body: (UnsafeMutablePointer<Float>) -> Int32
  ) throws(InferenceError) {
    guard let base = values.baseAddress, values.count == format.count else {
      throw InferenceError("the input holds \(values.count) numbers, the format \(format.count)")
    }
    guard body(base) == CIMAGE_OK else { throw InferenceError("the image cannot be brought into the model's shape") }
  }
}

extension AffineTransform {
  /// Two rows of three, as OpenCV wants them.
  var rows: [Double] { [a, b, tx, c, d, ty] }
}
