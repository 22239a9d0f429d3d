import Engine
import EngineTestKit

/// Galleries and faces for tests, the same on every run.
struct Samples {
  let gallery: GalleryID
  private var random: SeededGenerator

  init(dimension: Int = 16, tenant: String = "tenant", seed: UInt64 = 7) {
    gallery = GalleryID(tenant: TenantID(tenant), model: ModelID("model@1"), dimension: dimension)
    random = SeededGenerator(seed: seed)
  }

  mutating func embedding() -> Embedding {
    Embedding(model: gallery.model, normalizing: random.vector(gallery.dimension))!
  }

  mutating func face(_ id: String, person: String = "person") -> FaceRecord {
    FaceRecord(id: FaceID(id), person: PersonID(person), embedding: embedding())
  }

  mutating func faces(_ count: Int, prefix: String = "face") -> [FaceRecord] {
    (0..<count).map { face("\(prefix)-\($0)", person: "\(prefix)-person-\($0 / 3)") }
  }
}
