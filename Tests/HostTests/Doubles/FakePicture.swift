import Foundation

/// An "encoded picture" that `FakeVision` reads: so many faces, of this quality, the first one looking this way.
struct FakePicture {
  static let damaged: UInt8 = 0xFF

  var faces: UInt8 = 1
  /// Percent.
  var quality: UInt8 = 90
  /// Degrees, see `Embedding.at`.
  var direction: UInt8 = 0

  var bytes: [UInt8] { [faces, quality, direction] }
  var base64: String { Data(bytes).base64EncodedString() }
}
