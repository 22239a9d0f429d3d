import Engine
import Testing

@testable import Host

@Suite struct DataKeyRingTests {
  private static func key(_ id: String, _ seed: UInt8, isCurrent: Bool = true) -> DataKeyStore.Key {
    .init(id: id, secret: SecretBytes((0..<32).map { $0 ^ seed }), isCurrent: isCurrent)
  }
  private static let first = "0123456789abcdef"
  private static let second = "fedcba9876543210"

  private func seal(_ ring: DataKeyRing, _ bytes: [UInt8], _ context: [UInt8] = [1]) throws -> [UInt8] {
    try bytes.withUnsafeBytes { try ring.seal($0, context: context) }
  }

  private func open(_ ring: DataKeyRing, _ bytes: [UInt8], _ context: [UInt8] = [1]) throws -> [UInt8] {
    try bytes.withUnsafeBytes { try ring.open($0, context: context) }
  }

  @Test(arguments: [0, 1, 15, 2048]) func whatIsSealedOpens(_ count: Int) throws {
    let ring = DataKeyRing([Self.key(Self.first, 1)])
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let sealed = try seal(ring, bytes)
    #expect(sealed.count == count + 45)
    #expect(try open(ring, sealed) == bytes)
    #expect(try seal(ring, bytes) != sealed, "each nonce is new")
    #expect(sealed.withUnsafeBytes { ring.keyID(of: $0) } == Self.first)
  }

  @Test func anyChangeIsNoticed() throws {
    let ring = DataKeyRing([Self.key(Self.first, 1)])
    let sealed = try seal(ring, [7, 8, 9])
    for index in sealed.indices where !(1...16).contains(index) {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: DataSealerError.notAuthentic) { try open(ring, changed) }
    }
    #expect(throws: DataSealerError.notAuthentic) { try open(ring, sealed, [2]) }
    #expect(throws: DataSealerError.notAuthentic) { try open(ring, sealed.dropLast()) }
    #expect(throws: DataSealerError.notAuthentic) { try open(ring, []) }
    #expect(throws: DataSealerError.unknownKey("1123456789abcdef")) {
      var changed = sealed
      changed[1] = UInt8(ascii: "1")
      return try open(ring, changed)
    }
  }

  /// The key's name is authenticated: two names for one secret are two keys.
  @Test func theNameOfTheKeyCounts() throws {
    let ring = DataKeyRing([Self.key(Self.first, 1), Self.key(Self.second, 1, isCurrent: false)])
    var sealed = try seal(ring, [7])
    sealed.replaceSubrange(1...16, with: Array(Self.second.utf8))
    #expect(throws: DataSealerError.notAuthentic) { try open(ring, sealed) }
  }

  @Test func aNewKeySealsAndTheOldOneStillOpens() throws {
    let ring = DataKeyRing([Self.key(Self.first, 1)])
    let old = try seal(ring, [7])
    ring.replace(with: [Self.key(Self.second, 2), Self.key(Self.first, 1, isCurrent: false)])
    #expect(ring.keyID == Self.second)
    #expect(try open(ring, old) == [7])
    #expect(try seal(ring, [7]).withUnsafeBytes { ring.keyID(of: $0) } == Self.second)
    ring.replace(with: [Self.key(Self.second, 2)])
    #expect(throws: DataSealerError.unknownKey(Self.first)) { try open(ring, old) }
  }
}
