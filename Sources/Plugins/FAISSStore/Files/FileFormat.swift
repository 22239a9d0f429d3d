import CVectorScan

/// The layout of a gallery's file, format versions 1 and 2. Integers are little-endian.
///
/// ```
/// header   0  8  magic "KENALIGF"
///          8  4  format version: 1 where payloads are in clear, 2 where they are sealed
///         12  4  dimension
///         16  8  salt: random, new for every file; all checksums begin with it
///         24  4  bytes of the tenant's id        28  4  bytes of the model's id
///         32  4  CRC-32C of bytes 0..<32 and of the identity      36  4  zero
///         40 16  acknowledged length, first copy: length (8), CRC-32C of it (4), zero (4)
///         56 16  acknowledged length, second copy
///         72  .  identity: tenant, model, zeros up to a multiple of 8
/// frames      .  until the end of the file
///
/// frame    0  4  magic "KFRM"       4  4  CRC-32C of bytes 8..<32
///          8  8  sequence number: 1, 2, … in this file
///         16  8  bytes of the payload, a multiple of 8
///         24  4  CRC-32C of the payload      28  4  number of operations
///         32  .  payload. Version 1: operations. Version 2: bytes of what is sealed (8), that, zeros up to a multiple
///                of 8; sealed are the operations (`FrameSeal`)
///
/// operation 0 1  kind: 1 add, 2 remove      1  3  zero      4  4  number of faces n
///           8 8  bytes of the operation in all, a multiple of 8
///          16 .  add: n × (bytes of the face's id, bytes of the person's), those ids, zeros up to a multiple of 8,
///                n × dimension floats; remove: n × bytes of the id, the ids, zeros up to a multiple of 8
/// ```
///
/// **What is sealed.** Everything of persons: vectors, ids, persons. Tenant and model stay readable, in the header, so
/// that files can be listed and resealed; neither is biometric. A sealed frame opens only in its own file, at its own
/// place, as the frame of so many operations. Who can write files can still cut off whole frames at the end, or put back
/// an older state of a whole file. Frames of one file may be under several keys: each names its own. A file in clear is
/// written anew, sealed, before anything is added to it, so that one file is all of one kind.
///
/// **What a crash can leave, and what is damage.** A frame holds everything that is made durable by one fsync, and the
/// next frame is written only after that fsync has returned. A crash can therefore leave at most *one* frame
/// incomplete, the last one, nothing of which was acknowledged: it is cut off. Every other defect is damage:
/// - a bad frame with the header of a later one somewhere behind it: the bad one had been acknowledged;
/// - a bad or missing frame before the *acknowledged length*, which is written to the header after each fsync. It gets
///   to the disk with the next fsync, so that after a crash of the process it is exact, and after a power failure it may
///   be one frame behind: then, and only then, a defect of the very last acknowledged frame looks like a torn one;
/// - anything wrong in the header: headers come into being complete, by renaming.
///
/// The salt keeps a frame of another file (in a block that the file system used before), or one that somebody wrote
/// into an id, from passing for a frame of this file.
enum FileFormat {
  static let magic: [UInt8] = Array("KENALIGF".utf8)
  static let clearVersion: UInt32 = 1
  static let sealedVersion: UInt32 = 2
  static let fixedHeaderBytes = 72
  static let marks = [40, 56]
  static let markBytes = 16
  static let frameMagic: UInt32 = 0x4D52_464B  // "KFRM"
  static let frameHeaderBytes = 32
  static let operationHeaderBytes = 16

  /// The next multiple of 8.
  static func padded(_ count: Int) -> Int { (count + 7) & ~7 }

  /// CRC-32C of `bytes`, salted.
  static func checksum(_ bytes: UnsafeRawBufferPointer, salt: UInt64) -> UInt32 {
    let start = withUnsafeBytes(of: salt.littleEndian) { kvs_crc32c(0, $0.baseAddress, $0.count) }
    return kvs_crc32c(start, bytes.baseAddress, bytes.count)
  }

  /// CRC-32C of `bytes`, salted.
  static func checksum(_ bytes: some Sequence<UInt8>, salt: UInt64) -> UInt32 {
    Array(bytes).withUnsafeBytes { checksum($0, salt: salt) }
  }
}

/// Little-endian integers at the end of growing bytes.
extension [UInt8] {
  mutating func append(integer value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// Overwrites bytes with an integer.
  mutating func set(integer value: some FixedWidthInteger, at offset: Int) {
    Swift.withUnsafeBytes(of: value.littleEndian) { bytes in
      for (index, byte) in bytes.enumerated() { self[offset + index] = byte }
    }
  }

  /// Appends zeros up to a multiple of 8.
  mutating func pad() { append(contentsOf: repeatElement(0, count: FileFormat.padded(count) - count)) }
}

extension UnsafeRawBufferPointer {
  /// The little-endian integer at `offset`, which must be within the bytes.
  func integer<Value: FixedWidthInteger>(at offset: Int, as type: Value.Type = Value.self) -> Value {
    Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
