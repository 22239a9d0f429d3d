import CVectorScan
import EngineTestKit
import Testing

/// Rows and probes as integers: what the bounds of a scan of codes rest on.
@Suite struct CodeKernelTests {
  static let dimensions = [1, 2, 63, 64, 65, 127, 128, 512, 1000]

  /// Vectors of kinds that stress rounding: ordinary, one number only, one huge number among tiny ones, all alike, all
  /// tiny, all huge, zero.
  static func vectors(dimension: Int, seed: UInt64) -> [[Float]] {
    var random = SeededGenerator(seed: seed)
    var vectors = (0..<16).map { _ in random.vector(dimension) }
    vectors += (0..<4).map { index in (0..<dimension).map { $0 == (index * 31) % dimension ? 1 : 0 } }
    vectors += (0..<4).map { _ in random.vector(dimension).enumerated().map { $0 == 0 ? 1e4 : $1 * 1e-4 } }
    vectors.append([Float](repeating: -0.25, count: dimension))
    vectors += [1e-12, 1e-30, 1e-38, 1e15].map { size in random.vector(dimension).map { $0 * Float(size) } }
    vectors.append([Float](repeating: 0, count: dimension))
    return vectors
  }

  private struct Encoded {
    var codes: [UInt8] = []
    var facts: [kvs_code_facts] = []
    var longest: Float = 0

    init(_ rows: [[Float]], stride: Int) {
      for row in rows {
        var code = [UInt8](repeating: 0, count: stride)
        var fact = kvs_code_facts()
        longest = max(longest, kvs_code_row(row, row.count, &code, &fact))
        codes += code
        facts.append(fact)
      }
    }
  }

