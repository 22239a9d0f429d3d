import Engine
import EngineTestKit

/// Synthetic faces: persons are random directions, their photos the direction with noise. With `spread` 0.6 two photos
/// of a person have a cosine of about 0.74 and strangers one of about 0 ± 0.04, which is how 512-number face embeddings of
/// fair photos lie. The same on every run.
struct FaceSource {
  static let spread: Float = 0.6
  let gallery: GalleryID
  private var random = SeededGenerator(seed: 42)
  private var centers: [[Float]] = []

  init(gallery: GalleryID) { self.gallery = gallery }

  /// `count` faces, `perPerson` of each person.
  mutating func faces(_ count: Int, perPerson: Int) -> [FaceRecord] {
    (0..<count).map { index in
      if index % perPerson == 0 { centers.append(random.vector(gallery.dimension)) }
      return FaceRecord(
        id: FaceID("0b6b4b2e-7d5f-4c38-a1d7-\(100_000_000_000 + index)"),
        person: PersonID("5f1c9a3d-2e4b-4f6a-8c7d-\(100_000_000_000 + index / perPerson)"),
        embedding: photo(of: centers.count - 1))
    }
  }

  /// New photos of persons of the gallery, and strangers: one in four.
  mutating func probes(_ count: Int) -> [Embedding] {
    (0..<count).map { index in
      if index % 4 == 3 { return embedding(random.vector(gallery.dimension)) }
      return photo(of: Int.random(in: centers.indices, using: &random))
    }
  }

  private mutating func photo(of person: Int) -> Embedding {
    embedding(zip(centers[person], random.vector(gallery.dimension)).map { $0 + Self.spread * $1 })
  }

  private func embedding(_ values: [Float]) -> Embedding {
    guard let embedding = Embedding(model: gallery.model, normalizing: values) else { fatalError("a zero vector") }
    return embedding
  }
}
