import Engine
import FAISSStore
import Testing

@Suite struct StoreTests {
  @Test func galleriesOverTheBudgetArePutAwayAndLoadedAgain() async throws {
    let place = try Place()
    var tenants = (0..<6).map { Samples(dimension: 512, tenant: "tenant-\($0)", seed: UInt64($0)) }
    try await withStore(in: place.path, FAISSStoreSettings(memoryBudgetMB: 2)) { store in
      var first: [FaceRecord] = []
      for index in tenants.indices {
        let faces = tenants[index].faces(300)
        first.append(faces[0])
        try await store.add(faces, to: tenants[index].gallery)
        #expect(store.memoryBytes <= 2 << 20)
      }
      for round in 0..<2 {
        for (samples, face) in zip(tenants, first) {
          let match = try await store.search(face.embedding, in: samples.gallery, limit: 1)
          #expect(match.first?.id == face.id, "round \(round)")
          #expect(store.memoryBytes <= 2 << 20)
        }
      }
    }
  }

  /// A hundred faces with ids as hosts give them: the account is at most a tenth over the bare vectors, and nothing is
  /// loaded that was not asked for.
  @Test func smallGalleriesTakeLittleBeyondTheirVectors() async throws {
    let place = try Place()
    var tenants = (0..<8).map { Samples(dimension: 512, tenant: "6f1d2c3b-4a5e-4f60-9b7c-00000000000\($0)") }
    let raw = 100 * 512 * MemoryLayout<Float>.size
    try await withStore(in: place.path, FAISSStoreSettings(fsync: false)) { store in
      for index in tenants.indices {
        let faces = (0..<100).map { number in
          tenants[index].face(
            "0b6b4b2e-7d5f-4c38-a1d7-\(100_000_000_000 + number)",
            person: "5f1c9a3d-2e4b-4f6a-8c7d-\(100_000_000_000 + number / 2)")
        }
        try await store.add(faces, to: tenants[index].gallery)
      }
    }
    try await withStore(in: place.path) { store in
      #expect(store.memoryBytes == 0)
      for (loaded, samples) in tenants.enumerated() {
        let count = try await store.count(in: samples.gallery)
        #expect(count == 100)
        #expect(store.memoryBytes > (loaded + 1) * raw)
        #expect(store.memoryBytes * 10 <= (loaded + 1) * raw * 11, "\(store.memoryBytes) for \(loaded + 1)")
      }
    }
  }

  @Test func searchesAndWritesGoOnWhileGalleriesComeAndGo() async throws {
    let place = try Place()
    let tenants = (0..<8).map { Samples(dimension: 256, tenant: "tenant-\($0)", seed: UInt64($0)) }
    try await withStore(in: place.path, FAISSStoreSettings(memoryBudgetMB: 1, fsync: false)) { store in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for var samples in tenants {
          group.addTask {
            for round in 0..<12 {
              let faces = samples.faces(30, prefix: "r\(round)")
              try await store.add(faces, to: samples.gallery)
              let match = try await store.search(faces[0].embedding, in: samples.gallery, limit: 1)
              #expect(match.first?.id == faces[0].id)
              #expect(try await store.count(in: samples.gallery) == 30 * (round + 1))
            }
          }
        }
        try await group.waitForAll()
      }
    }
    try await withStore(in: place.path) { store in
      for samples in tenants {
        let count = try await store.count(in: samples.gallery)
        #expect(count == 360)
      }
    }
  }

  @Test func fileIsRewrittenWhenMostOfItIsOfNoUse() async throws {
    let place = try Place()
    var samples = Samples(dimension: 128)
    let log = EventKeeper()
    try await withStore(in: place.path, FAISSStoreSettings(compactAfter: 50, fsync: false), log: log) { store in
      for round in 0..<20 {
        let faces = samples.faces(20, prefix: "r\(round)")
        try await store.add(faces, to: samples.gallery)
        try await store.remove(faces.dropFirst().map(\.id), from: samples.gallery)
      }
    }
    #expect(log.events.contains("gallery_compacted"))
    let size = try Place.read(try Place.galleryFile(in: place.path)).count
    #expect(size < 120 * 600, "\(size) bytes for 20 faces of 512 bytes")
    let count = try await withStore(in: place.path) { try await $0.count(in: samples.gallery) }
    #expect(count == 20)
  }

  @Test func removeAllLeavesNoVectorOnTheDisk() async throws {
    let place = try Place()
    var samples = Samples(dimension: 512)
    let faces = samples.faces(10)
    try await withStore(in: place.path) { store in
      try await store.add(faces, to: samples.gallery)
      try await store.removeAll(from: samples.gallery)
    }
    #expect(try Place.read(try Place.galleryFile(in: place.path)).count < 200)
  }

  @Test func twoStoresNeverShareADirectory() async throws {
    let place = try Place()
    try await withStore(in: place.path) { _ in
      let second = FAISSVectorStore(directory: place.path, log: SilentLog())
      await #expect {
        try await second.start()
      } throws: { error in
        guard case ComponentError.unavailable(let text) = error else { return false }
        return text.contains("another process")
      }
    }
    try await withStore(in: place.path) { _ in }
  }

  @Test func missingDirectoryIsSaidClearly() async throws {
    let store = FAISSVectorStore(directory: "/nonexistent/place", log: SilentLog())
    await #expect(throws: ComponentError.self) { try await store.start() }
  }

  @Test func callsBeforeStartAndAfterStopAreRefused() async throws {
    let place = try Place()
    let samples = Samples()
    let store = FAISSVectorStore(directory: place.path, log: SilentLog())
    await #expect(throws: VectorStoreError.self) { try await store.count(in: samples.gallery) }
    try await store.start()
    #expect(try await store.count(in: samples.gallery) == 0)
    await store.stop()
    await #expect(throws: VectorStoreError.self) { try await store.count(in: samples.gallery) }
    await store.stop()
  }

  @Test func leftoversOfARewriteAreDeleted() async throws {
    let place = try Place()
    try Place.write([1, 2, 3], to: "\(place.path)/half.gallery.new")
    try await withStore(in: place.path) { _ in }
    #expect(Place.files(in: place.path) == ["lock"])
  }

  @Test func impossibleDimensionsAreRefused() async throws {
    let place = try Place()
    try await withStore(in: place.path) { store in
      for dimension in [0, -1, 65_537, Int.max] {
        let gallery = GalleryID(tenant: TenantID("t"), model: ModelID("m"), dimension: dimension)
        await #expect(throws: VectorStoreError.self) { try await store.count(in: gallery) }
      }
    }
  }

  @Test func settingsAreChecked() async throws {
    var reader = SettingsReader(
      .map([.init("memory_budget_mb", .integer(0)), .init("thread", .integer(2)), .init("fsync", .string("yes"))]),
      path: "store")
    let settings = FAISSStoreSettings(from: &reader)
    reader.finish()
    #expect(reader.problems.map(\.path) == ["store.memory_budget_mb", "store.fsync", "store.thread"])
    #expect(settings == FAISSStoreSettings())
  }

  @Test func pluginOffersTheStore() async throws {
    var registry = ComponentRegistry()
    try registry.register(PluginBox.takeRetained(faissStoreEntry()).plugin)
    #expect(registry.ids(prefix: "store.") == ["store.faiss"])
    #expect(faissStoreABI() == engineABI)
  }
}
