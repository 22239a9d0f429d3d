/// Vectors without gaps in one piece of memory, row after row: the gallery's truth, which every score comes from.
struct VectorRows: ~Copyable {
  /// Floats per row.
  let dimension: Int
  /// Rows in use.
  private(set) var count = 0
  private var memory: RowMemory

  init(dimension: Int) {
    self.dimension = dimension
    memory = RowMemory(stride: dimension * MemoryLayout<Float>.stride)
  }

  /// Bytes in use.
  var bytes: Int { count * memory.stride }

  /// Makes room for `additional` more rows.
  ///
  /// - Returns: false, with nothing changed, where there is no memory.
  mutating func reserve(_ additional: Int) -> Bool { memory.reserve(count + additional) }

  /// Appends rows from `dimension * count` floats in memory order, of any alignment. There must be room.
  mutating func append(_ source: UnsafeRawBufferPointer) {
    let added = source.count / memory.stride
    precondition(count + added <= memory.capacity, "rows are appended without room")
    guard let base = memory.base, let from = source.baseAddress, added > 0 else { return }
    (base + count * memory.stride).copyMemory(from: from, byteCount: added * memory.stride)
    count += added
  }

  /// Puts the last row in the place of `row`.
  mutating func swapRemove(_ row: Int) {
    precondition(row < count)
    count -= 1
    guard let base = memory.base, row != count else { return }
    (base + row * memory.stride).copyMemory(from: base + count * memory.stride, byteCount: memory.stride)
  }

  /// The values of some rows.
  func withRows<Result>(_ rows: Range<Int>, _ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count)
    let floats = memory.base?.assumingMemoryBound(to: Float.self)
    guard let floats else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
    return try body(UnsafeBufferPointer(start: floats + rows.lowerBound * dimension, count: rows.count * dimension))
  }
}
