import Foundation

/// What can be seen of a shared library without opening it.
///
/// The dynamic loader maps a file and trusts it: on one that was cut off, the process would die of `SIGBUS`.
enum LibraryFile {
  /// Why a file is no library for this process.
  enum Fault: Hashable {
    /// It is no ELF shared library: text, an archive, a program.
    case noLibrary
    /// For another kind of processor.
    case otherMachine
    /// It lacks a part that its header announces.
    case damaged
  }

  /// Looks at the headers of an open file.
  ///
  /// ELF-64, System V ABI (gABI 4.1, chapters 4 and 5): header, program headers, section headers.
  static func fault(_ file: FileHandle) -> Fault? {
    guard let size = try? file.seekToEnd(), let header = bytes(file, at: 0, count: 64) else { return .noLibrary }
    guard header.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { return .noLibrary }
    // 64 bits, little-endian: all that Swift runs on under Linux.
    guard header[4] == 2, header[5] == 1, UInt16(header, 18) == machine else { return .otherMachine }
    // ET_DYN.
    guard UInt16(header, 16) == 3 else { return .noLibrary }
    let programs = table(file, header, offset: 32, entry: 54, count: 56, entrySize: 56)
    let sections = table(file, header, offset: 40, entry: 58, count: 60, entrySize: 64)
    guard let programs, let sections, !programs.isEmpty else { return .damaged }
    for program in programs {
      let (end, overflow) = UInt64(program, 8).addingReportingOverflow(UInt64(program, 32))
      guard !overflow, end <= size else { return .damaged }
    }
    // Linkers put the section headers last. Zeros there are a file whose end was never written; the first one is null.
    let names = Int(UInt16(header, 62))
    guard sections.isEmpty || sections.indices.contains(names) && UInt32(sections[names], 4) == sectionOfStrings else {
      return .damaged
    }
    return nil
  }

  #if arch(x86_64)
    private static let machine: UInt16 = 62
  #else
    private static let machine: UInt16 = 183
  #endif
  private static let sectionOfStrings: UInt32 = 3

  /// A table of headers; nil where the file ends before it does, or its entries have another size than they must.
  private static func table(
    _ file: FileHandle, _ header: [UInt8], offset: Int, entry: Int, count: Int, entrySize: Int
  ) -> [[UInt8]]? {
    let entries = Int(UInt16(header, count))
    guard entries > 0 else { return [] }
    guard UInt16(header, entry) == entrySize,
      let all = bytes(file, at: UInt64(header, offset), count: entries * entrySize)
    else { return nil }
    return (0..<entries).map { Array(all[$0 * entrySize..<($0 + 1) * entrySize]) }
  }

  private static func bytes(_ file: FileHandle, at offset: UInt64, count: Int) -> [UInt8]? {
    guard offset <= Int64.max, (try? file.seek(toOffset: offset)) != nil,
      let data = try? file.read(upToCount: count), data.count == count
    else { return nil }
    return Array(data)
  }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  /// The little-endian number at an offset.
  fileprivate init(_ bytes: [UInt8], _ offset: Int) {
    self = (0..<Self.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Self(bytes[offset + $1]) }
  }
}
