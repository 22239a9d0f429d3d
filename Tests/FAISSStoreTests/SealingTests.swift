import Engine
import FAISSStore
import Glibc
import StoreSealing
import Testing

/// Galleries' files under a sealer.
@Suite struct SealingTests {
  private static func contents(
    of gallery: GalleryID, in place: Place, _ sealer: AESSealer?
  ) async throws -> Set<FaceRecord> {
    try await withStore(in: place.path, sealer: sealer) { store in
      Set(try await store.faces(after: nil, limit: .max, in: gallery))
    }
  }

  /// Adds faces under a key, in a store of its own.
  private static func add(
    _ faces: [FaceRecord], to gallery: GalleryID, in place: Place, _ sealer: AESSealer?
  ) async throws {
    try await withStore(in: place.path, sealer: sealer) { try await $0.add(faces, to: gallery) }
  }

  private static func holds(_ file: [UInt8], _ part: some Collection<UInt8>) -> Bool {
    file.indices.contains { file[$0] == part.first && file[$0...].starts(with: part) }
  }

  private static func expectNothingReadable(_ faces: [FaceRecord], in place: Place) throws {
    let file = try Place.read(try Place.galleryFile(in: place.path))
    for face in faces {
      #expect(!holds(file, face.id.rawValue.utf8) && !holds(file, face.person.rawValue.utf8))
      #expect(!face.embedding.values.withUnsafeBytes { holds(file, $0.prefix(16)) })
    }
  }

  @Test func nothingOfAFaceIsReadable() async throws {
    let place = try Place()
    var samples = Samples(dimension: 32)
    let faces = samples.faces(20)
    try await Self.add(faces, to: samples.gallery, in: place, nil)
    let clear = try Place.read(try Place.galleryFile(in: place.path))
    // The same question finds them where they are in clear.
    #expect(Self.holds(clear, faces[3].id.rawValue.utf8))
    #expect(faces[3].embedding.values.withUnsafeBytes { Self.holds(clear, $0.prefix(16)) })
    let sealed = try Place()
    try await Self.add(faces, to: samples.gallery, in: sealed, AESSealer(keyID: "k1"))
    try Self.expectNothingReadable(faces, in: sealed)
    #expect(try await Self.contents(of: samples.gallery, in: sealed, AESSealer(keyID: "k1")) == Set(faces))
  }

  @Test func clearFilesAreServedAndSealedByTheNextWrite() async throws {
    let place = try Place()
    var samples = Samples()
    let (old, new) = (samples.faces(5), samples.faces(5, prefix: "new"))
    try await Self.add(old, to: samples.gallery, in: place, nil)
    let sealer = AESSealer(keyID: "k1")
    #expect(try await Self.contents(of: samples.gallery, in: place, sealer) == Set(old))
    try await Self.add(new, to: samples.gallery, in: place, sealer)
    try Self.expectNothingReadable(old + new, in: place)
    #expect(try await Self.contents(of: samples.gallery, in: place, sealer) == Set(old + new))
  }

  @Test func keysAreRotatedAndTheOldOneCanGo() async throws {
    let place = try Place()
    var tenants = (0..<4).map { Samples(tenant: "tenant-\($0)") }
    var expected: [[FaceRecord]] = []
    for index in tenants.indices {
      // In clear, under the first key, under both, and under the second: all but the last are to be written anew.
      let (one, two) = (tenants[index].faces(4), tenants[index].faces(4, prefix: "second"))
      let gallery = tenants[index].gallery
      switch index {
      case 0: try await Self.add(one + two, to: gallery, in: place, nil)
      case 1: try await Self.add(one + two, to: gallery, in: place, AESSealer(keyID: "k1"))
      case 2:
        try await Self.add(one, to: gallery, in: place, AESSealer(keyID: "k1"))
        try await Self.add(two, to: gallery, in: place, AESSealer(keyID: "k2", others: ["k1"]))
      default: try await Self.add(one + two, to: gallery, in: place, AESSealer(keyID: "k2"))
      }
      expected.append(one + two)
    }
    let both = AESSealer(keyID: "k2", others: ["k1"])
    try await withStore(in: place.path, sealer: both) { store in
      // One is in use, the others are files only.
      let (count, first, second) =
        (try await store.count(in: tenants[2].gallery), try await store.reseal(), try await store.reseal())
      #expect(count == 8 && first == 3 && second == 0, "\(count) \(first) \(second)")
    }
    for (samples, faces) in zip(tenants, expected) {
      #expect(try await Self.contents(of: samples.gallery, in: place, AESSealer(keyID: "k2")) == Set(faces))
    }
  }

