import Engine
import Glibc

/// A gallery's file: loaded once, then only appended to, or replaced as a whole. Used by one thread at a time.
struct GalleryFile {
  /// The file as it is on the disk.
  private struct Written {
    var header: FileHeader
    /// Where the next frame goes: everything before is acknowledged.
    var length: Int
    var nextSequence: UInt64
    var nextMark = 0
  }

  /// The ids of the keys that the file's frames are sealed under.
  private var keyIDs: Set<String> = []

  /// Rows of one frame in a file that is written anew; at 512 floats about 2 MB.
  private static let rowsPerFrame = 1024

  private let key: GalleryKey
  private let directory: String
  private let name: String
  private let fsync: Bool
  private let sealer: (any DataSealer)?
  private var written: Written?
  /// Set after a write of which nobody can tell how much is on the disk. The file must not be read again then.
  private(set) var isUncertain = false
  /// Entries of the file that are of no use any more: removed samples and the removals of them.
  private(set) var useless = 0

  /// The file of `key` in `directory`; there may be none.
  ///
  /// - Parameter sealer: seals what is written; nil leaves it in clear.
  init(_ key: GalleryKey, directory: String, fsync: Bool, sealer: (any DataSealer)?) {
    self.sealer = sealer
    self.key = key
    self.directory = directory
    self.fsync = fsync
    name = key.fileName
  }

  /// Whether the file holds anything in clear, or under another key than the one that seals now.
  var isToBeSealed: Bool {
    guard let sealer, let written else { return false }
    return !written.header.isSealed || !keyIDs.isSubset(of: [sealer.keyID])
  }

  private var path: String { "\(directory)/\(name)" }

  // MARK: Loading

  /// Reads the file, of which a torn tail is cut off.
  ///
  /// - Returns: the bytes of a torn tail, 0 without one.
  /// - Throws: `FileDamage`, `FileFailure`, `SealFailure`.
  mutating func load(into contents: GalleryContents) throws -> Int {
    guard let file = try existing() else { return 0 }
    let size = try file.size()
    var head = [UInt8](repeating: 0, count: min(size, FileHeader(key: key, salt: 0, isSealed: false).length))
    let read = try head.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    let (header, acknowledged) = try head.withUnsafeBytes {
      try FileHeader.decode(UnsafeRawBufferPointer(rebasing: $0[..<read]), key: key)
    }
    let seal = header.isSealed ? try FrameSeal(sealer, header) : nil
    var reader = FrameReader(file, size: size, header: header, acknowledged: acknowledged)
    var payload: [UInt8] = []
    while true {
      switch try reader.next(payload: &payload) {
      case .frame(let operations):
        if let seal {
          let opened = try payload.withUnsafeBytes {
            try seal.open($0, sequence: reader.sequence - 1, operations: operations)
          }
          keyIDs.insert(opened.keyID)
          useless += try opened.payload.withUnsafeBytes {
            try Operation.replay($0, count: operations, into: contents)
          }
        } else {
          useless += try payload.withUnsafeBytes { try Operation.replay($0, count: operations, into: contents) }
        }
      case .end, .torn:
        let torn = size - reader.offset
        if torn > 0 {
          // Cut off on the disk too, before anything is written behind it.
          guard let again = try existing() else { return 0 }
          try again.truncate(to: reader.offset)
          try again.synchronize()
        }
        contents.trim()
        written = Written(header: header, length: reader.offset, nextSequence: reader.sequence)
        return torn
      }
    }
  }

  /// Whose gallery a file's header says that it is; nil where it has none.
  ///
  /// - Throws: `FileFailure`.
  static func key(of path: String) throws(FileFailure) -> GalleryKey? {
    let file = try Descriptor(path, O_RDONLY)
    // Identities are short; a longer one is read with what was read of it saying how long it is.
    var wanted = 4096
    while true {
      var head = [UInt8](repeating: 0, count: min(try file.size(), wanted))
      let read = try Self.read(file, &head)
      if let key = head.withUnsafeBytes({ FileHeader.key(in: UnsafeRawBufferPointer(rebasing: $0[..<read])) }) {
        return key
      }
      guard read == wanted else { return nil }
      wanted *= 16
    }
  }

  private static func read(_ file: borrowing Descriptor, _ bytes: inout [UInt8]) throws(FileFailure) -> Int {
    do {
      return try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    } catch {
      throw error as? FileFailure ?? FileFailure("read")
    }
  }