  private static func withProbe(_ values: [Float], _ body: (kvs_code_probe) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: kvs_code_probe_bytes(values.count), alignment: 64) { memory in
      var probe = kvs_code_probe()
      kvs_code_probe_make(values, values.count, memory.baseAddress, &probe)
      body(probe)
    }
  }

  private static let kernels = [kvs_codes_portable, kvs_codes_avx2, kvs_codes_vnni]

  /// The plain definition of the sums, in wide integers.
  private static func sum(_ probe: kvs_code_probe, _ codes: ArraySlice<UInt8>) -> Int {
    codes.enumerated().reduce(0) { $0 + (Int($1.element) - 128) * Int(probe.whole[$1.offset]) }
  }

  @Test(arguments: dimensions) func kernelsGiveTheSameIntegers(dimension: Int) {
    let stride = kvs_codes_stride(dimension)
    let rows = Self.vectors(dimension: dimension, seed: 1)
    let encoded = Encoded(rows, stride: stride)
    // Some rows by number, out of order and more than once.
    let chosen: [UInt32] = [3, 0, UInt32(rows.count - 1), 3, 7]
    for values in Self.vectors(dimension: dimension, seed: 2) {
      Self.withProbe(values) { probe in
        // One to six probes, so that each of the loops for four, two and one runs.
        for count in [1, 3, 6] {
          let probes = [kvs_code_probe](repeating: probe, count: count)
          let expected = rows.indices.map { Self.sum(probe, encoded.codes[$0 * stride..<($0 + 1) * stride]) }
          for kernel in Self.kernels where kvs_codes_kernel_works(kernel) {
            var sums = [Int32](repeating: -1, count: count * rows.count)
            kvs_code_sums(kernel, probes, count, encoded.codes, stride, nil, rows.count, &sums)
            var listed = [Int32](repeating: -1, count: count * chosen.count)
            kvs_code_sums(kernel, probes, count, encoded.codes, stride, chosen, chosen.count, &listed)
            for index in 0..<count {
              #expect(sums[index * rows.count..<(index + 1) * rows.count].map { Int($0) } == expected)
              let part = listed[index * chosen.count..<(index + 1) * chosen.count]
              #expect(part.map { Int($0) } == chosen.map { expected[Int($0)] })
            }
          }
        }
      }
    }
  }

  @Test func thisMachinesKernelsAreNamed() {
    let names = Self.kernels.filter(kvs_codes_kernel_works).map { String(cString: kvs_codes_kernel_name($0)) }
    #expect(names == Array(["portable", "avx2", "vnni"].filter(names.contains)))
    #expect(kvs_codes_kernel_works(kvs_codes_kernel_best()))
    print("kernels under test here: \(names.joined(separator: ", "))")
  }

  /// The product as the store computes it lies between the bounds, for every pair of vectors.
  @Test(arguments: dimensions) func boundsHold(dimension: Int) {
    let rows = Self.vectors(dimension: dimension, seed: 3)
    let encoded = Encoded(rows, stride: kvs_codes_stride(dimension))
    for values in Self.vectors(dimension: dimension, seed: 4) {
      Self.withProbe(values) { probe in
        var sums = [Int32](repeating: 0, count: rows.count)
        kvs_code_sums(
          kvs_codes_portable, [probe], 1, encoded.codes, kvs_codes_stride(dimension), nil, rows.count, &sums)
        var found = [kvs_code_candidate](repeating: kvs_code_candidate(), count: rows.count)
        let count = kvs_code_candidates(
          [probe], dimension, sums, encoded.facts, encoded.longest, nil, 0, rows.count, -.infinity, &found)
        #expect(count == rows.count)
        for (row, bounds) in zip(rows, found) {
          var product: Float = 0
          withUnsafePointers(values, row) { probe, row in
            var pointer: UnsafePointer<Float>? = probe
            kvs_inner_products(&pointer, 1, row, 1, dimension, &product)
          }
          #expect(bounds.lower <= product && product <= bounds.upper, "\(bounds) \(product)")
        }
      }
    }
  }

  /// Not only true but tight: what the codes lose of ordinary unit vectors is small.
  @Test func boundsAreNarrow() {
    var random = SeededGenerator(seed: 5)
    let rows = (0..<50).map { _ in Self.unit(random.vector(512)) }
    let encoded = Encoded(rows, stride: 512)
    Self.withProbe(Self.unit(random.vector(512))) { probe in
      var sums = [Int32](repeating: 0, count: rows.count)
      kvs_code_sums(kvs_codes_kernel_best(), [probe], 1, encoded.codes, 512, nil, rows.count, &sums)
      var found = [kvs_code_candidate](repeating: kvs_code_candidate(), count: rows.count)
      _ = kvs_code_candidates(
        [probe], 512, sums, encoded.facts, encoded.longest, nil, 0, rows.count, -.infinity, &found)
      #expect(found.allSatisfy { $0.upper - $0.lower < 0.025 }, "\(found)")
    }
  }

  /// The integers of a probe with many large numbers are made small enough for the sums to fit.
  @Test func longestProbesDoNotOverflow() {
    let dimension = 65_536
    let values = [Float](repeating: 1 / 256, count: dimension)
    var codes = [UInt8](repeating: 0, count: dimension)
    var fact = kvs_code_facts()
    _ = kvs_code_row(values, dimension, &codes, &fact)
    #expect(codes.allSatisfy { $0 == 255 })
    Self.withProbe(values) { probe in
      let expected = Self.sum(probe, codes[...])
      #expect(expected <= Int(Int32.max) && expected > 2_000_000_000)
      for kernel in Self.kernels where kvs_codes_kernel_works(kernel) {
        var sum: Int32 = 0
        kvs_code_sums(kernel, [probe], 1, codes, dimension, nil, 1, &sum)
        #expect(Int(sum) == expected)
      }
    }
  }

  private static func unit(_ values: [Float]) -> [Float] {
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / length }
  }
}

/// Both arrays' storage at once.
func withUnsafePointers(_ a: [Float], _ b: [Float], _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      if let a = a.baseAddress, let b = b.baseAddress { body(a, b) }
    }
  }
}
