import Engine
import Glibc

/// Where the database password comes from. It is read at every connect, so that it can be changed without a restart.
public enum PasswordSource: Sendable, Hashable {
  /// The server asks for none (`trust`, `peer`).
  case none
  /// The first line of a file.
  case file(String)
  /// An environment variable of the host.
  case environment(String)

  /// The password, or nil where none is to be sent.
  ///
  /// - Throws: `ComponentError.unavailable` for a file that can't be read or a variable that is not set.
  func password() throws(ComponentError) -> String? {
    switch self {
    case .none: return nil
    case .environment(let name):
      guard let value = getenv(name) else {
        throw .unavailable("the environment variable that password_env names is not set")
      }
      return String(cString: value)
    case .file(let path):
      guard let file = fopen(path, "re") else {
        throw .unavailable("the file that password_file names cannot be read by the host's user")
      }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 4096)
      guard fgets(&line, Int32(line.count), file) != nil else {
        throw .unavailable("the file that password_file names is empty")
      }
      let bytes = line.prefix { $0 != 0 && $0 != 10 && $0 != 13 }.map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
