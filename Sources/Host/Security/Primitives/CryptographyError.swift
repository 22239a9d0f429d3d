/// Why a cryptographic operation failed. Says nothing of keys or contents.
enum CryptographyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The operating system gave no random bytes.
  case noRandomness
  /// Sealed data was changed, or is not for this key and purpose.
  case notAuthentic
  /// The library refused the operation: out of memory, or an input out of its bounds.
  case failed

  var description: String {
    switch self {
    case .noRandomness: "no random numbers are available"
    case .notAuthentic: "sealed data could not be opened with this key"
    case .failed: "a cryptographic operation failed"
    }
  }
}
