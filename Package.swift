// swift-tools-version: 6.2
import PackageDescription

// Engine is a nested package so that the host and every plugin share one libEngine.so;
// targets of one package would each get their own static copy and casts would fail.
let engine: Target.Dependency = .product(name: "Engine", package: "Engine")
let testKit: Target.Dependency = .product(name: "EngineTestKit", package: "TestKit")
let inference: Target.Dependency = .product(name: "Inference", package: "Inference")

let cxxFlags: [CXXSetting] = [.unsafeFlags(["-std=c++17", "-O2", "-fvisibility=hidden"])]
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "kenali",
  products: [
    .executable(name: "kenali", targets: ["Host"]),
    .library(name: "FAISSStore", type: .dynamic, targets: ["FAISSStore"]),
    .library(name: "PgVectorStore", type: .dynamic, targets: ["PgVectorStore"]),
    .library(name: "ChromaStore", type: .dynamic, targets: ["ChromaStore"]),
    .library(name: "Vision", type: .dynamic, targets: ["Vision"]),
    .library(name: "Liveness", type: .dynamic, targets: ["Liveness"]),
    .library(name: "Obstacles", type: .dynamic, targets: ["Obstacles"]),
    .library(name: "Idle", type: .dynamic, targets: ["Idle"]),
  ],
  dependencies: [
    .package(path: "Sources/Engine"),
    .package(path: "Sources/Engine/TestKit"),
    .package(path: "Sources/Inference"),
  ],
  targets: [
    // Network: knows nothing of faces.
    .target(
      name: "CBeast", cxxSettings: cxxFlags,
      linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
    .target(name: "Web", dependencies: ["CBeast"], swiftSettings: strict),

    // Plugins: shared libraries that the host loads by configuration.
    .target(
      name: "CFaiss",
      // FAISS includes omp.h, which clang does not ship: gcc's copy comes last in the search order.
      cxxSettings: [
        .unsafeFlags([
          "-std=c++17", "-O2", "-fvisibility=hidden", "-idirafter", "/usr/lib/gcc/x86_64-linux-gnu/12/include",
        ])
      ],
      linkerSettings: [
        .linkedLibrary("faiss"), .linkedLibrary("lapack"), .linkedLibrary("blas"), .linkedLibrary("gomp"),
        .linkedLibrary("m"), .unsafeFlags(["-Xlinker", "--exclude-libs=libfaiss.a"]),
      ]),
    // The store's inner loops (FAISSVectorStore's doc comment says why they are not FAISS's).
    .target(name: "CVectorScan", cSettings: [.unsafeFlags(["-O3", "-fvisibility=hidden"])]),
    .target(
      name: "FAISSStore", dependencies: [engine, "CFaiss", "CVectorScan"], path: "Sources/Plugins/FAISSStore",
      swiftSettings: strict),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(
      name: "PgVectorStore", dependencies: [engine, "CPostgres"], path: "Sources/Plugins/PgVectorStore",
      swiftSettings: strict),
    .target(
      name: "CChroma", cSettings: [.unsafeFlags(["-O2", "-fvisibility=hidden"])],
      linkerSettings: [.linkedLibrary("curl"), .linkedLibrary("crypto")]),
    .target(
      name: "ChromaStore", dependencies: [engine, "CChroma"], path: "Sources/Plugins/ChromaStore",
      swiftSettings: strict),
    .target(
      name: "Vision", dependencies: [engine, inference], path: "Sources/Plugins/Vision", swiftSettings: strict),
    .target(
      name: "Obstacles", dependencies: [engine, inference], path: "Sources/Plugins/Obstacles", swiftSettings: strict),
    .target(
      name: "Liveness", dependencies: [engine, inference], path: "Sources/Plugins/Liveness", swiftSettings: strict),

    // Host
    .target(
      name: "CCrypto", cSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("argon2")]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CBase64", cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "Host", dependencies: [engine, testKit, "Web", "CCrypto", "CSQLite", "CYAML", "CBase64"],
      swiftSettings: strict),

    // Tests
    .testTarget(name: "EngineTests", dependencies: [engine], swiftSettings: strict),
    .testTarget(name: "WebTests", dependencies: ["Web"], swiftSettings: strict),
    .testTarget(
      name: "FAISSStoreTests",
      dependencies: [engine, testKit, "FAISSStore", "CFaiss", "CVectorScan", "StoreCrashWriter", "StoreSealing"],
      swiftSettings: strict),
    .testTarget(
      name: "PgVectorStoreTests", dependencies: [engine, testKit, "PgVectorStore", "CPostgres"],
      exclude: ["TLS/tls_proxy.py"], swiftSettings: strict),
    // A child that FAISSStoreTests kills while it writes.
    .executableTarget(
      name: "StoreCrashWriter", dependencies: [engine, testKit, "FAISSStore", "StoreSealing"],
      path: "Tests/StoreCrashWriter",
      swiftSettings: strict),
    // Encryption for both.
    .target(
      name: "StoreSealing", dependencies: [engine, "CCrypto"], path: "Tests/StoreSealing", swiftSettings: strict),
    .testTarget(
      name: "ChromaStoreTests", dependencies: [engine, testKit, "ChromaStore", "ChromaCrashWriter"],
      swiftSettings: strict),
    // A child that ChromaStoreTests kills while it writes.
    .executableTarget(
      name: "ChromaCrashWriter", dependencies: [engine, testKit, "ChromaStore"], path: "Tests/ChromaCrashWriter",
      swiftSettings: strict),
    .testTarget(
      name: "VisionTests", dependencies: [engine, testKit, inference, "Vision"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "LivenessTests", dependencies: [engine, testKit, inference, "Liveness", "Vision"],
      exclude: ["Fixtures", "Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "ObstaclesTests", dependencies: [engine, testKit, inference, "Obstacles", "Vision"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(name: "HostTests", dependencies: [engine, "Host"], swiftSettings: strict),

    // Benchmarks
    .target(name: "Idle", dependencies: [engine], path: "Benchmarks/Idle", swiftSettings: strict),
    .executableTarget(
      name: "StoreBenchmark", dependencies: [engine, "FAISSStore", "CFaiss", "CVectorScan"], path: "Benchmarks/Store",
      swiftSettings: strict),
    .executableTarget(
      name: "PgVectorBenchmark", dependencies: [engine, testKit, "PgVectorStore", "CPostgres"],
      path: "Benchmarks/PgVector", swiftSettings: strict),
    .executableTarget(
      name: "StoreContestant", dependencies: [engine, "FAISSStore", "PgVectorStore", "CFaiss"],
      path: "Benchmarks/Stores/Contestant", swiftSettings: strict),
    .executableTarget(
      name: "Accuracy", dependencies: [engine, inference, "Vision", "FAISSStore"], path: "Benchmarks/Accuracy",
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