  @Test func resealingGoesOnWhileTheStoreIsInUse() async throws {
    let place = try Place()
    let tenants = (0..<6).map { Samples(tenant: "tenant-\($0)", seed: UInt64($0)) }
    for var samples in tenants {
      try await Self.add(samples.faces(30), to: samples.gallery, in: place, AESSealer(keyID: "k1"))
    }
    try await withStore(in: place.path, sealer: AESSealer(keyID: "k2", others: ["k1"])) { store in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for var samples in tenants {
          group.addTask {
            for face in samples.faces(40, prefix: "during") { try await store.add([face], to: samples.gallery) }
          }
        }
        group.addTask { try await store.reseal() }
        try await group.waitForAll()
      }
      try await store.reseal()
    }
    for samples in tenants {
      #expect(try await Self.contents(of: samples.gallery, in: place, AESSealer(keyID: "k2")).count == 70)
    }
  }

  @Test func unknownKeyIsNamedAndNothingIsLost() async throws {
    let place = try Place()
    var samples = Samples()
    let faces = samples.faces(5)
    let gallery = samples.gallery
    try await Self.add(faces, to: gallery, in: place, AESSealer(keyID: "lost"))
    let before = try Place.read(try Place.galleryFile(in: place.path))
    try await withStore(in: place.path, sealer: AESSealer(keyID: "other")) { store in
      for _ in 0..<2 {
        await #expect {
          try await store.add([samples.face("one-more")], to: gallery)
        } throws: { error in
          guard case VectorStoreError.damaged(let text) = error else { return false }
          return text.contains("the key lost")
        }
      }
      // The old key must not be destroyed: resealing says so.
      await #expect(throws: VectorStoreError.self) { try await store.reseal() }
    }
    #expect(try Place.read(try Place.galleryFile(in: place.path)) == before)
    #expect(try await Self.contents(of: gallery, in: place, AESSealer(keyID: "lost")) == Set(faces))
  }

  @Test func sealedFilesAreRefusedWithoutASealer() async throws {
    let place = try Place()
    var samples = Samples()
    let gallery = samples.gallery
    try await Self.add(samples.faces(5), to: gallery, in: place, AESSealer(keyID: "k1"))
    try await withStore(in: place.path) { store in
      await #expect {
        try await store.count(in: gallery)
      } throws: { error in
        guard case VectorStoreError.damaged(let text) = error else { return false }
        return text.contains("sealing is off")
      }
      await #expect(throws: VectorStoreError.self) { try await store.reseal() }
    }
  }

  @Test func oneDamagedGalleryDoesNotKeepTheOthersFromBeingSealed() async throws {
    let place = try Place()
    var (good, bad) = (Samples(tenant: "good"), Samples(tenant: "bad"))
    try await Self.add(bad.faces(3), to: bad.gallery, in: place, nil)
    let file = try Place.galleryFile(in: place.path)
    var bytes = try Place.read(file)
    bytes[bytes.count / 2] ^= 1
    try Place.write(bytes, to: file)
    let faces = good.faces(3)
    try await Self.add(faces, to: good.gallery, in: place, nil)
    try await withStore(in: place.path, sealer: AESSealer(keyID: "k1")) { store in
      _ = await #expect {
        try await store.reseal()
      } throws: { error in
        guard case VectorStoreError.damaged(let text) = error else { return false }
        return text.contains("1 of 2") && text.contains("keep the old keys")
      }
    }
    #expect(try await Self.contents(of: good.gallery, in: place, AESSealer(keyID: "k1")) == Set(faces))
  }

  // MARK: Forged files

  @Test func framesOpenInTheirOwnFileOnly() async throws {
    let (one, two) = (try Place(), try Place())
    var samples = Samples()
    let (first, second) = (samples.faces(3), samples.faces(3, prefix: "other"))
    let gallery = samples.gallery
    let sealer = AESSealer(keyID: "k1")
    try await Self.add(first, to: gallery, in: one, sealer)
    try await Self.add(second, to: gallery, in: two, sealer)
    let stolen = SealedFile(try Place.read(try Place.galleryFile(in: one.path)))
    var forged = SealedFile(try Place.read(try Place.galleryFile(in: two.path)))
    let own = forged.bytes
    #expect(own == (try Place.read(try Place.galleryFile(in: two.path))), "the forger's copy is faithful")
    forged.frames = stolen.frames
    try await Self.expectDamage(forged, gallery, in: two, sealer)
  }

  @Test func framesOpenAtTheirOwnPlaceOnly() async throws {
    let place = try Place()
    var samples = Samples()
    let gallery = samples.gallery
    let sealer = AESSealer(keyID: "k1")
    for batch in 0..<3 { try await Self.add(samples.faces(2, prefix: "b\(batch)"), to: gallery, in: place, sealer) }
    let file = SealedFile(try Place.read(try Place.galleryFile(in: place.path)))
    #expect(file.frames.count == 3)
    var swapped = file
    swapped.frames.swapAt(1, 2)
    var dropped = file
    dropped.frames.remove(at: 1)
    var repeated = file
    repeated.frames[2] = repeated.frames[1]
    for forged in [swapped, dropped, repeated] { try await Self.expectDamage(forged, gallery, in: place, sealer) }
    try Place.write(file.bytes, to: try Place.galleryFile(in: place.path))
    #expect(try await Self.contents(of: gallery, in: place, sealer).count == 6)
  }

  /// Every byte of a payload is changed, with a checksum to match.
  @Test func changedBytesDoNotOpen() async throws {
    let place = try Place()
    var samples = Samples(dimension: 2)
    let gallery = samples.gallery
    let sealer = AESSealer(keyID: "k1")
    let faces = samples.faces(1)
    try await Self.add(faces, to: gallery, in: place, sealer)
    let file = SealedFile(try Place.read(try Place.galleryFile(in: place.path)))
    // Zeros behind what is sealed are no part of it.
    let end = 8 + file.frames[0].prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    for index in 0..<end {
      var forged = file
      forged.frames[0][index] ^= 1
      try await Self.expectDamage(forged, gallery, in: place, sealer)
    }
  }

  private static func expectDamage(
    _ forged: SealedFile, _ gallery: GalleryID, in place: Place, _ sealer: AESSealer
  ) async throws {
    try Place.write(forged.bytes, to: try Place.galleryFile(in: place.path))
    try await withStore(in: place.path, sealer: sealer) { store in
      _ = await #expect {
        try await store.count(in: gallery)
      } throws: { error in
        if case VectorStoreError.damaged = error { true } else { false }
      }
    }
  }
}
