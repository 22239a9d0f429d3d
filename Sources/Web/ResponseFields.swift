/// The header block of an answer. Fields that the server writes itself are left out, as are fields whose name is not a
/// token; control bytes in values become spaces, so that no value can begin a second header or answer.
func renderedFields(_ headers: HTTPHeaders) -> [UInt8] {
  var block: [UInt8] = []
  block.reserveCapacity(headers.fields.count * 40)
  for field in headers {
    let name = field.name.utf8
    guard !name.isEmpty, name.allSatisfy(isTokenByte), !serverFields.contains(field.name.lowercased()) else { continue }
    block.append(contentsOf: name)
    block.append(contentsOf: ": ".utf8)
    for byte in field.value.utf8 {
      block.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: " ") : byte)
    }
    block.append(contentsOf: "\r\n".utf8)
  }
  return block
}

private let serverFields: Set<String> = [
  "connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade",
]

/// Whether a byte may stand in a token of RFC 9110, such as a field name.
func isTokenByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default:
    tokenMarks.contains(byte)
  }
}

private let tokenMarks = Array("!#$%&'*+-.^_`|~".utf8)
