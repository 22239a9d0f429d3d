import CBase64
import Foundation
import Testing

@testable import Host

@Suite struct Base64Tests {
  typealias Decoder = (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>) -> Int

  /// The bytes of `text`, from a buffer that is exactly as large as promised, with a fence behind it.
  static func decode(_ text: [UInt8], by decoder: Decoder) -> [UInt8]? {
    let capacity = text.count / 4 * 3 + 3
    var out = [UInt8](repeating: 0xA5, count: capacity + 64)
    // The text ends where its allocation does, so that a sanitizer sees a read beyond it.
    let count = text.withUnsafeBufferPointer { decoder($0.baseAddress, $0.count, &out) }
    #expect(out[capacity...].allSatisfy { $0 == 0xA5 })
    return count < 0 ? nil : Array(out.prefix(count))
  }

  static var decoders: [Decoder] { [kenali_base64_decode, kenali_base64_decode_portable] }

  @Test func everyLength() {
    var generator = SystemRandomNumberGenerator()
    for count in 0..<400 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let padded = Array(Data(bytes).base64EncodedString().utf8)
      let bare = Array(padded.prefix { $0 != UInt8(ascii: "=") })
      for decoder in Self.decoders {
        #expect(Self.decode(padded, by: decoder) == bytes)
        #expect(Self.decode(bare, by: decoder) == bytes)
      }
    }
  }

  @Test func everyByteAtEveryPlace() {
    let text = Array(Data((0..<96).map { UInt8($0 * 2) }).base64EncodedString().utf8)
    let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for place in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[place] = byte
        let results = Self.decoders.map { Self.decode(changed, by: $0) }
        #expect(results[0] == results[1])
        let isValid = alphabet.contains(byte) || (byte == UInt8(ascii: "=") && place == text.count - 1)
        #expect((results[0] != nil) == isValid, "byte \(byte) at \(place)")
      }
    }
  }

  /// Foundation refuses what has no padding, and so is given it.
  @Test func agreesWithFoundationOnMutatedInputs() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<150, using: &generator)
      var text = Array(
        Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }).base64EncodedString().utf8)
      for _ in 0..<Int.random(in: 0...2, using: &generator) where !text.isEmpty {
        let index = Int.random(in: 0..<text.count, using: &generator)
        text[index] = [UInt8.random(in: 0...255, using: &generator), UInt8(ascii: "="), UInt8(ascii: "/")]
          .randomElement(using: &generator)!
        if Int.random(in: 0..<4, using: &generator) == 0 { text.removeLast() }
      }
      let results = Self.decoders.map { Self.decode(text, by: $0) }
      #expect(results[0] == results[1])
      var body = text[...]
      for _ in 0..<2 where body.last == UInt8(ascii: "=") { body.removeLast() }
      var padded = Array(body)
      while padded.count % 4 != 0 { padded.append(UInt8(ascii: "=")) }
      // Foundation takes padding in the middle of a group, and three characters of it, which no encoder makes.
      let isStrict =
        !body.contains(UInt8(ascii: "=")) && body.count % 4 != 1 && (body.count == text.count || text.count % 4 == 0)
      let expected = isStrict ? Data(base64Encoded: Data(padded)).map { [UInt8]($0) } : nil
      #expect(results[0] == expected, "\(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test func saysWhetherItIsAccelerated() {
    if kenali_base64_is_accelerated() == 0 { print("NOTE: no AVX2 here; both decoders are the portable one") }
  }
}