  /// The file, opened; nil where there is none.
  private func existing() throws(FileFailure) -> Descriptor? {
    do {
      return try Descriptor(path, O_RDWR)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  // MARK: Appending

  /// Makes `changes` durable, all of them or none. `contents` is what the file holds, without them.
  ///
  /// - Throws: `FileFailure`, `SealFailure`; nothing was changed then.
  mutating func append(_ changes: [GalleryChange], after contents: GalleryContents) throws {
    // A file of which nobody knows how much was written is written anew: memory has what was acknowledged.
    // And one in clear, where there is a sealer now: nothing more is added to it in clear.
    if written.map({ !$0.header.isSealed && sealer != nil }) ?? true || isUncertain { try replace(with: contents) }
    guard var written else { return }
    var frame = Frame.begun
    for change in changes {
      switch change {
      case .add(let faces): Operation.append(adding: faces, to: &frame)
      case .remove(let ids): Operation.append(removing: ids, to: &frame)
      }
    }
    try finish(&frame, operations: changes.count, of: written)
    let file = try Descriptor(path, O_RDWR)
    do {
      try frame.withUnsafeBytes { try file.write($0, at: written.length) }
      if fsync { try file.synchronize() }
    } catch {
      // Whatever of the frame is in the file must go, or a restart would find what the caller was told is not there.
      isUncertain = true
      try file.truncate(to: written.length)
      try file.synchronize()
      isUncertain = false
      throw error
    }
    written.length += frame.count
    written.nextSequence += 1
    if fsync { acknowledge(&written, in: file) }
    self.written = written
    for case .remove(let ids) in changes { useless += 2 * ids.count }
  }

  /// Seals a frame's operations, where the file is sealed, and fills in the frame's header.
  private mutating func finish(_ frame: inout [UInt8], operations: Int, of written: Written) throws {
    if written.header.isSealed {
      let sealed = try frame.withUnsafeBytes { frame in
        try FrameSeal(sealer, written.header).seal(
          UnsafeRawBufferPointer(rebasing: frame[FileFormat.frameHeaderBytes...]), sequence: written.nextSequence,
          operations: operations)
      }
      frame.replaceSubrange(FileFormat.frameHeaderBytes..., with: sealed.payload)
      keyIDs.insert(sealed.keyID)
    }
    Frame.finish(&frame, sequence: written.nextSequence, operations: operations, salt: written.header.salt)
  }

  /// Notes the acknowledged length in the header, for the next load to tell a torn frame from a damaged one. The two
  /// copies take turns, so that one is whole at any time. Without fsync there is nothing to note: the disk may get the
  /// note before the data.
  private func acknowledge(_ written: inout Written, in file: borrowing Descriptor) {
    // A failure is no harm: the copy only gets old.
    try? written.header.mark(written.length).withUnsafeBytes {
      try file.write($0, at: FileFormat.marks[written.nextMark])
    }
    written.nextMark = (written.nextMark + 1) % FileFormat.marks.count
  }

  // MARK: Replacing

  /// Writes the file anew with what is in `contents` (nil: with nothing), in one step for whoever looks.
  ///
  /// - Throws: `FileFailure`, `SealFailure`; the file is as it was then.
  mutating func replace(with contents: GalleryContents?) throws {
    let header = FileHeader(key: key, salt: UInt64.random(in: 0...UInt64.max), isSealed: sealer != nil)
    var fresh = Written(header: header, length: header.length, nextSequence: 1)
    let temporary = path + Self.temporarySuffix
    let file = try Descriptor(temporary, O_RDWR | O_CREAT | O_TRUNC)
    let before = keyIDs
    keyIDs = []
    do {
      try contents?.forEachPiece(rows: Self.rowsPerFrame) { names, vectors in
        var frame = Frame.begun
        Operation.append(addingRows: names, vectors, to: &frame)
        try finish(&frame, operations: 1, of: fresh)
        try frame.withUnsafeBytes { try file.write($0, at: fresh.length) }
        fresh.length += frame.count
        fresh.nextSequence += 1
      }
      try header.encoded(acknowledged: fresh.length).withUnsafeBytes { try file.write($0, at: 0) }
      // Also with `fsync: false`: renaming a file whose contents are not on the disk yet may lose the old and the new.
      try file.synchronize()
      guard rename(temporary, path) == 0 else { throw FileFailure("rename") }
    } catch {
      unlink(temporary)
      keyIDs = before
      throw error
    }
    written = fresh
    useless = 0
    isUncertain = true
    try Descriptor(directory, O_RDONLY | O_DIRECTORY).synchronize()
    isUncertain = false
  }

  /// How files that are being written anew end; what a crash left of them is deleted at the start.
  static let temporarySuffix = ".new"
}
