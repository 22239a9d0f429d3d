import Foundation

/// Calls `body` with a directory of its own, which is gone afterwards.
func withTemporaryDirectory<Value>(_ body: (String) throws -> Value) throws -> Value {
  let directory = try makeTemporaryDirectory()
  defer { try? FileManager.default.removeItem(atPath: directory) }
  return try body(directory)
}

/// Calls `body` with a directory of its own, which is gone afterwards.
func withTemporaryDirectory<Value>(
  isolation: isolated (any Actor)? = #isolation, _ body: (String) async throws -> Value
) async throws -> Value {
  let directory = try makeTemporaryDirectory()
  defer { try? FileManager.default.removeItem(atPath: directory) }
  return try await body(directory)
}

private func makeTemporaryDirectory() throws -> String {
  let directory = FileManager.default.temporaryDirectory.appendingPathComponent("kenali-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  return directory
}
