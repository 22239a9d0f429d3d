import Glibc

/// Names by number, each at most once, found by either. All texts lie in one piece of memory: as strings in a dictionary
/// they would take three times their bytes, and the names of thousands of small galleries as much as a tenth of their
/// vectors.
struct NameTable {
  private static let none = UInt32.max
  private static let lengthBytes = MemoryLayout<UInt32>.size

  /// Each name's length in four bytes, then its text.
  private var texts: [UInt8] = []
  /// Where a number's name begins in `texts`; -1 for a number that has none.
  private var places: [Int] = []
  /// Numbers by their names' hashes: open addressing with linear probing, gaps closed on removal.
  private var slots: [UInt32] = []
  private var named = 0
  private var uselessBytes = 0

  /// Numbers in use, those without a name among them.
  var count: Int { places.count }

  /// Bytes of memory.
  var bytes: Int { texts.capacity + places.capacity * MemoryLayout<Int>.stride + slots.capacity * 4 }

  // MARK: Reading

  /// A number's name.
  func text(_ number: Int) -> String { withName(number) { String(decoding: $0, as: UTF8.self) } }

  /// Runs `body` with the bytes of a number's name.
  func withName<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try texts.withUnsafeBytes { texts in
      let start = places[number]
      let length = Int(texts.loadUnaligned(fromByteOffset: start, as: UInt32.self))
      return try body(
        UnsafeRawBufferPointer(rebasing: texts[start + Self.lengthBytes..<start + Self.lengthBytes + length]))
    }
  }

  /// The number of a name.
  func number(of name: UnsafeRawBufferPointer) -> Int? {
    guard !slots.isEmpty else { return nil }
    var slot = home(name)
    while slots[slot] != Self.none {
      let number = Int(slots[slot])
      if withName(number, { Self.areEqual($0, name) }) { return number }
      slot = next(slot)
    }
    return nil
  }

  /// Whether a number's name comes before another's, by bytes.
  func isBefore(_ a: Int, _ b: Int) -> Bool { withName(a) { a in withName(b) { Identifier.order(a, $0) < 0 } } }

  // MARK: Changing

  /// Gives the next number to a name that is not there.
  mutating func append(_ name: UnsafeRawBufferPointer) {
    places.append(-1)
    set(places.count - 1, name)
  }

  /// Gives a name that is not there to a number that has none.
  mutating func set(_ number: Int, _ name: UnsafeRawBufferPointer) {
    makeRoomForSlot()
    places[number] = texts.count
    withUnsafeBytes(of: UInt32(name.count)) { texts.append(contentsOf: $0) }
    texts.append(contentsOf: name)
    named += 1
    insert(number)
  }

  /// Takes a number's name away: its text is gone too.
  mutating func remove(_ number: Int) {
    closeGap(at: slot(of: number))
    let length = withName(number) { $0.count }
    let start = places[number]
    texts.withUnsafeMutableBytes { texts in
      for index in start + Self.lengthBytes..<start + Self.lengthBytes + length { texts[index] = 0 }
    }
    places[number] = -1
    named -= 1
    uselessBytes += Self.lengthBytes + length
    if uselessBytes > 1024, uselessBytes > texts.count / 2 { compact() }
  }

  /// Takes a number's name away and gives the number to the last name.
  mutating func swapRemove(_ number: Int) {
    remove(number)
    let last = places.count - 1
    if number != last {
      slots[slot(of: last)] = UInt32(number)
      places[number] = places[last]
    }
    places.removeLast()
  }

  /// Gives back memory that was taken for growth.
  mutating func trim() {
    compact()
    places = Self.exact(places)
    rehash(capacity: named + named / 4 + 1)
  }

  // MARK: Slots

  /// Where a name's number would be if nothing were in its way. Swift's hash is seeded anew in every process: nobody can
  /// choose names that meet.
  private func home(_ name: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: name)
    return Int(UInt64(truncatingIfNeeded: hasher.finalize() as Int).multipliedFullWidth(by: UInt64(slots.count)).high)
  }

  private func next(_ slot: Int) -> Int { slot + 1 == slots.count ? 0 : slot + 1 }

  private func slot(of number: Int) -> Int {
    var slot = withName(number) { home($0) }
    while slots[slot] != UInt32(number) { slot = next(slot) }
    return slot
  }

  private mutating func insert(_ number: Int) {
    var slot = withName(number) { home($0) }
    while slots[slot] != Self.none { slot = next(slot) }
    slots[slot] = UInt32(number)
  }

  /// Moves up whoever stands further from home because of the slot that gets free.
  private mutating func closeGap(at freed: Int) {
    var gap = freed
    var slot = next(gap)
    while slots[slot] != Self.none {
      let start = withName(Int(slots[slot])) { home($0) }
      if distance(from: start, to: slot) >= distance(from: gap, to: slot) {
        slots[gap] = slots[slot]
        gap = slot
      }
      slot = next(slot)
    }
    slots[gap] = Self.none
  }

  private func distance(from: Int, to: Int) -> Int { to >= from ? to - from : to - from + slots.count }

  /// At most four fifths of the slots are taken, and one is always free.
  private mutating func makeRoomForSlot() {
    if named + 1 > slots.count * 4 / 5 { rehash(capacity: named * 3 / 2 + 8) }
  }

  private mutating func rehash(capacity: Int) {
    slots = [UInt32](repeating: Self.none, count: capacity)
    for number in places.indices where places[number] >= 0 { insert(number) }
  }

  // MARK: Memory

  private mutating func compact() {
    var packed: [UInt8] = []
    packed.reserveCapacity(texts.count - uselessBytes)
    for number in places.indices where places[number] >= 0 {
      let start = packed.count
      withName(number) { name in
        withUnsafeBytes(of: UInt32(name.count)) { packed.append(contentsOf: $0) }
        packed.append(contentsOf: name)
      }
      places[number] = start
    }
    texts = packed
    uselessBytes = 0
  }

  private static func exact(_ array: [Int]) -> [Int] {
    var copy: [Int] = []
    copy.reserveCapacity(array.count)
    copy.append(contentsOf: array)
    return copy
  }

  private static func areEqual(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    a.count == b.count && Identifier.order(a, b) == 0
  }
}
