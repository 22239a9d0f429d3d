import CVectorScan
import Engine

/// The answer of a scan of the floats, computed row by row: what every search must give, bit for bit.
struct FloatOracle {
  let faces: [FaceRecord]

  func matches(_ probe: Embedding, limit: Int) -> [FaceMatch] {
    let all = faces.map { face in
      var product: Float = 0
      withUnsafePointers(probe.values, face.embedding.values) { probe, row in
        var pointer: UnsafePointer<Float>? = probe
        kvs_inner_products(&pointer, 1, row, 1, face.embedding.values.count, &product)
      }
      return FaceMatch(id: face.id, person: face.person, similarity: min(1, max(-1, product)))
    }
    let sorted = all.sorted {
      $0.similarity != $1.similarity
        ? $0.similarity > $1.similarity : $0.id.rawValue.utf8.lexicographicallyPrecedes($1.id.rawValue.utf8)
    }
    return Array(sorted.prefix(limit))
  }
}
