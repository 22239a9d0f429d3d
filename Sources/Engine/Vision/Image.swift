/// A decoded picture: 8-bit, three channels in the order blue, green, red, rows without padding.
public final class Image: @unchecked Sendable {
  // Safe to share: the pixels are written only inside init, before the object is visible to anyone else.

  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// How many pixels of the encoded picture one pixel of this one stands for, ≥ 1: a decoder may scale a large picture
  /// down, and results are multiplied by this before they are reported.
  public let scale: Float
  private let storage: UnsafeMutableRawBufferPointer

  /// `width * height * 3` bytes, blue first; valid while the image lives.
  public var pixels: UnsafeRawBufferPointer { UnsafeRawBufferPointer(storage) }

  /// Bytes from one row to the next.
  public var stride: Int { width * 3 }

  /// An image whose pixels `fill` writes: it gets `width * height * 3` uninitialised bytes and must write all of them.
  public init<Failure: Error>(
    width: Int, height: Int, scale: Float = 1, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    self.width = width
    self.height = height
    self.scale = scale
    self.storage = .allocate(byteCount: width * height * 3, alignment: 64)
    // Where this throws, deinit runs: every stored property is set.
    try fill(storage)
  }

  deinit { storage.deallocate() }
}
