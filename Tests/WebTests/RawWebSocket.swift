/// A WebSocket client that sends exactly the frames it is told to.
final class RawWebSocket {
  enum Opcode {
    static let continuation: UInt8 = 0
    static let text: UInt8 = 1
    static let binary: UInt8 = 2
    static let close: UInt8 = 8
    static let ping: UInt8 = 9
    static let pong: UInt8 = 10
  }

  struct Frame: Equatable {
    var opcode: UInt8
    var payload: [UInt8]
    var isFinal = true
    var rsv: UInt8 = 0
    var text: String { String(decoding: payload, as: UTF8.self) }
    /// Of a close frame.
    var code: Int? { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }
  }

  struct Refused: Error { var status: Int? }

  let client: RawClient
  let handshake: RawResponse

  init(port: UInt16, path: String = "/ws", fields: String = "", receiveBuffer: Int32? = nil) throws {
    client = try RawClient(port: port, receiveBuffer: receiveBuffer)
    client.send(Self.request(path: path, fields: fields))
    guard let response = client.response(), response.status == 101 else { throw Refused(status: nil) }
    handshake = response
  }

  static func request(path: String = "/ws", version: String = "13", key: Bool = true, fields: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
      + (key ? "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" : "")
      + "Sec-WebSocket-Version: \(version)\r\n\(fields)\r\n"
  }

  static func frame(
    _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, masked: Bool = true, rsv: UInt8 = 0
  ) -> [UInt8] {
    var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | rsv << 4 | opcode]
    let maskBit: UInt8 = masked ? 0x80 : 0
    switch payload.count {
    case ..<126: bytes.append(maskBit | UInt8(payload.count))
    case ..<65536: bytes += [maskBit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: bytes += [maskBit | 127] + (0..<8).map { UInt8(payload.count >> ((7 - $0) * 8) & 0xFF) }
    }
    guard masked else { return bytes + payload }
    let mask: [UInt8] = [0x12, 0xA5, 0x3C, 0xE7]
    bytes += mask
    bytes.reserveCapacity(bytes.count + payload.count)
    for (index, byte) in payload.enumerated() { bytes.append(byte ^ mask[index & 3]) }
    return bytes
  }

  @discardableResult
  func send(
    _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, masked: Bool = true, rsv: UInt8 = 0
  ) -> Bool {
    client.send(Self.frame(opcode, payload, isFinal: isFinal, masked: masked, rsv: rsv))
  }

  @discardableResult
  func send(text: String) -> Bool { send(Opcode.text, Array(text.utf8)) }

  func sendClose(_ code: Int) { send(Opcode.close, [UInt8(code >> 8), UInt8(code & 0xFF)]) }

  /// The next frame; nil when the connection ends first.
  func next(wait seconds: Double = 10) -> Frame? {
    client.next(wait: seconds) { bytes in
      guard bytes.count >= 2 else { return nil }
      var length = Int(bytes[1] & 0x7F)
      var start = 2
      if length == 126 {
        guard bytes.count >= 4 else { return nil }
        length = Int(bytes[2]) << 8 | Int(bytes[3])
        start = 4
      } else if length == 127 {
        guard bytes.count >= 10 else { return nil }
        length = bytes[2..<10].reduce(0) { $0 << 8 | Int($1) }
        start = 10
      }
      guard bytes.count >= start + length else { return nil }
      let frame = Frame(
        opcode: bytes[0] & 15, payload: Array(bytes[start..<(start + length)]), isFinal: bytes[0] & 0x80 != 0,
        rsv: bytes[0] >> 4 & 7)
      bytes.removeFirst(start + length)
      return frame
    }
  }

  /// The code of the close frame that ends the connection, past any other frames.
  func closeCode(wait seconds: Double = 10) -> Int? {
    while let frame = next(wait: seconds) {
      if frame.opcode == Opcode.close { return frame.code }
    }
    return nil
  }
}
