/// A `multipart/form-data` body (RFC 7578), taken apart.
public struct MultipartForm: Sendable {
  /// One part.
  public struct Part: Sendable, Equatable {
    /// The field's name.
    public var name: String
    /// The file's name, where the part is a file.
    public var fileName: String?
    public var contentType: String?
    /// The content's place in the body that was parsed.
    public var range: Range<Int>
  }

  /// The parts, in the order they came.
  public let parts: [Part]

  /// Takes a body apart.
  ///
  /// - Parameters:
  ///   - contentType: the request's Content-Type, which names the boundary.
  ///   - limit: more parts than this are refused.
  /// - Returns: nil where the boundary is missing, the body is not closed, or a part has no name.
  public init?(_ body: [UInt8], contentType: String, limit: Int = 100) {
    guard let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else {
      return nil
    }
    let delimiter = Array("\r\n--\(boundary)".utf8)
    var parts: [Part] = []
    // The first delimiter may stand at the very beginning, without the line break before it.
    guard
      var position = Self.startsWith(body, delimiter.dropFirst(2), at: 0)
        ? delimiter.count - 2 : Self.find(delimiter, in: body, from: 0).map({ $0 + delimiter.count })
    else { return nil }
    while true {
      if Self.startsWith(body, Array("--".utf8)[...], at: position) { break }
      // White space may follow a delimiter.
      while position < body.count, body[position] == 0x20 || body[position] == 0x09 { position += 1 }
      guard Self.startsWith(body, Array("\r\n".utf8)[...], at: position), parts.count < limit else { return nil }
      position += 2
      guard let end = Self.find(delimiter, in: body, from: position - 2),
        let part = Self.part(body, position..<max(position, end))
      else { return nil }
      parts.append(part)
      position = end + delimiter.count
    }
    self.parts = parts
  }

  /// Header fields, an empty line, the content.
  private static func part(_ body: [UInt8], _ range: Range<Int>) -> Part? {
    var position = range.lowerBound
    var name: String?
    var fileName: String?
    var contentType: String?
    while true {
      guard let lineEnd = find(Array("\r\n".utf8), in: body, from: position), lineEnd <= range.upperBound else {
        return nil
      }
      if lineEnd == position {
        position += 2
        break
      }
      let line = String(decoding: body[position..<lineEnd], as: UTF8.self)
      position = lineEnd + 2
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      switch line[..<colon].lowercased() {
      case "content-disposition":
        name = parameter("name", of: String(value))
        fileName = parameter("filename", of: String(value))
      case "content-type": contentType = String(value)
      default: break
      }
    }
    guard let name, position <= range.upperBound else { return nil }
    return Part(name: name, fileName: fileName, contentType: contentType, range: position..<range.upperBound)
  }

  /// A parameter of a header value, quoted or not: `form-data; name="a"`.
  static func parameter(_ wanted: String, of value: String) -> String? {
    var rest = value[...]
    while let semicolon = rest.firstIndex(of: ";") {
      rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
      guard let equals = rest.firstIndex(of: "=") else { return nil }
      let name = rest[..<equals].lowercased()
      rest = rest[rest.index(after: equals)...]
      var found = ""
      if rest.first == "\"" {
        rest = rest.dropFirst()
        while let character = rest.first, character != "\"" {
          rest = rest.dropFirst()
          // A backslash stands before a quote; before anything else it is itself, as browsers send Windows paths.
          if character == "\\", rest.first == "\"" {
            found.append("\"")
            rest = rest.dropFirst()
          } else {
            found.append(character)
          }
        }
        rest = rest.dropFirst()
      } else {
        let token = rest.prefix { $0 != ";" }
        found = token.split(separator: " ").first.map(String.init) ?? ""
        rest = rest[token.endIndex...]
      }
      if name == wanted { return found }
    }
    return nil
  }

  private static func startsWith(_ body: [UInt8], _ prefix: ArraySlice<UInt8>, at position: Int) -> Bool {
    position + prefix.count <= body.count && body[position..<position + prefix.count].elementsEqual(prefix)
  }

  private static func find(_ needle: [UInt8], in body: [UInt8], from start: Int) -> Int? {
    guard let first = needle.first, body.count >= needle.count else { return nil }
    var position = start
    let last = body.count - needle.count
    while position <= last {
      guard let hit = body[position...last].firstIndex(of: first) else { return nil }
      if startsWith(body, needle[...], at: hit) { return hit }
      position = hit + 1
    }
    return nil
  }
}
