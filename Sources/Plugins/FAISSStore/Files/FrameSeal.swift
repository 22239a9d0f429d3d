import Engine

/// Seals and opens the payloads of one file's frames.
struct FrameSeal {
  private let sealer: any DataSealer
  private let header: FileHeader

  /// The seal of the file with this header.
  ///
  /// - Throws: `SealFailure` without a sealer.
  init(_ sealer: (any DataSealer)?, _ header: FileHeader) throws(SealFailure) {
    guard let sealer else {
      throw SealFailure("the gallery's stored data is sealed, and sealing is off; turn it on again with the same keys")
    }
    self.sealer = sealer
    self.header = header
  }

  /// The payload of a frame that holds `operations`.
  ///
  /// - Throws: `SealFailure`.
  func seal(
    _ operations: UnsafeRawBufferPointer, sequence: UInt64, operations count: Int
  ) throws(SealFailure) -> (payload: [UInt8], keyID: String) {
    do {
      let sealed = try sealer.seal(operations, context: context(sequence, count))
      var payload: [UInt8] = []
      payload.reserveCapacity(FileFormat.padded(sealed.count) + 8)
      payload.append(integer: UInt64(sealed.count))
      payload += sealed
      payload.pad()
      // Asked of the bytes: the current key may have changed since they were sealed.
      return (payload, sealed.withUnsafeBytes { sealer.keyID(of: $0) } ?? sealer.keyID)
    } catch {
      throw SealFailure("the gallery's data could not be sealed (\(error)); nothing was written")
    }
  }

  /// The operations in a frame's payload, and the id of the key that they were sealed under.
  ///
  /// - Throws: `FileDamage` where it was changed or belongs elsewhere, `SealFailure` where the key is not there.
  func open(
    _ payload: UnsafeRawBufferPointer, sequence: UInt64, operations count: Int
  ) throws -> (payload: [UInt8], keyID: String) {
    guard payload.count >= 8, let length = Int(exactly: payload.integer(at: 0, as: UInt64.self)),
      length <= payload.count - 8
    else { throw FileDamage("a sealed frame is cut off") }
    let sealed = UnsafeRawBufferPointer(rebasing: payload[8..<8 + length])
    do {
      let opened = try sealer.open(sealed, context: context(sequence, count))
      guard let keyID = sealer.keyID(of: sealed) else { throw DataSealerError.notAuthentic }
      return (opened, keyID)
    } catch DataSealerError.unknownKey(let id) {
      throw SealFailure(
        "the gallery's stored data is sealed under the key \(id), which this installation does not have; "
          + "give it that key back")
    } catch {
      throw FileDamage("a sealed frame was changed or is not in its place")
    }
  }

  /// What a frame is: its file (the identity and the random salt) and its place in it.
  private func context(_ sequence: UInt64, _ operations: Int) -> [UInt8] {
    var context = Array("kenali store.faiss frame".utf8)
    context += header.encoded(acknowledged: 0)
    context.append(integer: sequence)
    context.append(integer: UInt32(operations))
    return context
  }
}

/// Why sealed data can't be used, or data not be sealed; the data itself is as it was. The text tells the operator what
/// to do.
struct SealFailure: Error {
  let text: String
  init(_ text: String) { self.text = text }
}
