/// Which rows are a person's: a doubly linked list per person through arrays parallel to the rows, so that adding,
/// removing and renumbering a row are all a constant number of steps, however many samples a person has.
struct PersonRows {
  private static let none = UInt32.max

  private var slots: [Identifier: UInt32] = [:]
  private var people: [Identifier] = []
  private var heads: [UInt32] = []
  private var freeSlots: [UInt32] = []
  private var slotOfRow: [UInt32] = []
  private var next: [UInt32] = []
  private var previous: [UInt32] = []

  /// Rows of `person`, newest first.
  func rows(of person: Identifier) -> [Int] {
    guard let slot = slots[person] else { return [] }
    var rows: [Int] = []
    var row = heads[Int(slot)]
    while row != Self.none {
      rows.append(Int(row))
      row = next[Int(row)]
    }
    return rows
  }

  /// Whose a row is.
  subscript(row: Int) -> Identifier { people[Int(slotOfRow[row])] }

  /// Adds the row after the last, as `person`'s.
  mutating func append(_ person: Identifier) {
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

  private mutating func slot(for person: Identifier) -> UInt32 {
    if let slot = slots[person] { return slot }
    let slot: UInt32
    if let free = freeSlots.popLast() {
      slot = free
      people[Int(slot)] = person
      heads[Int(slot)] = Self.none
    } else {
      slot = UInt32(people.count)
      people.append(person)
      heads.append(Self.none)
    }
    slots[person] = slot
    return slot
  }

  private mutating func unlink(_ row: Int) {
    let slot = Int(slotOfRow[row])
    if next[row] != Self.none { previous[Int(next[row])] = previous[row] }
    if previous[row] != Self.none { next[Int(previous[row])] = next[row] } else { heads[slot] = next[row] }
    if heads[slot] == Self.none {
      slots[people[slot]] = nil
      // The name is let go of too: a removed person leaves nothing behind.
      people[slot] = Identifier("")
      freeSlots.append(UInt32(slot))
    }
  }
}
