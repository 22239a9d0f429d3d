import Engine
import EngineTestKit
import FAISSStore
import Testing

/// Ids and persons come and go at random, and the store agrees with a dictionary at every turn.
@Suite struct ChurnTests {
  /// Names of all lengths, few enough to come back often: empty, alike to the eye, long.
  private static func name(_ number: Int) -> String {
    switch number % 7 {
    case 0: number == 0 ? "" : "n\(number)"
    case 1: "\u{E9}\(number)"
    case 2: "e\u{301}\(number - 1)"
    case 3: String(repeating: "long", count: number * 5)
    default: "name-\(number)"
    }
  }

  /// A text compared by its bytes, as ids are.
  private struct Key: Hashable {
    let bytes: [UInt8]
    init(_ text: String) { bytes = Array(text.utf8) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func namesFollowTheirRows(seed: UInt64) async throws {
    var samples = Samples(dimension: 3, seed: seed)
    var random = SeededGenerator(seed: seed)
    let place = try Place()
    let gallery = samples.gallery
    let settings = FAISSStoreSettings(compactAfter: 200, fsync: false)
    // Keyed by bytes: Swift's own string keys would take the two ways to write é for one.
    var model: [Key: (id: String, person: String)] = [:]
    for round in 0..<4 {
      try await withStore(in: place.path, settings) { store in
        for _ in 0..<400 {
          let id = Self.name(Int.random(in: 0..<150, using: &random))
          if model[Key(id)] != nil {
            #expect(try await store.remove([FaceID(id)], from: gallery) == 1)
            model[Key(id)] = nil
          } else {
            let person = Self.name(Int.random(in: 0..<40, using: &random))
            try await store.add([samples.face(id, person: person)], to: gallery)
            model[Key(id)] = (id, person)
          }
        }
        let stored = try await store.faces(after: nil, limit: .max, in: gallery)
        #expect(Set(stored.map { Key($0.id.rawValue) }) == Set(model.keys), "round \(round)")
        #expect(stored.allSatisfy { Key($0.person.rawValue) == model[Key($0.id.rawValue)].map { Key($0.person) } })
        for number in 0..<40 {
          let person = Self.name(number)
          let faces = try await store.faces(of: PersonID(person), in: gallery)
          let expected = model.values.filter { Key($0.person) == Key(person) }.map { Key($0.id) }
          #expect(faces.count == expected.count && Set(faces.map { Key($0.id.rawValue) }) == Set(expected))
        }
      }
    }
  }
}
