// swift-tools-version: 6.2
import PackageDescription

// A plugin out of tree: it depends on Kenali's interface and on its test kit, and on nothing else of Kenali's. A copy of
// this folder elsewhere needs only the two paths changed.
let kenali = "../.."
let engine: Target.Dependency = .product(name: "Engine", package: "Engine")
let testKit: Target.Dependency = .product(name: "EngineTestKit", package: "TestKit")

let package = Package(
  name: "RedisVectorStore",
  products: [.library(name: "RedisVectorStore", type: .dynamic, targets: ["RedisVectorStore"])],
  dependencies: [
    .package(path: "\(kenali)/Sources/Engine"),
    .package(path: "\(kenali)/Sources/Engine/TestKit"),
  ],
  targets: [
    .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
    .target(
      name: "RedisVectorStore", dependencies: [engine, "CHiredis"], swiftSettings: [.treatAllWarnings(as: .error)]),
    // A child that the tests kill while it writes.
    .executableTarget(
      name: "RedisStoreWriter", dependencies: [engine, testKit, "RedisVectorStore"], path: "Tests/RedisStoreWriter",
      swiftSettings: [.treatAllWarnings(as: .error)]),
    .testTarget(
      name: "RedisVectorStoreTests", dependencies: [engine, testKit, "RedisVectorStore", "RedisStoreWriter"],
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ],
  swiftLanguageModes: [.v6]
)
