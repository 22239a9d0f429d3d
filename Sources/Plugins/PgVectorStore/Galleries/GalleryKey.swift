import Engine

/// A gallery by the bytes of its names: Swift takes some different texts for equal.
struct GalleryKey: Sendable, Hashable {
  let tenant: [UInt8]
  let model: [UInt8]
  let dimension: Int

  /// - Throws: `VectorStoreError.mismatch` for a length that no gallery can have.
  init(_ gallery: GalleryID) throws(VectorStoreError) {
    guard HalfVector.dimensions.contains(gallery.dimension) else {
      throw .mismatch(
        "a gallery's vectors have 1 to \(HalfVector.dimensions.upperBound) numbers, not \(gallery.dimension)")
    }
    tenant = Array(gallery.tenant.rawValue.utf8)
    model = Array(gallery.model.rawValue.utf8)
    dimension = gallery.dimension
  }

  /// Refuses what is not of this gallery's space.
  func check(_ embedding: Embedding) throws(VectorStoreError) {
    guard embedding.model.rawValue.utf8.elementsEqual(model) else {
      throw .mismatch("the vector is of another model than the gallery")
    }
    guard embedding.values.count == dimension else {
      throw .mismatch("the vector has \(embedding.values.count) numbers and the gallery's have \(dimension)")
    }
    guard embedding.values.allSatisfy(\.isFinite), embedding.values.contains(where: { Float16($0) != 0 }) else {
      throw .mismatch("the vector has no direction, or a number that is not finite")
    }
  }
}
