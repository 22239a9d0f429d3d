@testable import Web

/// A form's text with `boundary` "b", and what the parser makes of it.
struct FormText {
  var body: [UInt8]
  var contentType = "multipart/form-data; boundary=b"

  init(_ text: String) { body = Array(text.utf8) }

  /// Whole parts, each with its header lines and its content, closed.
  init(_ parts: (head: [String], content: [UInt8])...) {
    body = []
    for part in parts {
      body +=
        Array(("--b\r\n" + part.head.map { $0 + "\r\n" }.joined() + "\r\n").utf8) + part.content + Array("\r\n".utf8)
    }
    body += Array("--b--\r\n".utf8)
  }

  func parse(limit: Int = 100) -> MultipartForm? { MultipartForm(body, contentType: contentType, limit: limit) }

  /// The contents as text, part by part; nil where this is no form.
  var contents: [String]? {
    parse().map { $0.parts.map { String(decoding: body[$0.range], as: UTF8.self) } }
  }
}
