import Foundation

/// An encoded picture of an evaluation.
enum PictureFile {
  /// Its bytes.
  ///
  /// - Throws: `UsageError` where it can't be read.
  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw UsageError("cannot read \(path)") }
    return Array(data)
  }
}
