// swift-tools-version: 6.2
import PackageDescription

// A package of its own inside Engine's folder: a second product of Engine's package would link
// a second, static copy of Engine into every test (see docs/architecture.md).
let package = Package(
  name: "TestKit",
  products: [.library(name: "EngineTestKit", targets: ["EngineTestKit"])],
  dependencies: [.package(path: "..")],
  targets: [
    .target(
      name: "EngineTestKit", dependencies: [.product(name: "Engine", package: "Engine")], path: ".",
      exclude: ["Package.swift"], swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
