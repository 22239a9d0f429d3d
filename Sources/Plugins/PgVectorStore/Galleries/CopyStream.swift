import Engine

/// The stream of `COPY … BINARY` for the columns gallery, id, person, embedding, in pieces (PostgreSQL's manual, COPY,
/// "Binary Format").
struct CopyStream: IteratorProtocol {
  private let faces: ArraySlice<FaceRecord>
  private let gallery: Int32
  private var position: Int
  private var isEnded = false

  /// The signature, no flags, no header extension.
  private static let header: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
  /// Instead of a row's count of fields.
  private static let end: Int16 = -1
  /// Bytes of a piece, about.
  private static let piece = 256 * 1024

  init(faces: ArraySlice<FaceRecord>, gallery: Int32) {
    self.faces = faces
    position = faces.startIndex
    self.gallery = gallery
  }

  mutating func next() -> [UInt8]? {
    guard !isEnded else { return nil }
    var bytes = position == faces.startIndex ? Self.header : []
    while position < faces.endIndex, bytes.count < Self.piece {
      append(faces[position], to: &bytes)
      position += 1
    }
    if position == faces.endIndex {
      bytes.append(bigEndian: Self.end)
      isEnded = true
    }
    return bytes
  }

  private func append(_ face: FaceRecord, to bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int16(4))
    bytes.append(bigEndian: Int32(4))
    bytes.append(bigEndian: gallery)
    bytes.append(field: Array(face.id.rawValue.utf8))
    bytes.append(field: Array(face.person.rawValue.utf8))
    bytes.append(bigEndian: Int32(HalfVector.size(dimension: face.embedding.values.count)))
    HalfVector.append(face.embedding.values, to: &bytes)
  }
}
