import Foundation

/// Where tests find files; nothing here is in the repository.
enum TestFiles {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let models = root.appending(path: ".deps/models")
  static let data = root.appending(path: ".deps/testdata")
  static let photos = data.appending(path: "photos")
  static let golden = root.appending(path: "Tests/VisionTests/Golden")

  /// Photos that only some machines have: `KENALI_SHARED` or `../shared`.
  static let shared: URL =
    ProcessInfo.processInfo.environment["KENALI_SHARED"].map { URL(fileURLWithPath: $0) }
    ?? root.deletingLastPathComponent().appending(path: "shared")

  /// Whether the shared photos are there. Says so loudly where not, because the tests with real groups are then skipped.
  static let hasShared: Bool = {
    let found = FileManager.default.fileExists(atPath: shared.appending(path: "faces/groups").path)
    if !found { print("WARNING: \(shared.path)/faces is missing: tests on its photos are SKIPPED") }
    return found
  }()

  static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}
