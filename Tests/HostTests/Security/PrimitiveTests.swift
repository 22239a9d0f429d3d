import Testing

@testable import Host

@Suite struct PrimitiveTests {
  // FIPS 180-4 examples and RFC 6234.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]) func sha256(text: String, digest: String) throws {
    #expect(try SHA256.digest(text) == hex(digest))
  }

  // RFC 4231, cases 1, 2 and 6.
  @Test(arguments: [
    (
      hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ]) func hmac(key: [UInt8], text: String, code: String) throws {
    #expect(try HMACSHA256.authenticate(Array(text.utf8), key: SecretBytes(key)) == hex(code))
    #expect(try HMACSHA256.isValid(hex(code), for: Array(text.utf8), key: SecretBytes(key)))
    #expect(try !HMACSHA256.isValid(hex(code).dropLast(), for: Array(text.utf8), key: SecretBytes(key)))
  }

  // RFC 5869, appendix A.1 to A.3.
  @Test func hkdf() throws {
    let ikm = SecretBytes([UInt8](repeating: 0x0B, count: 22))
    #expect(
      try HKDFSHA256.derive(
        from: ikm, salt: hex("000102030405060708090a0b0c"), info: hex("f0f1f2f3f4f5f6f7f8f9"), count: 42)
        == SecretBytes(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")))
    #expect(
      try HKDFSHA256.derive(
        from: SecretBytes(0x00...0x4F), salt: Array(0x60...0xAF), info: Array(0xB0...0xFF), count: 82)
        == SecretBytes(
          hex(
            """
            b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f
            09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
            """)))
    #expect(
      try HKDFSHA256.derive(from: ikm, info: [], count: 42)
        == SecretBytes(hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")))
    #expect(throws: CryptographyError.failed) { try HKDFSHA256.derive(from: ikm, info: [], count: 8161) }
  }

  // NIST SP 800-38A, F.2.5; its blocks are whole, and so the padding block comes after them.
  @Test func cbc() throws {
    let key = SecretBytes(hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"))
    let iv = Array(UInt8(0)...15)
    let text = hex(
      """
      6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17
      ad2b417be66c3710
      """)
    let ciphertext = hex(
      """
      f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fc
      da6c19078c6a9d1b
      """)
    let sealed = try AES256CBC.encrypt(text, key: key, iv: iv)
    #expect(Array(sealed.prefix(64)) == ciphertext)
    #expect(sealed.count == 80)
    #expect(try AES256CBC.decrypt(sealed, key: key, iv: iv) == text)
    for count in 0...48 {
      let data = Array(text.prefix(count))
      #expect(try AES256CBC.decrypt(try AES256CBC.encrypt(data, key: key, iv: iv), key: key, iv: iv) == data)
    }
    #expect(throws: CryptographyError.failed) { try AES256CBC.decrypt([1, 2, 3], key: key, iv: iv) }
  }

  // NIST's GCM test cases 13 to 16 (McGrew and Viega).
  @Test(arguments: [
    (
      String(repeating: "00", count: 32), String(repeating: "00", count: 12), "", "", "",
      "530f8afbc74536b9a963b4f1c4cb738b"
    ),
    (
      String(repeating: "00", count: 32), String(repeating: "00", count: 12), String(repeating: "00", count: 16), "",
      "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"
    ),
    (
      "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
      """
      d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657
      ba637b39
      """, "feedfacedeadbeeffeedfacedeadbeefabaddad2",
      """
      522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0a
      bcc9f662
      """, "76fc6ece0f4e1768cddf8853bb2d551b"
    ),
  ]) func gcm(key: String, nonce: String, text: String, context: String, ciphertext: String, tag: String) throws {
    let key = SecretBytes(hex(key))
    let sealed = try AES256GCM.seal(hex(text), key: key, nonce: hex(nonce), context: hex(context))
    #expect(sealed == AES256GCM.Sealed(nonce: hex(nonce), ciphertext: hex(ciphertext), tag: hex(tag)))
    #expect(try AES256GCM.open(sealed, key: key, context: hex(context)) == SecretBytes(hex(text)))
    #expect(throws: CryptographyError.notAuthentic) {
      try AES256GCM.open(sealed, key: key, context: hex(context) + [0])
    }
    for bit in 0..<8 {
      var changed = sealed
      changed.tag[bit * 2] ^= 1 << UInt8(bit)
      #expect(throws: CryptographyError.notAuthentic) { try AES256GCM.open(changed, key: key, context: hex(context)) }
      guard !sealed.ciphertext.isEmpty else { continue }
      changed = sealed
      changed.ciphertext[bit] ^= 1 << UInt8(bit)
      #expect(throws: CryptographyError.notAuthentic) { try AES256GCM.open(changed, key: key, context: hex(context)) }
    }
  }

  @Test func secretsDoNotShow() {
    let secret = SecretBytes([0x73, 0x65])
    #expect("\(secret)" == "(secret)")
    #expect(String(reflecting: APISecret("geheim")).contains("geheim") == false)
    var dumped = ""
    dump(APISecret("geheim"), to: &dumped)
    #expect(!dumped.contains("geheim"))
    #expect("\(APIKey("frapi_0123456789"))" == "frapi_0123…")
  }

  @Test func randomBytesDiffer() throws {
    #expect(Set(try (0..<100).map { _ in try SecureRandom.bytes(16) }).count == 100)
    #expect(try SecureRandom.bytes(0).isEmpty)
  }

  @Test func base64URL() throws {
    for count in 0..<70 {
      let bytes = try SecureRandom.bytes(count)
      let text = Base64URL.encode(bytes)
      #expect(Base64URL.decode(text) == bytes)
      #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    }
    for text in ["A", "AB=", "AB==", "A+BC", "A/BC", "A BC", "AB\n", "AR", "ABé"] {
      #expect(Base64URL.decode(text) == nil)
    }
  }

  @Test func argon2() async throws {
    let argon2 = Argon2id()
    let hash = try await argon2.hash(SecretBytes("secret".utf8))
    #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    #expect(try await argon2.verify(SecretBytes("secret".utf8), hash: hash))
    #expect(try await !argon2.verify(SecretBytes("Secret".utf8), hash: hash))
    #expect(try await !argon2.verify(SecretBytes([]), hash: hash))
    await #expect(throws: CryptographyError.failed) { try await argon2.verify(SecretBytes([1]), hash: "plain") }
    // Made by the reference implementation's command line: argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 (phc-winner-argon2).
    let reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
    #expect(try await argon2.verify(SecretBytes("password".utf8), hash: reference))
  }

  @Test func argon2RefusesWhenTooManyWait() async throws {
    let argon2 = Argon2id(threadCount: 1, capacity: 1)
    let refused = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<12 {
        group.addTask {
          do {
            _ = try await argon2.hash(SecretBytes([1]))
            return false
          } catch { return error as? WorkerError == .overloaded }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect((1...11).contains(refused))
  }
}
