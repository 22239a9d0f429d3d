import Engine

/// One operation of a frame as bytes: written from a change or from rows in memory, read back into contents.
enum Operation {
  static let add: UInt8 = 1
  static let remove: UInt8 = 2

  /// Appends an operation that adds `faces`.
  static func append(adding faces: [FaceRecord], to bytes: inout [UInt8]) {
    let start = begin(add, count: faces.count, in: &bytes)
    for face in faces {
      bytes.append(integer: UInt32(face.id.rawValue.utf8.count))
      bytes.append(integer: UInt32(face.person.rawValue.utf8.count))
    }
    for face in faces {
      bytes.append(contentsOf: face.id.rawValue.utf8)
      bytes.append(contentsOf: face.person.rawValue.utf8)
    }
    bytes.pad()
    for face in faces { face.embedding.values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    end(start, in: &bytes)
  }

  /// Appends an operation that adds rows.
  static func append(
    addingRows ids: ArraySlice<Identifier>, _ persons: [Identifier], _ vectors: UnsafeRawBufferPointer,
    to bytes: inout [UInt8]
  ) {
    let start = begin(add, count: ids.count, in: &bytes)
    for (id, person) in zip(ids, persons) {
      bytes.append(integer: UInt32(id.text.utf8.count))
      bytes.append(integer: UInt32(person.text.utf8.count))
    }
    for (id, person) in zip(ids, persons) {
      bytes.append(contentsOf: id.text.utf8)
      bytes.append(contentsOf: person.text.utf8)
    }
    bytes.pad()
    bytes.append(contentsOf: vectors)
    end(start, in: &bytes)
  }

  /// Appends an operation that removes `ids`.
  static func append(removing ids: [Identifier], to bytes: inout [UInt8]) {
    let start = begin(remove, count: ids.count, in: &bytes)
    for id in ids { bytes.append(integer: UInt32(id.text.utf8.count)) }
    for id in ids { bytes.append(contentsOf: id.text.utf8) }
    bytes.pad()
    end(start, in: &bytes)
  }

  private static func begin(_ kind: UInt8, count: Int, in bytes: inout [UInt8]) -> Int {
    let start = bytes.count
    bytes.append(kind)
    bytes.append(contentsOf: [0, 0, 0])
    bytes.append(integer: UInt32(count))
    bytes.append(integer: UInt64(0))
    return start
  }

  private static func end(_ start: Int, in bytes: inout [UInt8]) {
    bytes.pad()
    bytes.set(integer: UInt64(bytes.count - start), at: start + 8)
  }

  /// Replays the operations of a frame's payload, whose checksum held.
  ///
  /// - Returns: how many entries of the file are of no use any more: removed samples and the removals of them.
  /// - Throws: `FileDamage` where they make no sense; the contents are of no use then.
  static func replay(_ payload: UnsafeRawBufferPointer, count: Int, into contents: GalleryContents) throws -> Int {
    var rest = payload
    var useless = 0
    for _ in 0..<count {
      guard rest.count >= FileFormat.operationHeaderBytes else { throw FileDamage("an operation is cut off") }
      let length = rest.integer(at: 8, as: UInt64.self)
      guard length >= FileFormat.operationHeaderBytes, length <= rest.count, length % 8 == 0 else {
        throw FileDamage("an operation has an impossible length")
      }
      let operation = UnsafeRawBufferPointer(rebasing: rest[..<Int(length)])
      rest = UnsafeRawBufferPointer(rebasing: rest[Int(length)...])
      let faces = Int(operation.integer(at: 4, as: UInt32.self))
      let body = UnsafeRawBufferPointer(rebasing: operation[FileFormat.operationHeaderBytes...])
      switch operation[0] {
      case add: try replayAdd(body, faces, into: contents)
      case remove:
        for id in try names(body, faces).names {
          guard contents.unload(id) else { throw FileDamage("it removes a sample that is not there") }
        }
        useless += 2 * faces
      default: throw FileDamage("it has an operation of an unknown kind")
      }
    }
    guard rest.isEmpty else { throw FileDamage("a frame has more than its operations") }
    return useless
  }

  private static func replayAdd(_ body: UnsafeRawBufferPointer, _ faces: Int, into contents: GalleryContents) throws {
    let (names, end) = try names(body, 2 * faces)
    let start = FileFormat.padded(end)
    let (size, overflow) = (faces * MemoryLayout<Float>.stride).multipliedReportingOverflow(by: contents.dimension)
    guard !overflow, start <= body.count, size <= body.count - start else { throw FileDamage("vectors are cut off") }
    let vectors = UnsafeRawBufferPointer(rebasing: body[start..<start + size])
    let ids = stride(from: 0, to: names.count, by: 2).map { names[$0] }
    let persons = stride(from: 1, to: names.count, by: 2).map { names[$0] }
    guard contents.load(ids: ids, persons: persons, vectors: vectors) else {
      throw FileDamage("it adds a sample twice, or more than memory holds")
    }
  }

  /// `count` texts: their lengths, then their bytes; and where they end.
  private static func names(_ body: UnsafeRawBufferPointer, _ count: Int) throws -> (names: [Identifier], end: Int) {
    guard count * 4 <= body.count else { throw FileDamage("ids are cut off") }
    var offset = count * 4
    var names: [Identifier] = []
    names.reserveCapacity(count)
    for index in 0..<count {
      let length = Int(body.integer(at: index * 4, as: UInt32.self))
      guard length <= body.count - offset else { throw FileDamage("ids are cut off") }
      names.append(Identifier(String(decoding: body[offset..<offset + length], as: UTF8.self)))
      offset += length
    }
    return (names, offset)
  }
}
