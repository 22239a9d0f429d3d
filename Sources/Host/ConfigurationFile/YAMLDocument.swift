import CYAML
import Engine
import Foundation

/// Reads one YAML document into a configuration tree. JSON is YAML too.
///
/// Left out on purpose, each with a clear error: anchors and aliases (a small text could stand for a huge tree), tags,
/// keys that are no scalars, more than one document. Duplicate keys are kept, for the reader of the settings to report.
enum YAMLDocument {
  /// The longest text, in bytes: 1 MiB.
  static let maximumSize = 1 << 20
  /// The most lists and sections within each other.
  static let maximumDepth = 32

  /// The tree of a text; `.null` for an empty one.
  ///
  /// - Throws: `YAMLError`.
  static func parse(_ text: String) throws(YAMLError) -> ConfigurationValue {
    let bytes = Array(text.utf8)
    guard bytes.count <= maximumSize else {
      throw YAMLError(line: 1, column: 1, message: "the document is larger than \(maximumSize) bytes")
    }
    let outcome = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(YAMLError) in
        let composer = try YAMLComposer(buffer)
        defer { composer.finish() }
        return try composer.document()
      }
    }
    return try outcome.get()
  }
}

/// Turns libyaml's parser events into a tree. Made, used and finished within one call.
private struct YAMLComposer {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeBufferPointer<UInt8>

  init(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    self.text = text
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLError(line: 1, column: 1, message: "out of memory")
    }
    // Else a byte order mark would choose.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  func finish() {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func document() throws(YAMLError) -> ConfigurationValue {
    var value: ConfigurationValue?
    while true {
      let event = try next()
      switch event.kind {
      case .start: break
      case .documentStart:
        guard value == nil else { throw event.error("only one document is allowed") }
        value = try node(try next(), depth: 0)
      case .end: return value ?? .null
      case .documentEnd: break
      default: throw event.error("unexpected content")
      }
    }
  }

  private func node(_ event: Event, depth: Int) throws(YAMLError) -> ConfigurationValue {
    switch event.kind {
    case .scalar(let text, let isPlain):
      guard isPlain else { return .string(text) }
      guard let value = YAMLScalar.value(ofPlain: text) else {
        throw event.error("the number is too large; put it in quotes if it is a string")
      }
      return value
    case .listStart:
      try check(event, depth: depth)
      var items: [ConfigurationValue] = []
      while true {
        let item = try next()
        if case .listEnd = item.kind { return .list(items) }
        items.append(try node(item, depth: depth + 1))
      }
    case .mapStart:
      try check(event, depth: depth)
      var entries: [ConfigurationValue.Entry] = []
      while true {
        let key = try next()
        switch key.kind {
        case .mapEnd: return .map(entries)
        case .scalar(let text, _): entries.append(.init(text, try node(try next(), depth: depth + 1)))
        default: throw key.error("a key must be a single value")
        }
      }
    default: throw event.error("unexpected content")
    }
  }

  private func check(_ event: Event, depth: Int) throws(YAMLError) {
    guard depth < YAMLDocument.maximumDepth else {
      throw event.error("more than \(YAMLDocument.maximumDepth) levels")
    }
  }

  private struct Event {
    enum Kind {
      case start, end, documentStart, documentEnd
      case scalar(String, isPlain: Bool)
      case listStart, listEnd, mapStart, mapEnd
    }

    var kind: Kind
    var mark: yaml_mark_t

    func error(_ message: String) -> YAMLError { YAMLError(mark, message) }
  }

  private func next() throws(YAMLError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    defer { yaml_event_delete(&event) }
    func made(_ kind: Event.Kind) -> Event { Event(kind: kind, mark: event.start_mark) }
    func refuse(anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?) throws(YAMLError) {
      if anchor != nil { throw YAMLError(event.start_mark, "anchors and aliases are not supported") }
      if tag != nil { throw YAMLError(event.start_mark, "tags are not supported; quote a value to make it a string") }
    }
    switch event.type {
    case YAML_STREAM_START_EVENT: return made(.start)
    case YAML_STREAM_END_EVENT: return made(.end)
    case YAML_DOCUMENT_START_EVENT: return made(.documentStart)
    case YAML_DOCUMENT_END_EVENT: return made(.documentEnd)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      try refuse(anchor: scalar.anchor, tag: scalar.tag)
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return made(.scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE))
    case YAML_SEQUENCE_START_EVENT:
      try refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag)
      return made(.listStart)
    case YAML_SEQUENCE_END_EVENT: return made(.listEnd)
    case YAML_MAPPING_START_EVENT:
      try refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag)
      return made(.mapStart)
    case YAML_MAPPING_END_EVENT: return made(.mapEnd)
    case YAML_ALIAS_EVENT: throw YAMLError(event.start_mark, "anchors and aliases are not supported")
    default: throw YAMLError(event.start_mark, "unexpected content")
    }
  }

  /// What the parser stumbled over. Its texts are its own constants and quote nothing of the document.
  private func problem() -> YAMLError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not valid YAML"
    guard parser.pointee.error == YAML_READER_ERROR else { return YAMLError(parser.pointee.problem_mark, problem) }
    // A character that YAML forbids: the marks are elsewhere then, and only the byte's place is known.
    let before = text.prefix(parser.pointee.problem_offset)
    let line = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).last ?? before
    return YAMLError(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: String(decoding: line, as: UTF8.self).count + 1,
      message: problem)
  }
}

extension YAMLError {
  /// An error at a place that libyaml names; it counts from 0.
  fileprivate init(_ mark: yaml_mark_t, _ message: String) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1, message: message)
  }
}
