/// Makes ids for rows: UUIDs of version 7 (RFC 9562), whose text sorts by the time they were made.
enum Identifier {
  /// A new id, e.g. `0192d1a0-7c3e-7b5a-9f10-6a2f0c1d2e3f`.
  ///
  /// - Parameter moment: the time to carry.
  static func make(at moment: Timestamp = .now) -> String {
    var generator = SystemRandomNumberGenerator()
    let random = (generator.next() as UInt64, generator.next() as UInt64)
    let time = UInt64(clamping: moment.milliseconds) & 0xFFFF_FFFF_FFFF
    let high = time << 16 | 0x7000 | random.0 & 0x0FFF
    let low = 0x8000_0000_0000_0000 | random.1 >> 2
    let hex = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (index, word) in [high, low].enumerated() {
      for nibble in 0..<16 {
        let position = index * 16 + nibble
        if [8, 12, 16, 20].contains(position) { text.append(UInt8(ascii: "-")) }
        text.append(hex[Int(word >> UInt64(60 - nibble * 4) & 0xF)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
