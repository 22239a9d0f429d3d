import Engine

/// A face's vector as the database keeps it: sealed for this one face of this one person.
struct SealedEmbedding: Sendable, Hashable {
  var bytes: [UInt8]
  /// The data key that it is sealed under.
  var keyID: String

  /// Seals a vector.
  init(_ face: FaceRecord, tenant: TenantID, sealer: any DataSealer) throws {
    // The key may be rotated between two questions: what the bytes say counts.
    bytes = try face.embedding.values.withUnsafeBytes {
      try sealer.seal($0, context: Self.context(face.id, face.person, face.embedding.model, tenant))
    }
    guard let keyID = bytes.withUnsafeBytes({ sealer.keyID(of: $0) }) else { throw CryptographyError.failed }
    self.keyID = keyID
  }

  init(bytes: [UInt8], keyID: String) {
    self.bytes = bytes
    self.keyID = keyID
  }

  /// Opens it again.
  ///
  /// - Throws: `DataSealerError` where the bytes, or whose they are said to be, were changed.
  func open(
    _ id: FaceID, person: PersonID, model: ModelID, tenant: TenantID, sealer: any DataSealer
  ) throws -> FaceRecord {
    let opened = try bytes.withUnsafeBytes { try sealer.open($0, context: Self.context(id, person, model, tenant)) }
    let values = opened.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
    guard let embedding = Embedding(model: model, normalizing: values) else { throw DataSealerError.notAuthentic }
    return FaceRecord(id: id, person: person, embedding: embedding)
  }

  /// NUL is in none of the host's own ids, which makes the split unambiguous.
  private static func context(_ id: FaceID, _ person: PersonID, _ model: ModelID, _ tenant: TenantID) -> [UInt8] {
    Array("embedding\0\(tenant)\0\(model)\0\(person)\0\(id)".utf8)
  }
}
