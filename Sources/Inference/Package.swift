// swift-tools-version: 6.2
import PackageDescription

// One libInference.so for all vision plugins: one OpenVINO core and one set of compiled models in the process.
// Headers and libraries of OpenVINO come from its PyPI wheel; `scripts/setup` puts them under .deps/openvino.
let root = Context.packageDirectory + "/../../.deps/openvino"

let package = Package(
  name: "Inference",
  products: [.library(name: "Inference", type: .dynamic, targets: ["Inference"])],
  dependencies: [.package(path: "../Engine")],
  targets: [
    .target(
      name: "COpenVINO", path: "COpenVINO",
      cSettings: [.unsafeFlags(["-I\(root)/include", "-O2", "-fvisibility=hidden"])],
      linkerSettings: [
        .unsafeFlags(["-L\(root)/libs", "-Xlinker", "-rpath", "-Xlinker", "\(root)/libs"]),
        .linkedLibrary("openvino_c"),
      ]),
    .target(
      name: "CImage", path: "CImage",
      cxxSettings: [.unsafeFlags(["-std=c++17", "-O3", "-fvisibility=hidden", "-I/usr/include/opencv4"])],
      linkerSettings: [
        .linkedLibrary("opencv_core"), .linkedLibrary("opencv_imgproc"), .linkedLibrary("turbojpeg"),
        .linkedLibrary("png16"), .linkedLibrary("webp"),
      ]),
    .target(
      name: "Inference",
      dependencies: ["COpenVINO", "CImage", .product(name: "Engine", package: "Engine")], path: "Inference",
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ],
  swiftLanguageModes: [.v6]
)
