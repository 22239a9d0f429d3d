import Engine
import Foundation
import Testing

@testable import Host

@Suite struct MasterKeyTests {
  @Test func isMadeOnceWithTightPermissions() throws {
    try withTemporaryDirectory { directory in
      let first = try MasterKeyFile.masterKey(configured: nil, directory: directory)
      let second = try MasterKeyFile.masterKey(configured: nil, directory: directory)
      #expect(first.id == second.id)
      let path = directory + "/master.key"
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["master.key"])
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      #expect(throws: MasterKeyError.readableByOthers) { try MasterKeyFile(directory: directory).loadOrCreate() }
    }
  }

  @Test func manyStartsAtOnceGetTheSameKey() async throws {
    try await withTemporaryDirectory { directory in
      let ids = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<16 { group.addTask { try MasterKeyFile(directory: directory).loadOrCreate().id } }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(ids.count == 1)
    }
  }

  @Test func configuredKeysCount() throws {
    let text = Data(0..<32).base64EncodedString()
    let key = try MasterKeyFile.masterKey(configured: text, directory: "/nonexistent")
    #expect(try key.id == MasterKey(SecretBytes(0..<32)).id)
    #expect(try key.derived(for: .sealing) != key.derived(for: .tokens))
    for bad in ["", "abc", Data(0..<31).base64EncodedString(), text + "AAAA"] {
      #expect(throws: MasterKeyError.malformed) { try MasterKey(base64: bad) }
    }
    #expect("\(key)".contains(text) == false)
  }

  @Test func errorsCarryNoPath() {
    let error = #expect(throws: MasterKeyError.self) { try MasterKeyFile(directory: "/nonexistent").loadOrCreate() }
    #expect(error.map { "\($0)".contains("nonexistent") } == false)
  }

  @Test func boxesOpenOnlyForTheirTenantPurposeAndKey() throws {
    let box = try SealedBox(masterKey: MasterKey(SecretBytes(0..<32)))
    let other = try SealedBox(masterKey: MasterKey(SecretBytes(1..<33)))
    let secret = SecretBytes([1, 2, 3])
    let sealed = try box.seal(secret, for: TenantID("a"), purpose: "p")
    #expect(try box.open(sealed, for: TenantID("a"), purpose: "p") == secret)
    #expect(try box.seal(secret, for: TenantID("a"), purpose: "p") != sealed)
    #expect(throws: CryptographyError.notAuthentic) { try box.open(sealed, for: TenantID("b"), purpose: "p") }
    #expect(throws: CryptographyError.notAuthentic) { try box.open(sealed, for: TenantID("a"), purpose: "q") }
    #expect(throws: CryptographyError.notAuthentic) { try other.open(sealed, for: TenantID("a"), purpose: "p") }
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: CryptographyError.notAuthentic) { try box.open(changed, for: TenantID("a"), purpose: "p") }
      #expect(throws: CryptographyError.notAuthentic) {
        try box.open(Array(sealed.prefix(index)), for: TenantID("a"), purpose: "p")
      }
    }
  }
}
