import CVectorScan

/// How fast one thread reads memory: the limit of any scan.
final class MemoryProbe {
  private let bytes: Int
  private let memory: UnsafeMutableRawPointer

  /// As many bytes as are to be read each time, at least 4096.
  init(bytes: Int) {
    self.bytes = bytes
    guard let memory = kvs_rows_resize(nil, 0, bytes) else { fatalError("no memory") }
    self.memory = memory
    memory.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
  }

  deinit { kvs_rows_free(memory, bytes) }

  /// Reads every byte: a bitwise or over them, four registers at a time.
  func read() {
    let words = memory.assumingMemoryBound(to: SIMD16<UInt32>.self)
    var sums = (SIMD16<UInt32>(), SIMD16<UInt32>(), SIMD16<UInt32>(), SIMD16<UInt32>())
    for index in stride(from: 0, to: bytes / 64 / 4 * 4, by: 4) {
      sums.0 |= words[index]
      sums.1 |= words[index + 1]
      sums.2 |= words[index + 2]
      sums.3 |= words[index + 3]
    }
    // Used, so that the reading is not left out.
    precondition((sums.0 | sums.1 | sums.2 | sums.3)[0] == 0x0101_0101)
  }
}
