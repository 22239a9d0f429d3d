/// Texts one behind another as an operation has them: their lengths in four bytes each, then their bytes.
struct PackedNames {
  /// How many there are.
  let count: Int
  /// Bytes they take.
  let length: Int
  private let bytes: UnsafeRawBufferPointer

  /// `count` texts at the start of `body`, which must live as long as this.
  ///
  /// - Throws: `FileDamage` where they are not all there.
  init(_ body: UnsafeRawBufferPointer, count: Int) throws {
    guard count * 4 <= body.count else { throw FileDamage("ids are cut off") }
    var end = count * 4
    for index in 0..<count {
      let length = Int(body.integer(at: index * 4, as: UInt32.self))
      guard length <= body.count - end else { throw FileDamage("ids are cut off") }
      end += length
    }
    self.count = count
    length = end
    bytes = body
  }

  /// Calls `body` with each text and its number from 0 on.
  func visit(_ body: (Int, UnsafeRawBufferPointer) -> Void) {
    var start = count * 4
    for index in 0..<count {
      let end = start + Int(bytes.integer(at: index * 4, as: UInt32.self))
      body(index, UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      start = end
    }
  }

  /// Texts that gather to be written.
  struct Packer {
    private var lengths: [UInt8] = []
    private var texts: [UInt8] = []

    /// How many there are.
    var count: Int { lengths.count / 4 }

    mutating func append(_ text: UnsafeRawBufferPointer) {
      lengths.append(integer: UInt32(text.count))
      texts.append(contentsOf: text)
    }

    /// Appends them all.
    func write(to bytes: inout [UInt8]) {
      bytes += lengths
      bytes += texts
    }
  }
}
