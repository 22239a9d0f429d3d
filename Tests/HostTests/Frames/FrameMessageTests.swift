import Foundation
import Testing

@testable import Host

@Suite struct FrameMessageTests {
  static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + (0..<200).map { UInt8($0) }
  static let base64 = Data(jpeg).base64EncodedString()

  static func parse(_ text: String, limit: Int = FrameMessage.maximumImageBytes) -> FrameMessage {
    FrameMessage.parse(Array(text.utf8), maximumImageBytes: limit)
  }

  /// Whether the scanner read the message without the parser.
  static func isScanned(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBytes { FrameMessageScanner.scan($0) } != nil
  }

  @Test func framesAsClientsWriteThem() {
    let escaped = Self.base64.replacingOccurrences(of: "/", with: "\\/")
    for (text, isScanned) in [
      (#"{"type":"frame","image":"data:image/jpeg;base64,\#(Self.base64)"}"#, true),
      (#"{"type": "frame", "image": "data:image/jpeg;base64,\#(Self.base64)"}"#, true),
      (#"{"image":"\#(Self.base64)","type":"frame"}"#, true),
      (" {\n\t\"type\" : \"frame\" ,\r\n \"frame_data\" : \"\(Self.base64)\" } \n", true),
      (#"{"type":"frame","frame_id":12,"ok":true,"x":null,"timestamp":1760000000000,"image":"\#(Self.base64)"}"#, true),
      (#"{"type":"frame","image":"data:image\/jpeg;base64,\#(escaped)"}"#, true),
      (#"{"session_token":"sess_x","frame_data":"DATA:IMAGE/PNG;charset=x;BASE64,\#(Self.base64)"}"#, true),
      (#"{"type":"frame","meta":{"fps":[10,9.5]},"image":"\#(Self.base64)"}"#, false),
      (#"{"type":"frame","fps":9.5,"image":"\#(Self.base64)"}"#, false),
      (#"{"\u0074ype":"frame","image":"\#(Self.base64)"}"#, false),
      (#"{"type":"frame","image":"\#(Self.base64)","note":"grüße"}"#, false),
      (#"{"type":"frame","image":null,"frame_data":"\#(Self.base64)"}"#, false),
    ] {
      #expect(Self.parse(text) == .frame(Self.jpeg), "\(text)")
      #expect(Self.isScanned(text) == isScanned, "\(text)")
    }
    let unicode = Self.base64.replacingOccurrences(of: "A", with: "\\u0041")
    #expect(Self.parse(#"{"type":"frame","image":"\#(unicode)"}"#) == .frame(Self.jpeg))
    var unpadded = Self.base64
    while unpadded.last == "=" { unpadded.removeLast() }
    #expect(Self.parse(#"{"type":"frame","image":"\#(unpadded)"}"#) == .frame(Self.jpeg))
  }

  @Test func otherMessages() {
    #expect(Self.parse(#"{"type":"ping"}"#) == .ping)
    #expect(Self.parse(#"{"type":"stop","image":"x"}"#) == .stop)
    let signal = #"{"type":"webrtc_signal","signal_data":{"sdp":"v=0"}}"#
    #expect(Self.parse(signal) == .other(type: "webrtc_signal", json: Array(signal.utf8)))
  }

  @Test(arguments: [
    ("", FrameMessageError.malformed), ("[]", .malformed), ("1", .malformed), ("{", .malformed), ("{} x", .malformed),
    ("\u{0}", .malformed), (#"{"type":5}"#, .malformed), (#"{"type":"frame","image":5}"#, .malformed),
    ("{}", .missingType), (#"{"type":"frame"}"#, .missingImage), (#"{"type":"frame","image":""}"#, .badImage),
    (#"{"type":"frame","image":"A"}"#, .badImage), (#"{"type":"frame","image":"AAA*"}"#, .badImage),
    (#"{"type":"frame","image":"AA=A"}"#, .badImage), (#"{"type":"frame","image":"A==="}"#, .badImage),
    (#"{"type":"frame","image":"AAA=="}"#, .badImage), (#"{"type":"frame","image":"=="}"#, .badImage),
    (#"{"type":"frame","image":"AAAA="}"#, .badImage), (#"{"type":"frame","image":"AA-_"}"#, .badImage),
    (#"{"type":"frame","image":"AAAA\n"}"#, .badImage),
    (#"{"type":"frame","image":"data:text/html;base64,AAAA"}"#, .badImage),
    (#"{"type":"frame","image":"data:image/jpeg,AAAA"}"#, .badImage),
    (#"{"type":"frame","image":"data:image/jpeg;base64,"}"#, .badImage),
    (#"{"type":"frame","image":"data:;base64,AAAA"}"#, .badImage), (#"{"type":"frame","image":"data:"}"#, .badImage),
    (#"{"type":"frame","image":"http://example.com/x.jpg"}"#, .badImage),
  ]) func invalidMessages(text: String, error: FrameMessageError) {
    #expect(Self.parse(text) == .invalid(error))
  }

  @Test func limits() {
    let text = #"{"type":"frame","image":"\#(Self.base64)"}"#
    #expect(Self.parse(text, limit: Self.jpeg.count) == .frame(Self.jpeg))
    #expect(Self.parse(text, limit: Self.jpeg.count - 1) == .invalid(.tooLarge(limit: Self.jpeg.count - 1)))
    let large = String(repeating: "A", count: 3_000_000)
    #expect(Self.parse(#"{"type":"frame","image":"\#(large)"}"#) == .invalid(.tooLarge(limit: 2 << 20)))
  }

  @Test func requests() throws {
    func parse(_ text: String) throws(FrameMessageError) -> FrameRequest {
      let outcome = Array(text.utf8).withUnsafeBytes { bytes in
        Result { () throws(FrameMessageError) in try FrameRequest.parse(bytes) }
      }
      return try outcome.get()
    }
    let expected = FrameRequest(sessionToken: "sess_x", image: Self.jpeg)
    #expect(try parse(#"{"session_token":"sess_x","frame_data":"\#(Self.base64)"}"#) == expected)
    #expect(try parse(#"{"session_token":"sess\u005fx","a":[],"image":"\#(Self.base64)"}"#) == expected)
    #expect(try parse(#"{"image":"\#(Self.base64)"}"#).sessionToken == nil)
    #expect(throws: FrameMessageError.missingImage) { try parse(#"{"session_token":"sess_x"}"#) }
    #expect(throws: FrameMessageError.malformed) { try parse(#"{"session_token":5,"image":"AAAA"}"#) }
  }

  /// Whatever the scanner accepts, Foundation's parser reads the same; so both ways give one answer for every input.
  @Test func scannerAndParserAgree() {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      #"{"type":"frame","image":"data:image/jpeg;base64,\#(Self.base64)"}"#,
      #"{"type":"frame","x":0,"y":-1.5e3,"z":[{}],"image":"\#(Self.base64)","w":"\u00fc\"\\"}"#,
      #"{"frame_data":"AAAA","type":"frame","t":true,"f":false,"n":null,"session_token":"s"} "#,
      #"{"type":"frame","type":"ping","image":"AAAA","image":"BBBB"}"#,
      #"{"a":1,"a":2,"image":"data:image\/png;base64,AA\/A"}"#,
    ].map { Array($0.utf8) }
    let alphabet = Array("{}[]\",:\\/ \n\t0123456789.-+eEtruefalsnimgyp=A".utf8) + [0, 0x1F, 0x7F, 0x80, 0xC3, 0xFF]
    var scanned = 0
    for round in 0..<30_000 {
      var bytes = pieces[round % pieces.count]
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        // Mostly near the structure, which the image's text would drown otherwise.
        let end = Bool.random(using: &generator) ? min(60, bytes.count) : bytes.count
        let index = Int.random(in: 0..<end, using: &generator)
        let byte = alphabet.randomElement(using: &generator)!
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(byte, at: index)
        case 1 where bytes.count > 1: bytes.remove(at: index)
        case 2 where bytes.count > 1: bytes.removeLast(Int.random(in: 0..<min(4, bytes.count - 1), using: &generator))
        default: bytes[index] = byte
        }
        if bytes.isEmpty { bytes = [byte] }
      }
      let fast = FrameMessage.parse(bytes)
      let slow = bytes.withUnsafeBytes { FrameMessageFallback.parse($0, limit: FrameMessage.maximumImageBytes) }
      #expect(fast == slow, "\(String(decoding: bytes, as: UTF8.self))")
      if case .frame = fast { scanned += 1 }
    }
    #expect(scanned > 3000)
  }

  @Test func randomBytesNeverTrap() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0..<80, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = FrameMessage.parse(bytes)
      _ = FrameMessage.parse(Array("{\"image\":\"".utf8) + bytes)
    }
    for depth in [600, 100_000] {
      _ = FrameMessage.parse(Array(String(repeating: "[", count: depth).utf8))
      _ = FrameMessage.parse(Array(String(repeating: #"{"a":"#, count: depth).utf8))
    }
  }
}
