import Engine
import FAISSStore
import StoreSealing
import Testing

/// What a crash or a bad disk may do to a gallery's file, at every byte.
@Suite struct DamageTests {
  /// A file after each of several acknowledged writes, with what the gallery held then.
  private struct History {
    var gallery: GalleryID
    var states: [(file: [UInt8], faces: Set<FaceRecord>)] = []
  }

  private static func history(in directory: String, _ sealer: AESSealer? = nil) async throws -> History {
    var samples = Samples(dimension: 4)
    var history = History(gallery: samples.gallery)
    var faces = Set<FaceRecord>()
    try await withStore(in: directory, sealer: sealer) { store in
      for round in 0..<4 {
        let batch = samples.faces(2, prefix: "r\(round)")
        try await store.add(batch, to: samples.gallery)
        faces.formUnion(batch)
        history.states.append((try Place.read(try Place.galleryFile(in: directory)), faces))
      }
      let gone = faces.filter { $0.id.rawValue.hasSuffix("-1") }
      try await store.remove(gone.map(\.id), from: samples.gallery)
      faces.subtract(gone)
      history.states.append((try Place.read(try Place.galleryFile(in: directory)), faces))
    }
    return history
  }

  /// What a fresh store makes of a file: its faces, or nil where it says that the file is damaged.
  private static func served(
    _ bytes: some Sequence<UInt8>, _ gallery: GalleryID, in directory: String, _ sealer: AESSealer? = nil
  ) async throws
    -> Set<FaceID>?
  {
    try Place.write(bytes, to: try Place.galleryFile(in: directory))
    return try await withStore(in: directory, sealer: sealer) { store in
      do {
        return Set(try await store.faces(after: nil, limit: .max, in: gallery).map(\.id))
      } catch VectorStoreError.damaged {
        return nil
      }
    }
  }

  /// The crash of a process in the middle of a write leaves the file of before with some of the new bytes behind.
  @Test(arguments: [nil, AESSealer(keyID: "k1")])
  func tornWriteLosesNothingAcknowledged(_ sealer: AESSealer?) async throws {
    let place = try Place()
    let history = try await Self.history(in: place.path, sealer)
    for (before, after) in zip(history.states, history.states.dropFirst()) {
      for cut in before.file.count..<after.file.count {
        let torn = before.file + after.file[before.file.count..<cut]
        let ids = try await Self.served(torn, history.gallery, in: place.path, sealer)
        #expect(ids == Set(before.faces.map(\.id)), "cut at \(cut)")
      }
      // All of it there, and the crash came before the acknowledgement: the write counts.
      let whole = before.file + after.file[before.file.count...]
      #expect(try await Self.served(whole, history.gallery, in: place.path, sealer) == Set(after.faces.map(\.id)))
    }
  }

  /// A power failure may leave the blocks of the last write in any state: here its bytes are there, but one is wrong.
  @Test func tornWriteWithWrongBytesIsCutOff() async throws {
    let place = try Place()
    let history = try await Self.history(in: place.path)
    let before = history.states[2]
    let after = history.states[3]
    for position in before.file.count..<after.file.count {
      var torn = before.file + after.file[before.file.count...]
      torn[position] ^= 0x10
      let ids = try await Self.served(torn, history.gallery, in: place.path)
      #expect(ids == Set(before.faces.map(\.id)), "wrong byte at \(position)")
    }
    let zeros = before.file + [UInt8](repeating: 0, count: 10_000)
    #expect(try await Self.served(zeros, history.gallery, in: place.path) == Set(before.faces.map(\.id)))
  }

  @Test func storeGoesOnBehindATornTail() async throws {
    let place = try Place()
    let history = try await Self.history(in: place.path)
    let before = history.states[2]
    try Place.write(
      before.file + history.states[3].file[before.file.count...].dropLast(5), to: try Place.galleryFile(in: place.path))
    let log = EventKeeper()
    var samples = Samples(dimension: 4, seed: 99)
    let more = samples.faces(2, prefix: "more")
    try await withStore(in: place.path, log: log) { try await $0.add(more, to: history.gallery) }
    #expect(log.events.contains("gallery_torn_tail_dropped"))
    let count = try await withStore(in: place.path) { try await $0.count(in: history.gallery) }
    #expect(count == before.faces.count + 2)
  }

  /// Acknowledged bytes that are gone are damage, not a torn tail.
  @Test func lostEndIsDamage() async throws {
    let place = try Place()
    let history = try await Self.history(in: place.path)
    let last = try #require(history.states.last)
    for cut in 0..<last.file.count {
      #expect(try await Self.served(last.file.prefix(cut), history.gallery, in: place.path) == nil, "cut at \(cut)")
    }
  }

  @Test(arguments: [nil, AESSealer(keyID: "k1")])
  func everyFlippedByteIsServedRightlyOrReported(_ sealer: AESSealer?) async throws {
    let place = try Place()
    let history = try await Self.history(in: place.path, sealer)
    let last = try #require(history.states.last)
    let expected = Set(last.faces.map(\.id))
    var harmless: [Int] = []
    for position in last.file.indices {
      for mask in [0x01, 0x80] as [UInt8] {
        var bytes = last.file
        bytes[position] ^= mask
        let ids = try await Self.served(bytes, history.gallery, in: place.path, sealer)
        #expect(ids == nil || ids == expected, "byte \(position)")
        if ids != nil { harmless.append(position) }
      }
    }
    // Only the two copies of the acknowledged length, of which one is enough.
    #expect(Set(harmless).isSubset(of: Set(40..<72)), "\(harmless)")
  }

  @Test func otherGalleriesGoOnAndRemoveAllRepairs() async throws {
    let place = try Place()
    let history = try await Self.history(in: place.path)
    let file = try Place.galleryFile(in: place.path)
    var bytes = try Place.read(file)
    bytes[bytes.count / 2] ^= 0xFF
    try Place.write(bytes, to: file)
    var other = Samples(dimension: 4, tenant: "other")
    let faces = other.faces(3)
    let probe = other.embedding()
    try await withStore(in: place.path) { store in
      try await store.add(faces, to: other.gallery)
      await #expect(throws: VectorStoreError.self) { try await store.search(probe, in: history.gallery, limit: 1) }
      await #expect(throws: VectorStoreError.self) { try await store.add(faces, to: history.gallery) }
      #expect(try await store.count(in: other.gallery) == 3)
      try await store.removeAll(from: history.gallery)
      try await store.add(faces, to: history.gallery)
      #expect(try await store.count(in: history.gallery) == 3)
    }
    let count = try await withStore(in: place.path) { try await $0.count(in: history.gallery) }
    #expect(count == 3)
  }

  @Test func anotherGallerysFileIsDamage() async throws {
    let place = try Place()
    var one = Samples(tenant: "one")
    var two = Samples(tenant: "two")
    let faces = (one.faces(2), two.faces(2))
    try await withStore(in: place.directory("a")) { try await $0.add(faces.0, to: one.gallery) }
    try await withStore(in: place.directory("b")) { try await $0.add(faces.1, to: two.gallery) }
    let stolen = try Place.read(try Place.galleryFile(in: place.directory("a")))
    #expect(try await Self.served(stolen, two.gallery, in: place.directory("b")) == nil)
  }
}
