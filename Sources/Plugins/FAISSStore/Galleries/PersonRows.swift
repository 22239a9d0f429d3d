/// Which rows are a person's: a doubly linked list per person through arrays parallel to the rows, so that adding,
/// removing and renumbering a row are all a constant number of steps, however many samples a person has.
struct PersonRows {
  private static let none = UInt32.max

  private var people = NameTable()
  private var heads: [UInt32] = []
  private var freeSlots: [UInt32] = []
  private var slotOfRow: [UInt32] = []
  private var next: [UInt32] = []
  private var previous: [UInt32] = []

  /// Rows of `person`, newest first.
  func rows(of person: Identifier) -> [Int] {
    guard let slot = person.withBytes({ people.number(of: $0) }) else { return [] }
    var rows: [Int] = []
    var row = heads[slot]
    while row != Self.none {
      rows.append(Int(row))
      row = next[Int(row)]
    }
    return rows
  }

  /// Whose a row is.
  subscript(row: Int) -> String { people.text(Int(slotOfRow[row])) }

  /// Runs `body` with the bytes of the id of the person whose a row is.
  func withPerson<Result>(of row: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try people.withName(Int(slotOfRow[row]), body)
  }

  /// Bytes of memory.
  var bytes: Int { people.bytes + (heads.capacity + freeSlots.capacity + 3 * slotOfRow.capacity) * 4 }

  /// Adds the row after the last, as `person`'s.
  mutating func append(_ person: UnsafeRawBufferPointer) {
    let row = UInt32(slotOfRow.count)
    let slot = slot(for: person)
    let head = heads[Int(slot)]
    slotOfRow.append(slot)
    next.append(head)
    previous.append(Self.none)
    if head != Self.none { previous[Int(head)] = row }
    heads[Int(slot)] = row
  }

  /// Forgets `row` and gives its number to the last row.
  mutating func swapRemove(_ row: Int) {
    unlink(row)
    let last = slotOfRow.count - 1
    if row != last {
      slotOfRow[row] = slotOfRow[last]
      next[row] = next[last]
      previous[row] = previous[last]
      if next[row] != Self.none { previous[Int(next[row])] = UInt32(row) }
      if previous[row] != Self.none {
        next[Int(previous[row])] = UInt32(row)
      } else {
        heads[Int(slotOfRow[row])] = UInt32(row)
      }
    }
    slotOfRow.removeLast()
    next.removeLast()
    previous.removeLast()
  }

  /// Gives back memory that was taken for growth.
  mutating func trim() {
    people.trim()
    for path in [\Self.heads, \.freeSlots, \.slotOfRow, \.next, \.previous] {
      var exact: [UInt32] = []
      exact.reserveCapacity(self[keyPath: path].count)
      exact.append(contentsOf: self[keyPath: path])
      self[keyPath: path] = exact
    }
  }

  private mutating func slot(for person: UnsafeRawBufferPointer) -> UInt32 {
    if let slot = people.number(of: person) { return UInt32(slot) }
    if let free = freeSlots.popLast() {
      people.set(Int(free), person)
      heads[Int(free)] = Self.none
      return free
    }
    people.append(person)
    heads.append(Self.none)
    return UInt32(heads.count - 1)
  }

  private mutating func unlink(_ row: Int) {
    let slot = Int(slotOfRow[row])
    if next[row] != Self.none { previous[Int(next[row])] = previous[row] }
    if previous[row] != Self.none { next[Int(previous[row])] = next[row] } else { heads[slot] = next[row] }
    if heads[slot] == Self.none {
      // The name is let go of too: a removed person leaves nothing behind.
      people.remove(slot)
      freeSlots.append(UInt32(slot))
    }
  }
}
