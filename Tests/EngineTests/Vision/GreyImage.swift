import Engine

extension Image {
  /// A picture of one grey.
  static func grey(width: Int, height: Int, scale: Float = 1, level: UInt8 = 128) -> Image {
    Image(width: width, height: height, scale: scale) { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { $0.update(repeating: level) }
    }
  }
}
