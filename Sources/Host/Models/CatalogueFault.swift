/// Where a catalogue is not as it should be, in the operator's words: `models[3].files[0].sha256 is missing`.
struct CatalogueFault: CustomStringConvertible {
  let description: String

  init(_ error: DecodingError) {
    description =
      switch error {
      case .keyNotFound(let key, let context): "\(Self.path(context.codingPath + [key])) is missing"
      case .valueNotFound(_, let context): "\(Self.path(context.codingPath)) is null"
      case .typeMismatch(let type, let context):
        "\(Self.path(context.codingPath)) must be \(Self.name(of: type))"
      case .dataCorrupted(let context):
        context.codingPath.isEmpty ? "it is no JSON" : "\(Self.path(context.codingPath)) has a wrong value"
      @unknown default: "it cannot be read"
      }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    var path = ""
    for key in keys {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + asWritten(key.stringValue)
      }
    }
    return path.isEmpty ? "the document" : path
  }

  /// The decoder has made `commercialUse` of `commercial_use`.
  private static func asWritten(_ key: String) -> String {
    key.map { $0.isUppercase ? "_\($0.lowercased())" : String($0) }.joined()
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is Int.Type: "a whole number"
    case is Double.Type: "a number"
    case is [Any].Type: "a list"
    default: "an object"
    }
  }
}
