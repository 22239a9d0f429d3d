import CVectorScan

/// One piece of memory for rows of equal size, which grows without losing what is in it.
struct RowMemory: ~Copyable {
  /// Bytes per row.
  let stride: Int
  /// Rows that there is room for.
  private(set) var capacity = 0
  /// Where the rows begin; nil while there is room for none.
  private(set) var base: UnsafeMutableRawPointer?

  /// No rows yet.
  init(stride: Int) { self.stride = stride }

  deinit { kvs_rows_free(base, capacity * stride) }

  /// Makes room for `rows` rows in all.
  ///
  /// - Returns: false, with nothing changed, where there is no memory.
  mutating func reserve(_ rows: Int) -> Bool {
    if rows <= capacity { return true }
    // Half as much again where growing moves pages, of which those never written cost nothing; an eighth where it takes
    // from the heap.
    let isSmall = capacity * stride < Self.smallBytes
    let wanted = max(rows, capacity + capacity / (isSmall ? 8 : 2))
    let (size, overflow) = wanted.multipliedReportingOverflow(by: stride)
    guard !overflow, let grown = kvs_rows_resize(base, capacity * stride, size) else { return false }
    base = grown
    capacity = wanted
    return true
  }

  /// Gives everything back.
  mutating func free() {
    kvs_rows_free(base, capacity * stride)
    base = nil
    capacity = 0
  }

  /// Where `kvs_rows_resize` begins to take whole pages.
  private static let smallBytes = 64 << 10
}
