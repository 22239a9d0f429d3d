import Engine
import Foundation

/// A photo of one known person, or a face of a stranger in a group.
struct Sample {
  var person: String
  var name: String
  var image: Image
  var face: Face
}

/// Reads the photos of the evaluation.
struct Photos {
  var decoder: any ImageDecoder
  var detector: any FaceDetector

  func files(_ folder: URL) -> [URL] {
    let found = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return found.sorted { $0.path < $1.path }
  }

  func image(_ url: URL) throws -> Image {
    let bytes = [UInt8](try Data(contentsOf: url))
    if url.pathExtension == "pgm" { return try Self.greyMap(bytes) }
    let limits = ImageLimits(maximumBytes: 64 << 20, maximumSide: 16384, workingSide: 1280)
    return try bytes.withUnsafeBytes { try decoder.decode($0, limits: limits) }
  }

  /// One folder per person; the most confident face of each photo.
  func people(_ folder: URL) throws -> [Sample] {
    try files(folder).flatMap { person in
      try files(person).compactMap { file in
        let image = try image(file)
        guard let face = try detector.detect(in: image).first else { return nil }
        let name = "\(person.lastPathComponent)/\(file.lastPathComponent)"
        return Sample(person: person.lastPathComponent, name: name, image: image, face: face)
      }
    }
  }

  /// Every face of every photo is another person: they serve as impostors.
  func strangers(_ folder: URL) throws -> [Sample] {
    try files(folder).flatMap { file in
      let image = try image(file)
      return try detector.detect(in: image).enumerated().map { index, face in
        let name = "\(file.lastPathComponent)#\(index)"
        return Sample(person: name, name: name, image: image, face: face)
      }
    }
  }

  /// A binary portable grey map, enlarged to 230 columns with a wide margin of its own border, as the portraits of the
  /// ORL database are too tight for a detector.
  private static func greyMap(_ bytes: [UInt8]) throws -> Image {
    var fields: [Int] = []
    var at = 2
    while fields.count < 3, at < bytes.count {
      if bytes[at] == UInt8(ascii: "#") {
        while at < bytes.count, bytes[at] != 10 { at += 1 }
      } else if let digit = Int(String(UnicodeScalar(bytes[at]))) {
        var value = digit
        at += 1
        while at < bytes.count, let next = Int(String(UnicodeScalar(bytes[at]))) {
          value = value * 10 + next
          at += 1
        }
        fields.append(value)
      } else {
        at += 1
      }
    }
    guard fields.count == 3, bytes.count - at - 1 >= fields[0] * fields[1] else { throw ImageError.damaged }
    let (columns, rows, start) = (fields[0], fields[1], at + 1)
    let factor = 230 / Double(columns)
    let (width, height) = (390, Int(Double(rows) * factor) + 120)
    return Image(width: width, height: height) { pixels in
      for y in 0..<height {
        for x in 0..<width {
          let sx = min(max((Double(x) - 80) / factor - 0.5, 0), Double(columns) - 1.001)
          let sy = min(max((Double(y) - 60) / factor - 0.5, 0), Double(rows) - 1.001)
          let (left, top) = (Int(sx), Int(sy))
          let (fx, fy) = (sx - Double(left), sy - Double(top))
          func grey(_ x: Int, _ y: Int) -> Double { Double(bytes[start + y * columns + x]) }
          let value =
            (grey(left, top) * (1 - fx) + grey(left + 1, top) * fx) * (1 - fy)
            + (grey(left, top + 1) * (1 - fx) + grey(left + 1, top + 1) * fx) * fy
          for channel in 0..<3 { pixels[(y * width + x) * 3 + channel] = UInt8(min(255, max(0, value.rounded()))) }
        }
      }
    }
  }
}
