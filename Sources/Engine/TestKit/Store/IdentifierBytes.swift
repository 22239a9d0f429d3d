import Engine

// Swift's strings are equal when they look equal ("é" as one scalar and as two); ids are bytes. The suites compare these.

extension FaceID {
  /// The id as UTF-8.
  var bytes: [UInt8] { Array(rawValue.utf8) }
}

extension PersonID {
  /// The id as UTF-8.
  var bytes: [UInt8] { Array(rawValue.utf8) }
}
