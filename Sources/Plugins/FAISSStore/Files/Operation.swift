import Engine

/// One operation of a frame as bytes: written from a change or from rows in memory, read back into contents.
enum Operation {
  static let add: UInt8 = 1
  static let remove: UInt8 = 2

  /// Appends an operation that adds `faces`.
  static func append(adding faces: [FaceRecord], to bytes: inout [UInt8]) {
    var names = PackedNames.Packer()
    for face in faces {
      Identifier(face.id.rawValue).withBytes { names.append($0) }
      Identifier(face.person.rawValue).withBytes { names.append($0) }
    }
    let start = begin(add, names, count: faces.count, in: &bytes)
    for face in faces { face.embedding.values.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    end(start, in: &bytes)
  }

  /// Appends an operation that adds rows, of which `names` has each one's id and person in turn.
  static func append(addingRows names: PackedNames.Packer, _ vectors: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    let start = begin(add, names, count: names.count / 2, in: &bytes)
    bytes.append(contentsOf: vectors)
    end(start, in: &bytes)
  }

  /// Appends an operation that removes `ids`.
  static func append(removing ids: [Identifier], to bytes: inout [UInt8]) {
    var names = PackedNames.Packer()
    for id in ids { id.withBytes { names.append($0) } }
    end(begin(remove, names, count: ids.count, in: &bytes), in: &bytes)
  }

  private static func begin(
    _ kind: UInt8, _ names: PackedNames.Packer, count: Int, in bytes: inout [UInt8]
  ) -> Int {
    let start = bytes.count
    bytes.append(kind)
    bytes.append(contentsOf: [0, 0, 0])
    bytes.append(integer: UInt32(count))
    bytes.append(integer: UInt64(0))
    names.write(to: &bytes)
    bytes.pad()
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
        var areThere = true
        try PackedNames(body, count: faces).visit { _, name in areThere = contents.unload(name) && areThere }
        guard areThere else { throw FileDamage("it removes a sample that is not there") }
        useless += 2 * faces
      default: throw FileDamage("it has an operation of an unknown kind")
      }
    }
    guard rest.isEmpty else { throw FileDamage("a frame has more than its operations") }
    return useless
  }

  private static func replayAdd(_ body: UnsafeRawBufferPointer, _ faces: Int, into contents: GalleryContents) throws {
    let names = try PackedNames(body, count: 2 * faces)
    let start = FileFormat.padded(names.length)
    let (size, overflow) = (faces * MemoryLayout<Float>.stride).multipliedReportingOverflow(by: contents.dimension)
    guard !overflow, start <= body.count, size <= body.count - start else { throw FileDamage("vectors are cut off") }
    guard contents.load(names, vectors: UnsafeRawBufferPointer(rebasing: body[start..<start + size])) else {
      throw FileDamage("it adds a sample twice, or more than memory holds")
    }
  }
}
