/// Seals a component's data at rest under keys of the host, which the component never sees.
///
/// Authenticated encryption with AES-256-GCM. What is sealed names its key, so that old data still opens after the
/// operator has made a new key; `Resealing` components then rewrite it. Safe to use from any thread; blocks for the
/// time of the encryption only (about a gigabyte a second).
public protocol DataSealer: Sendable {
  /// The id of the key that seals now, 1 to 32 of `[a-z0-9]`. It changes when the operator rotates keys.
  var keyID: String { get }

  /// Seals bytes under the current key.
  ///
  /// - Parameter context: what the data is (a gallery, a file, a place in it); opening needs the same, so that whoever
  ///   can write the files cannot exchange one piece for another.
  /// - Returns: at most 64 bytes more than were given.
  func seal(_ bytes: UnsafeRawBufferPointer, context: [UInt8]) throws -> [UInt8]

  /// Opens what `seal` made with the same context.
  ///
  /// - Throws: `DataSealerError`.
  func open(_ sealed: UnsafeRawBufferPointer, context: [UInt8]) throws -> [UInt8]

  /// The id of the key that these bytes were sealed under, or nil where they are no sealed bytes.
  func keyID(of sealed: UnsafeRawBufferPointer) -> String?
}

/// Why sealed data did not open.
public enum DataSealerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// It was changed, is incomplete, or belongs elsewhere.
  case notAuthentic
  /// The key is not, or no longer, in the host's possession.
  case unknownKey(String)

  public var description: String {
    switch self {
    case .notAuthentic: "sealed data was changed or is not in its place"
    case .unknownKey(let id): "data is sealed under the key \(id), which this installation does not have"
    }
  }
}

/// A component that keeps sealed data and can rewrite it: the second half of a key rotation.
public protocol Resealing: Sendable {
  /// Rewrites whatever is sealed under another key than the sealer's current one, and what is not sealed at all, while
  /// the component is in use. When it returns, the old keys can be destroyed.
  ///
  /// - Returns: how many pieces (files, rows) were rewritten.
  @discardableResult func reseal() async throws -> Int
}
