import CVectorScan

/// Vectors without gaps in one piece of memory, row after row: what a scan reads from end to end.
struct VectorRows: ~Copyable {
  /// Floats per row.
  let dimension: Int
  /// Rows in use.
  private(set) var count = 0
  private var capacity = 0
  private var base: UnsafeMutablePointer<Float>?

  init(dimension: Int) { self.dimension = dimension }

  deinit { kvs_rows_free(base, capacity * dimension * MemoryLayout<Float>.stride) }

  /// Bytes taken, used or not.
  var bytes: Int { capacity * dimension * MemoryLayout<Float>.stride }

  /// Makes room for `additional` more rows.
  ///
  /// - Returns: false, with nothing changed, where there is no memory.
  mutating func reserve(_ additional: Int) -> Bool {
    let (needed, overflow) = count.addingReportingOverflow(additional)
    guard !overflow else { return false }
    if needed <= capacity { return true }
    // Half as much again: growing moves pages, and pages that were never written cost nothing.
    let wanted = max(needed, capacity + capacity / 2, 8)
    let (floats, tooMany) = wanted.multipliedReportingOverflow(by: dimension)
    let (size, tooLarge) = floats.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    guard !tooMany, !tooLarge, let grown = kvs_rows_resize(base, bytes, size) else { return false }
    base = grown
    capacity = wanted
    return true
  }

  /// Appends rows from `dimension * count` floats in memory order, of any alignment. There must be room.
  mutating func append(_ source: UnsafeRawBufferPointer) {
    let rowBytes = dimension * MemoryLayout<Float>.stride
    let added = source.count / rowBytes
    precondition(count + added <= capacity, "rows are appended without room")
    guard let base, let from = source.baseAddress, added > 0 else { return }
    UnsafeMutableRawPointer(base + count * dimension).copyMemory(from: from, byteCount: added * rowBytes)
    count += added
  }

  /// Puts the last row in the place of `row`.
  mutating func swapRemove(_ row: Int) {
    precondition(row < count)
    count -= 1
    guard let base, row != count else { return }
    (base + row * dimension).update(from: base + count * dimension, count: dimension)
  }

  /// The values of some rows.
  func withRows<Result>(_ rows: Range<Int>, _ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    guard let base else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
    return try body(UnsafeBufferPointer(start: base + rows.lowerBound * dimension, count: rows.count * dimension))
  }
}
