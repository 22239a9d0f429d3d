import Glibc

/// An open file, closed with its owner.
struct Descriptor: ~Copyable {
  private let number: Int32

  /// Opens a file.
  ///
  /// - Throws: `FileFailure`, whose `isMissing` says that there is no such file.
  init(_ path: String, _ flags: Int32) throws(FileFailure) {
    let opened = retrying { Glibc.open(path, flags | O_CLOEXEC, 0o600) }
    guard opened >= 0 else { throw FileFailure("open") }
    number = opened
  }

  deinit { Glibc.close(number) }

  /// Bytes of the file.
  func size() throws(FileFailure) -> Int {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw FileFailure("stat") }
    return Int(status.st_size)
  }

  /// Fills `buffer` from `offset` on.
  ///
  /// - Returns: how many bytes there were, fewer only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let got = retrying { pread(number, base + done, buffer.count - done, off_t(offset + done)) }
      guard got >= 0 else { throw FileFailure("read") }
      if got == 0 { break }
      done += got
    }
    return done
  }

  /// Writes all of `bytes` at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileFailure) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let put = retrying { pwrite(number, base + done, bytes.count - done, off_t(offset + done)) }
      guard put > 0 else { throw FileFailure("write") }
      done += put
    }
  }

  /// Cuts the file off.
  func truncate(to length: Int) throws(FileFailure) {
    guard retrying({ ftruncate(number, off_t(length)) }) == 0 else { throw FileFailure("truncate") }
  }

  /// Returns when everything written is on the disk.
  func synchronize() throws(FileFailure) {
    guard retrying({ fdatasync(number) }) == 0 else { throw FileFailure("fsync") }
  }

  /// Takes the advisory lock of the file until it is closed.
  ///
  /// - Returns: false where somebody else has it.
  func lock() throws(FileFailure) -> Bool {
    if retrying({ flock(number, LOCK_EX | LOCK_NB) }) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw FileFailure("lock") }
    return false
  }
}

/// A system call on a file that failed. The text names the call and the reason, and no path.
struct FileFailure: Error {
  let text: String
  /// Whether the file is not there.
  let isMissing: Bool

  /// Takes the reason from `errno`.
  init(_ call: String) {
    let reason = errno
    text = "\(call): \(String(cString: strerror(reason)))"
    isMissing = reason == ENOENT
  }
}

/// Calls again for as long as a signal came in between.
private func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
