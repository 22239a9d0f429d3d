/// Reads a file's frames one after another and tells a torn tail from damage (`FileFormat`).
struct FrameReader: ~Copyable {
  /// What stands at the reader's place.
  enum Step {
    /// A sound frame of this many operations; its payload is in the buffer handed to `next`.
    case frame(operations: Int)
    /// The end of the file.
    case end
    /// The rest of the file was begun and never acknowledged.
    case torn
  }

  private let file: Descriptor
  private let size: Int
  private let salt: UInt64
  private let acknowledged: Int
  /// Where the next frame begins; at the end, where the last sound one ended.
  private(set) var offset: Int
  /// The next frame's number.
  private(set) var sequence: UInt64 = 1

  /// A reader from the end of the header on.
  init(_ file: consuming Descriptor, size: Int, header: FileHeader, acknowledged: Int) {
    self.file = file
    self.size = size
    salt = header.salt
    self.acknowledged = acknowledged
    offset = header.length
  }

  /// Goes to the next frame and puts its payload into `payload`.
  ///
  /// - Throws: `FileDamage`, `FileFailure`.
  mutating func next(payload: inout [UInt8]) throws -> Step {
    guard offset < size else {
      if offset < acknowledged { throw FileDamage("its file has lost its end") }
      return .end
    }
    if let operations = try frame(into: &payload) { return .frame(operations: operations) }
    if offset < acknowledged { throw FileDamage("a checksum does not match") }
    if try laterFrameExists() { throw FileDamage("a checksum does not match") }
    return .torn
  }

  private mutating func frame(into payload: inout [UInt8]) throws -> Int? {
    guard let header = try header(at: offset), header.sequence == sequence,
      header.payload <= size - offset - FileFormat.frameHeaderBytes
    else { return nil }
    let length = Int(header.payload)
    // The buffer is used again for every frame and grows to the longest.
    if payload.count != length { payload = [UInt8](repeating: 0, count: length) }
    let place = offset + FileFormat.frameHeaderBytes
    let read = try payload.withUnsafeMutableBytes { try file.read(into: $0, at: place) }
    guard read == length, payload.withUnsafeBytes({ FileFormat.checksum($0, salt: salt) }) == header.checksum else {
      return nil
    }
    offset = place + length
    sequence += 1
    return header.operations
  }

  private func header(at offset: Int) throws -> Frame.Header? {
    try withUnsafeTemporaryAllocation(byteCount: FileFormat.frameHeaderBytes, alignment: 8) { buffer in
      guard try file.read(into: buffer, at: offset) == buffer.count else { return nil }
      return Frame.Header(UnsafeRawBufferPointer(buffer), salt: salt)
    }
  }

  /// Whether a frame that was written after the one here begins somewhere behind it.
  private func laterFrameExists() throws -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    let overlap = FileFormat.frameHeaderBytes - 8
    var place = offset + 8
    while place + FileFormat.frameHeaderBytes <= size {
      let read = try chunk.withUnsafeMutableBytes { try file.read(into: $0, at: place) }
      guard read >= FileFormat.frameHeaderBytes else { return false }
      let found = chunk.withUnsafeBytes { bytes in
        // Frames begin at multiples of 8, as the header's length and every payload's are.
        stride(from: 0, through: read - FileFormat.frameHeaderBytes, by: 8).contains { start in
          guard bytes.integer(at: start) == FileFormat.frameMagic else { return false }
          let header = Frame.Header(UnsafeRawBufferPointer(rebasing: bytes[start..<read]), salt: salt)
          return header.map { $0.sequence > sequence } ?? false
        }
      }
      if found { return true }
      place += chunk.count - overlap
    }
    return false
  }
}
