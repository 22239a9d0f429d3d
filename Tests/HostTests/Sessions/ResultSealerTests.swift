import Engine
import Foundation
import Testing

@testable import Host

@Suite struct ResultSealerTests {
  private static func withSealer(
    _ body: (ResultSealer, TenantID, IssuedCredentials) async throws -> Void
  ) async throws {
    try await StorageWorld.run { world async throws in
      let box = try SealedBox(masterKey: MasterKey(SecretBytes(0..<32)))
      let issuer = CredentialIssuer(
        tenants: world.tenants, argon2: Argon2id(parameters: CredentialTests.cheap), box: box)
      let (tenant, issued) = try await issuer.createTenant(name: "sealed")
      try await body(
        ResultSealer(tenants: world.tenants, box: box, now: { StorageWorld.now }), tenant.id, issued)
    }
  }

  /// What the payload says once it is decrypted under this key.
  private static func opened(_ sealed: JSONValue, key text: String) throws -> String {
    let payload = try #require(sealed["encrypted_payload"]?.string.flatMap { Data(base64Encoded: $0) })
    // The documents' clients have no code of ours: openssl stands in for them here.
    let key = try SHA256.digest(text).map { String(format: "%02x", $0) }.joined()
    let iv = payload.prefix(16).map { String(format: "%02x", $0) }.joined()
    let run = try Subprocess.run(
      ["openssl", "enc", "-d", "-aes-256-cbc", "-K", key, "-iv", iv], input: payload.dropFirst(16))
    #expect(run.status == 0)
    return String(decoding: run.output, as: UTF8.self)
  }

  @Test func theDocumentedFieldsInOneOrder() async throws {
    try await Self.withSealer { sealer, tenant, issued async throws in
      let session = LiveSession.of(.verification(PersonID("ann")), token: "sess_x", tenant: tenant)
      let sealed = try await sealer.seal(id: "ann", confidence: 0.94321, of: session)
      #expect(
        sealed.members?.map(\.name)
          == ["algorithm", "encrypted_payload", "encryption_method", "instructions", "key"])
      #expect(sealed["key"] == "sha256(secret_key)")
      #expect(
        try Self.opened(sealed, key: issued.secret.reveal())
          == #"{"confidence":0.9432,"id":"ann","session_token":"sess_x","session_type":"verification","#
          + #""timestamp":"2025-10-09T08:53:20.000Z"}"#)
    }
  }

  @Test func theAPIKeysKeyWhereTheSessionSaysSoAndNoConfidenceForEnrollments() async throws {
    try await Self.withSealer { sealer, tenant, issued async throws in
      let session = LiveSession.of(
        .enrollment(PersonID("ann")), token: "sess_x", tenant: tenant, encryption: .cbc(.apiKey))
      let sealed = try await sealer.seal(id: "e/1", confidence: nil, of: session)
      #expect(sealed["key"] == "sha256(api_key)")
      #expect(
        try Self.opened(sealed, key: issued.apiKey.text)
          == #"{"id":"e/1","session_token":"sess_x","session_type":"enrollment","timestamp":"2025-10-09T08:53:20.000Z"}"#
      )
    }
  }

  @Test func aTenantThatIsGoneHasNoKeys() async throws {
    try await Self.withSealer { sealer, _, _ async throws in
      let session = LiveSession.of(.identification, tenant: TenantID("gone"))
      await #expect(throws: StorageError.notFound) { try await sealer.seal(id: "x", confidence: 1, of: session) }
    }
  }
}
