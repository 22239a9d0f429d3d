import Engine
import Foundation

/// The pictures of an evaluation: a folder with `labels.json`, whose `samples` name a file and the box of the face meant.
struct LabelledFaces {
  /// One face of one picture.
  struct Sample {
    /// The sample's place in `labels.json`.
    var index: Int
    /// Path below the folder.
    var file: String
    /// Where the face is, in pixels of the picture; nil for the largest face.
    var box: Rect?
  }

  let folder: String
  let samples: [Sample]

  /// Reads `labels.json`.
  ///
  /// - Throws: `UsageError` where it is missing or not of this form.
  init(folder: String) throws {
    guard let bytes = FileManager.default.contents(atPath: "\(folder)/labels.json") else {
      throw UsageError("\(folder) has no labels.json that can be read")
    }
    guard let entries = JSONValue.parse(Array(bytes))?["samples"]?.array else {
      throw UsageError("\(folder)/labels.json is no JSON object with a list `samples`")
    }
    self.folder = folder
    samples = try entries.enumerated().map { index, entry in
      guard let file = entry["file"]?.string else {
        throw UsageError("\(folder)/labels.json: samples.\(index) has no `file`")
      }
      return Sample(index: index, file: file, box: try Self.box(entry["box"], of: file))
    }
  }

  /// The encoded picture of a sample.
  func bytes(of sample: Sample) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(sample.file)") else {
      throw UsageError("\(folder)/\(sample.file) cannot be read")
    }
    return Array(data)
  }

  private static func box(_ value: JSONValue?, of file: String) throws -> Rect? {
    guard let value, value != .null else { return nil }
    let numbers = value.array?.compactMap(\.number).map { Float($0) } ?? []
    guard numbers.count == 4 else { throw UsageError("\(file): `box` must be [x, y, width, height]") }
    return Rect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  }
}
