import CVectorScan

/// Vectors as 8-bit codes, row after row in one piece of memory: what a scan reads from end to end. A row's codes, scale
/// and error depend on its floats alone.
struct CodeRows: ~Copyable {
  /// Rows in use.
  private(set) var count = 0
  /// Not less than the length of any row, or of what its codes stand for, that ever was here.
  private(set) var longest: Float = 0
  private let dimension: Int
  private var codes: RowMemory
  private var facts = RowMemory(stride: MemoryLayout<kvs_code_facts>.stride)

  init(dimension: Int) {
    self.dimension = dimension
    codes = RowMemory(stride: kvs_codes_stride(dimension))
  }

  /// Bytes in use.
  var bytes: Int { count * (codes.stride + facts.stride) }

  /// Makes room for `rows` rows in all.
  ///
  /// - Returns: false, with nothing lost, where there is no memory.
  mutating func reserve(_ rows: Int) -> Bool { codes.reserve(rows) && facts.reserve(rows) }

  /// Appends the codes of rows of floats. There must be room.
  mutating func append(_ rows: UnsafeBufferPointer<Float>) {
    let added = rows.count / dimension
    precondition(count + added <= min(codes.capacity, facts.capacity), "rows are appended without room")
    guard let codes = codes.base, let facts = facts.base, let rows = rows.baseAddress else { return }
    for row in 0..<added {
      let place = (codes + count * self.codes.stride).assumingMemoryBound(to: UInt8.self)
      let fact = facts.assumingMemoryBound(to: kvs_code_facts.self) + count
      longest = max(longest, kvs_code_row(rows + row * dimension, dimension, place, fact))
      count += 1
    }
  }

  /// Puts the last row in the place of `row`.
  mutating func swapRemove(_ row: Int) {
    precondition(row < count)
    count -= 1
    guard let codes = codes.base, let facts = facts.base, row != count else { return }
    let (bytes, factBytes) = (self.codes.stride, self.facts.stride)
    (codes + row * bytes).copyMemory(from: codes + count * bytes, byteCount: bytes)
    (facts + row * factBytes).copyMemory(from: facts + count * factBytes, byteCount: factBytes)
  }

  /// Forgets every row and gives the memory back.
  mutating func removeAll() {
    codes.free()
    facts.free()
    count = 0
    longest = 0
  }

  /// Multiplies a block of consecutive rows with the probes and hands over each probe's candidates.
  ///
  /// - Parameters:
  ///   - block: at most `CodeProbes.blockRows` rows.
  ///   - floor: by the probe's index, the least product that is of interest.
  ///   - body: gets the probe's index and its candidates.
  func candidates(
    in block: Range<Int>, for probes: CodeProbes, floor: (Int) -> Float,
    _ body: (Int, UnsafeBufferPointer<kvs_code_candidate>) -> Void
  ) {
    precondition(block.lowerBound >= 0 && block.upperBound <= count)
    guard let base = codes.base else { return }
    let start = (base + block.lowerBound * codes.stride).assumingMemoryBound(to: UInt8.self)
    visit(start, rows: nil, first: block.lowerBound, block.count, for: probes, floor: floor, body)
  }

  /// As `candidates(in:)`, of rows by number: at most `CodeProbes.blockRows`.
  func candidates(
    of rows: UnsafeBufferPointer<UInt32>, for probes: CodeProbes, floor: (Int) -> Float,
    _ body: (Int, UnsafeBufferPointer<kvs_code_candidate>) -> Void
  ) {
    guard let base = codes.base?.assumingMemoryBound(to: UInt8.self) else { return }
    visit(base, rows: rows.baseAddress, first: 0, rows.count, for: probes, floor: floor, body)
  }

  private func visit(
    _ start: UnsafePointer<UInt8>, rows: UnsafePointer<UInt32>?, first: Int, _ size: Int, for probes: CodeProbes,
    floor: (Int) -> Float, _ body: (Int, UnsafeBufferPointer<kvs_code_candidate>) -> Void
  ) {
    precondition(size <= CodeProbes.blockRows)
    guard let facts = facts.base?.assumingMemoryBound(to: kvs_code_facts.self) else { return }
    kvs_code_sums(
      probes.kernel, probes.probes.baseAddress, probes.probes.count, start, codes.stride, rows, size, probes.sums)
    for index in probes.probes.indices {
      let found = kvs_code_candidates(
        probes.probes.baseAddress.map { $0 + index }, dimension, probes.sums + index * size, facts, longest, rows,
        UInt32(first), size, floor(index), probes.found)
      body(index, UnsafeBufferPointer(start: probes.found, count: found))
    }
  }
}
