import Engine
import Foundation
import Testing

@testable import Host

@Suite struct ModelFolderTests {
  private static func entry(_ id: String, content: [UInt8]..., commercialUse: Bool = true) throws
    -> ModelCatalogue.Entry
  {
    ModelCatalogue.Entry(
      id: id, role: "face.embedder", summary: "", licence: "Licence of \(id)", commercialUse: commercialUse,
      main: "\(id).0",
      files: try content.enumerated().map { index, bytes in
        ModelCatalogue.File(
          path: "\(id).\(index)", sha256: try SHA256.digest(bytes).map { String(format: "%02x", $0) }.joined(),
          size: bytes.count)
      },
      calibration: .init(data: "some faces", operatingPoints: [.init(fmr: 0.01, threshold: 0.5)]))
  }

  /// A folder with these files.
  private static func withFolder(
    _ models: [ModelCatalogue.Entry], sets: [String: [String]] = [:], allowed: Set<String> = [],
    files: [String: [UInt8]], _ body: (ModelFolder) throws -> Void
  ) throws {
    try withTemporaryDirectory { directory in
      for (path, bytes) in files { try Data(bytes).write(to: URL(fileURLWithPath: "\(directory)/\(path)")) }
      let catalogue = ModelCatalogue(
        format: 1, sets: sets.mapValues { .init(summary: "", models: $0) }, models: models)
      try body(ModelFolder(catalogue: catalogue, directory: directory, allowedResearch: allowed))
    }
  }

  private static func complaint(_ id: String, in folder: ModelFolder) -> String? {
    #expect(throws: ComponentError.self) { try folder.model(id) }?.description
  }

  @Test func aModelThatIsThereHasItsCard() throws {
    try Self.withFolder([try Self.entry("m", content: [1, 2], [3])], files: ["m.0": [1, 2], "m.1": [3]]) {
      folder throws in
      #expect(
        try folder.model("m")
          == ModelCard(
            id: "m", path: "\(folder.directory)/m.0", licence: "Licence of m", commercialUse: true,
            operatingPoints: [OperatingPoint(falseMatchRate: 0.01, threshold: 0.5)], calibratedOn: "some faces"))
    }
  }

  @Test func everyFileMustBeThereUnchanged() throws {
    let entry = try Self.entry("m", content: [1, 2], [3])
    for (files, state, words) in [
      ([:], ModelFolder.State.missing("m.0"), "is not there (m.0): run scripts/setup"),
      (["m.0": [1, 2]], .missing("m.1"), "is not there (m.1): run scripts/setup"),
      // One bit, one byte less, one byte more, nothing.
      (["m.0": [1, 3], "m.1": [3]], .changed("m.0"), "sha256 differs"),
      (["m.0": [1], "m.1": [3]], .changed("m.0"), "m.0"),
      (["m.0": [1, 2], "m.1": [3, 3]], .changed("m.1"), "m.1"), (["m.0": [], "m.1": [3]], .changed("m.0"), "m.0"),
    ] as [([String: [UInt8]], ModelFolder.State, String)] {
      try Self.withFolder([entry], files: files) { folder in
        #expect(folder.state(of: entry) == state)
        #expect(Self.complaint("m", in: folder)?.contains(words) == true)
      }
    }
  }

  @Test func researchWeightsOnlyByName() throws {
    let entry = try Self.entry("m", content: [1], commercialUse: false)
    try Self.withFolder([entry], files: ["m.0": [1]]) { folder in
      #expect(folder.state(of: entry) == .researchOnly)
      let complaint = Self.complaint("m", in: folder)
      #expect(complaint?.contains("Licence of m") == true && complaint?.contains("models.allow_research") == true)
    }
    try Self.withFolder([entry], allowed: ["other"], files: ["m.0": [1]]) {
      #expect($0.state(of: entry) == .researchOnly)
    }
    try Self.withFolder([entry], allowed: ["m"], files: ["m.0": [1]]) { folder throws in
      #expect(try folder.model("m").commercialUse == false)
    }
    try Self.withFolder([entry], allowed: ["m"], files: [:]) { folder in
      #expect(folder.state(of: entry) == .missing("m.0"))
    }
  }

  @Test func anUnknownModelIsToldTheKnownOnes() throws {
    let entries = [try Self.entry("a", content: [1]), try Self.entry("b", content: [1])]
    try Self.withFolder(entries, files: [:]) { folder in
      #expect(Self.complaint("c", in: folder) == "the catalogue has no model 'c'; it has: a, b")
    }
  }

  @Test func theActiveSetIsTheBestThatIsWhole() throws {
    let entries = [try Self.entry("a", content: [1]), try Self.entry("b", content: [2])]
    let sets = ["open": ["a"], "standard": ["a", "b"], "research": ["b"]]
    for (files, active) in [
      (["a.0": [1], "b.0": [2]], "standard"), (["a.0": [1]], "open"), (["a.0": [1], "b.0": [9]], "open"),
      (["b.0": [2]], nil), ([:], nil),
    ] as [([String: [UInt8]], String?)] {
      try Self.withFolder(entries, sets: sets, files: files) { folder in #expect(folder.activeSet == active) }
    }
  }
}
