import CVectorScan

/// Probes made ready for a scan of codes, with room for its results: valid within `withProbes` only.
struct CodeProbes {
  /// Rows multiplied at a time: their sums stay in the first-level cache.
  static let blockRows = 256

  let kernel: kvs_codes_kernel
  let probes: UnsafeBufferPointer<kvs_code_probe>
  /// Room for `blockRows` sums of each probe.
  let sums: UnsafeMutablePointer<Int32>
  /// Room for `blockRows` candidates.
  let found: UnsafeMutablePointer<kvs_code_candidate>

  /// Runs `body` with the probes, all of one length.
  static func withProbes<Result>(
    _ values: [[Float]], dimension: Int, _ body: (CodeProbes) throws -> Result
  ) rethrows -> Result {
    let each = kvs_code_probe_bytes(dimension)
    return try withUnsafeTemporaryAllocation(byteCount: values.count * each, alignment: 64) { memory in
      try withUnsafeTemporaryAllocation(of: kvs_code_probe.self, capacity: values.count) { probes in
        probes.initialize(repeating: kvs_code_probe())
        for (index, values) in values.enumerated() {
          kvs_code_probe_make(
            values, dimension, memory.baseAddress.map { $0 + index * each }, probes.baseAddress.map { $0 + index })
        }
        return try withUnsafeTemporaryAllocation(of: Int32.self, capacity: values.count * blockRows) { sums in
          try withUnsafeTemporaryAllocation(of: kvs_code_candidate.self, capacity: blockRows) { found in
            guard let sums = sums.baseAddress, let found = found.baseAddress else {
              preconditionFailure("an allocation that is not empty has an address")
            }
            return try body(
              CodeProbes(
                kernel: kvs_codes_kernel_best(), probes: UnsafeBufferPointer(probes), sums: sums, found: found))
          }
        }
      }
    }
  }
}
