import Engine
import Foundation
import Testing

@testable import Host

@Suite struct ResultEncryptionTests {
  static let apiKey = APIKey("frapi_" + String(repeating: "k", count: 32))
  static let secret = APISecret("S3cret-" + String(repeating: "ü", count: 20))
  static let token = "sess_abc"
  static let payload = ResultPayload(
    id: "user/1", timestamp: "2025-10-27T12:34:56.789Z", sessionType: "verification", sessionToken: token,
    confidence: 0.95)

  static func encrypted(_ form: ResultEncryption) throws -> [String: String] {
    let keys = try ResultKeys(apiKey: apiKey, secret: secret)
    let data = try form.encrypt(try payload.json(), keys: keys, sessionToken: token)
    return try JSONDecoder().decode([String: String].self, from: try JSONEncoder().encode(data))
  }

  @Test func theKeyFollowsTheEndpoint() {
    #expect(ResultEncryption.cbc(via: .core, forcesSecret: false) == .cbc(.apiKey))
    #expect(ResultEncryption.cbc(via: .core, forcesSecret: true) == .cbc(.secret))
    #expect(ResultEncryption.cbc(via: .web, forcesSecret: false) == .cbc(.secret))
    #expect(ResultEncryption.cbc(via: nil, forcesSecret: false) == .cbc(.secret))
  }

  @Test func fields() throws {
    let cbc = try Self.encrypted(.cbc(.apiKey))
    #expect(Set(cbc.keys) == ["encrypted_payload", "algorithm", "encryption_method", "key", "instructions"])
    #expect(cbc["algorithm"] == "AES-256-CBC" && cbc["encryption_method"] == "AES-256-CBC")
    #expect(cbc["key"] == "sha256(api_key)")
    #expect(try Self.encrypted(.cbc(.secret))["key"] == "sha256(secret_key)")
    let gcm = try Self.encrypted(.gcm)
    #expect(gcm["algorithm"] == "AES-256-GCM" && gcm["kid"]?.count == 16)
    #expect(Set(gcm.keys).isSuperset(of: ["iv", "ciphertext", "tag", "kid"]))
    #expect(try Self.encrypted(.cbc(.apiKey))["encrypted_payload"] != cbc["encrypted_payload"])
  }

  // `decrypt_response` of websocket-integration-guide.md and websocket-implementation.md, word for word but for the
  // parameter's name, in which alone they differ.
  static let documentsClient = """
    import base64, hashlib, json, os, sys
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.backends import default_backend
    from cryptography.hazmat.primitives import padding

    def decrypt_response(encrypted_payload: str, key_text: str) -> dict:
        encrypted_data = base64.b64decode(encrypted_payload)
        iv = encrypted_data[:16]
        ciphertext = encrypted_data[16:]
        key = hashlib.sha256(key_text.encode()).digest()
        cipher = Cipher(algorithms.AES(key), modes.CBC(iv), backend=default_backend())
        decryptor = cipher.decryptor()
        padded_data = decryptor.update(ciphertext) + decryptor.finalize()
        unpadder = padding.PKCS7(128).unpadder()
        data = unpadder.update(padded_data) + unpadder.finalize()
        return json.loads(data.decode('utf-8'))

    def decrypt_gcm(d, secret, session_token):
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF
        from cryptography.hazmat.primitives import hashes
        def hkdf(key, info, n):
            return HKDF(algorithm=hashes.SHA256(), length=n, salt=None, info=info).derive(key)
        key = hkdf(secret.encode(), b'kenali result v1', 32)
        assert d['kid'] == hkdf(key, b'kid', 8).hex()
        b = base64.b64decode
        return json.loads(AESGCM(key).decrypt(b(d['iv']), b(d['ciphertext']) + b(d['tag']), session_token.encode()))

    given = json.load(sys.stdin)
    d = given['data']
    if 'encrypted_payload' in d:
        result = decrypt_response(d['encrypted_payload'], given['key'])
    else:
        result = decrypt_gcm(d, given['key'], given['token'])
    print(json.dumps(result))
    """

  @Test(arguments: [ResultEncryption.cbc(.apiKey), .cbc(.secret), .gcm]) func theDocumentsClientsDecrypt(
    form: ResultEncryption
  ) throws {
    let hasCryptography =
      try Subprocess.run(["python3", "-c", "import cryptography"], input: Data()).status == 0
    let key = form == .cbc(.apiKey) ? Self.apiKey.text : Self.secret.reveal()
    let data = try Self.encrypted(form)
    let plain: Data
    if hasCryptography {
      let input = try JSONSerialization.data(withJSONObject: ["data": data, "key": key, "token": Self.token])
      let run = try Subprocess.run(["python3", "-c", Self.documentsClient], input: input)
      #expect(run.status == 0)
      plain = run.output
    } else if let payload = data["encrypted_payload"].flatMap({ Data(base64Encoded: $0) }) {
      print("NOTE: python3 has no 'cryptography' here: the openssl program decrypts instead of the documents' code")
      let digest = try SHA256.digest(key)
      func text(_ bytes: some Sequence<UInt8>) -> String { bytes.map { String(format: "%02x", $0) }.joined() }
      let run = try Subprocess.run(
        ["openssl", "enc", "-d", "-aes-256-cbc", "-K", text(digest), "-iv", text(payload.prefix(16))],
        input: payload.dropFirst(16))
      #expect(run.status == 0)
      plain = run.output
    } else {
      print("SKIPPED: AES-256-GCM was not decrypted by another program: python3 has no 'cryptography' here")
      return
    }
    #expect(try JSONDecoder().decode(ResultPayload.self, from: plain) == Self.payload)
  }
}
