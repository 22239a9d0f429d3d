import CVectorScan
import Engine

/// The bare loops over codes, without store, ids or threads.
final class KernelProbe {
  private static let block = 256
  private let count: Int
  private let dimension: Int
  private let codes: UnsafeMutableRawPointer
  private var facts: [kvs_code_facts]
  private var longest: Float = 0

  init(_ embeddings: [Embedding]) {
    count = embeddings.count
    dimension = embeddings[0].values.count
    let stride = kvs_codes_stride(dimension)
    guard let memory = kvs_rows_resize(nil, 0, count * stride) else { fatalError("no memory") }
    codes = memory
    facts = [kvs_code_facts](repeating: kvs_code_facts(), count: count)
    for (row, embedding) in embeddings.enumerated() {
      let place = (codes + row * stride).assumingMemoryBound(to: UInt8.self)
      longest = max(longest, kvs_code_row(embedding.values, dimension, place, &facts[row]))
    }
  }

  deinit { kvs_rows_free(codes, count * kvs_codes_stride(dimension)) }

  /// Goes over all rows.
  ///
  /// - Returns: how many may have a product of `floor` or more: those whose floats must be looked at.
  func candidates(_ probe: Embedding, floor: Float) -> Int {
    let stride = kvs_codes_stride(dimension)
    return withUnsafeTemporaryAllocation(byteCount: kvs_code_probe_bytes(dimension), alignment: 64) { memory in
      var ready = kvs_code_probe()
      kvs_code_probe_make(probe.values, dimension, memory.baseAddress, &ready)
      var sums = [Int32](repeating: 0, count: Self.block)
      var found = [kvs_code_candidate](repeating: kvs_code_candidate(), count: Self.block)
      var candidates = 0
      for start in Swift.stride(from: 0, to: count, by: Self.block) {
        let rows = min(Self.block, count - start)
        let place = (codes + start * stride).assumingMemoryBound(to: UInt8.self)
        kvs_code_sums(kvs_codes_kernel_best(), &ready, 1, place, stride, nil, rows, &sums)
        candidates += kvs_code_candidates(
          &ready, dimension, sums, facts, longest, nil, UInt32(start), rows, floor, &found)
      }
      return candidates
    }
  }
}
