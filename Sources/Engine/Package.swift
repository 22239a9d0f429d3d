// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Engine",
  products: [.library(name: "Engine", type: .dynamic, targets: ["Engine"])],
  targets: [
    .target(
      name: "Engine", path: ".", exclude: ["Package.swift", "TestKit"],
      // Library evolution keeps an old plugin working when this interface grows.
      swiftSettings: [.unsafeFlags(["-enable-library-evolution"]), .treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
