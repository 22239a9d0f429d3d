import Engine

/// The head of a gallery's file: whose it is, and how much of it is acknowledged.
struct FileHeader {
  let key: GalleryKey
  let salt: UInt64
  let isSealed: Bool

  /// Where the first frame begins.
  var length: Int {
    FileFormat.fixedHeaderBytes + FileFormat.padded(key.tenant.text.utf8.count + key.model.text.utf8.count)
  }

  /// The header's bytes, with both copies of the acknowledged length set to `acknowledged`.
  func encoded(acknowledged: Int) -> [UInt8] {
    var bytes = FileFormat.magic
    bytes.append(integer: isSealed ? FileFormat.sealedVersion : FileFormat.clearVersion)
    bytes.append(integer: UInt32(key.dimension))
    bytes.append(integer: salt)
    bytes.append(integer: UInt32(key.tenant.text.utf8.count))
    bytes.append(integer: UInt32(key.model.text.utf8.count))
    let identity = Array(key.tenant.text.utf8) + Array(key.model.text.utf8)
    bytes.append(integer: FileFormat.checksum(bytes + identity, salt: salt))
    bytes.append(integer: UInt32(0))
    for _ in FileFormat.marks { bytes += mark(acknowledged) }
    bytes += identity
    bytes.pad()
    return bytes
  }

  /// One copy of the acknowledged length.
  func mark(_ acknowledged: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(integer: UInt64(acknowledged))
    bytes.append(integer: FileFormat.checksum(bytes, salt: salt))
    bytes.append(integer: UInt32(0))
    return bytes
  }

  /// Whose file it is by its first bytes, of which `decode` tells whether they are sound.
  ///
  /// - Parameter bytes: as many of the file's as there are, up to `most` at least.
  /// - Returns: nil where these are no header.
  static func key(in bytes: UnsafeRawBufferPointer) -> GalleryKey? {
    guard bytes.count >= FileFormat.fixedHeaderBytes, bytes.prefix(8).elementsEqual(FileFormat.magic) else {
      return nil
    }
    let tenant = Int(bytes.integer(at: 24, as: UInt32.self))
    let identity = bytes[FileFormat.fixedHeaderBytes...]
    guard tenant <= identity.count else { return nil }
    let rest = identity.dropFirst(tenant)
    let model = Int(bytes.integer(at: 28, as: UInt32.self))
    guard model <= rest.count else { return nil }
    return GalleryKey(
      GalleryID(
        tenant: TenantID(String(decoding: identity.prefix(tenant), as: UTF8.self)),
        model: ModelID(String(decoding: rest.prefix(model), as: UTF8.self)),
        dimension: Int(bytes.integer(at: 12, as: UInt32.self))))
  }

  /// Reads the header that must be `key`'s from the file's first bytes.
  ///
  /// - Returns: the header and the acknowledged length.
  /// - Throws: `FileDamage`.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, key: GalleryKey
  ) throws -> (header: FileHeader, acknowledged: Int) {
    guard bytes.count >= FileFormat.fixedHeaderBytes, bytes.prefix(8).elementsEqual(FileFormat.magic) else {
      throw FileDamage("its file does not begin as a gallery's file does")
    }
    let version: UInt32 = bytes.integer(at: 8)
    guard version == FileFormat.clearVersion || version == FileFormat.sealedVersion else {
      throw FileDamage("its file has format \(version), and this version reads formats 1 and 2 only")
    }
    let header = FileHeader(
      key: key, salt: bytes.integer(at: 16), isSealed: version == FileFormat.sealedVersion)
    let expected = header.encoded(acknowledged: 0)
    // The whole identity is compared, and the checksum with it: everything but the two marks.
    guard bytes.count >= expected.count, bytes[..<FileFormat.marks[0]].elementsEqual(expected[..<FileFormat.marks[0]]),
      bytes[FileFormat.fixedHeaderBytes..<expected.count].elementsEqual(expected[FileFormat.fixedHeaderBytes...])
    else { throw FileDamage("its file's header is damaged or another gallery's") }
    let acknowledged = FileFormat.marks.compactMap { offset -> Int? in
      let length = Int(truncatingIfNeeded: bytes.integer(at: offset, as: UInt64.self))
      let mark = bytes[offset..<offset + FileFormat.markBytes]
      return length >= header.length && mark.elementsEqual(header.mark(length)) ? length : nil
    }
    guard let length = acknowledged.max() else { throw FileDamage("its file's header is damaged") }
    return (header, length)
  }
}

/// What is wrong with a gallery's file. The text holds neither path nor data.
struct FileDamage: Error {
  let text: String
  init(_ text: String) { self.text = text }
}
