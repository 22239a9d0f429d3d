/// Header fields in the order they came; names compare without regard to case.
public struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral, Sequence {
  public struct Field: Sendable, Equatable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public private(set) var fields: [Field]

  public init(_ fields: [Field] = []) { self.fields = fields }

  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0, value: $1) }
  }

  /// The first value of a name. Setting replaces every field of that name; `nil` removes them.
  public subscript(name: String) -> String? {
    get { fields.first { matches($0.name, name) }?.value }
    set {
      fields.removeAll { matches($0.name, name) }
      if let newValue { append(name, newValue) }
    }
  }

  /// Every value of a name, in order.
  public func values(_ name: String) -> [String] {
    fields.filter { matches($0.name, name) }.map(\.value)
  }

  /// Adds a field and keeps those of the same name.
  public mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }
}

/// Whether two names are the same but for the case of ASCII letters.
private func matches(_ left: String, _ right: String) -> Bool {
  left.utf8.elementsEqual(right.utf8) { lowered($0) == lowered($1) }
}

private func lowered(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}
