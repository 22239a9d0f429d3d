/// A gallery's vectors and, once they are many, their codes: of the same rows, or of none.
struct GalleryRows: ~Copyable {
  /// From this many rows on there are codes. A scan of fewer is over in a fraction of a millisecond either way, and
  /// thousands of small galleries are to take little more than their vectors.
  static let codesFrom = 2048

  private(set) var vectors: VectorRows
  private(set) var codes: CodeRows

  init(dimension: Int) {
    vectors = VectorRows(dimension: dimension)
    codes = CodeRows(dimension: dimension)
  }

  /// Whether the codes are there.
  var hasCodes: Bool { codes.count > 0 }
  /// Bytes in use.
  var bytes: Int { vectors.bytes + codes.bytes }

  /// Makes room for `additional` more rows.
  ///
  /// - Returns: false, with nothing changed, where there is no memory.
  mutating func reserve(_ additional: Int) -> Bool { vectors.reserve(additional) }

  /// Appends rows from floats in memory order, of any alignment. There must be room.
  mutating func append(_ source: UnsafeRawBufferPointer) {
    vectors.append(source)
    guard hasCodes || vectors.count >= Self.codesFrom else { return }
    guard codes.reserve(vectors.count) else {
      // Without memory for codes, searches read the floats until a later addition finds some.
      codes.removeAll()
      return
    }
    vectors.withRows(codes.count..<vectors.count) { codes.append($0) }
  }

  /// Puts the last row in the place of `row`.
  mutating func swapRemove(_ row: Int) {
    vectors.swapRemove(row)
    guard hasCodes else { return }
    codes.swapRemove(row)
    // At half of what made them, so that a gallery at the border does not make them again and again.
    if codes.count < Self.codesFrom / 2 { codes.removeAll() }
  }
}
