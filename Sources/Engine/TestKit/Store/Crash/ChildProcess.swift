import Glibc

/// A child process whose standard output is read. Not waited for in `deinit`: call `wait`.
struct ChildProcess: ~Copyable {
  let id: pid_t
  private let output: Int32

  /// Starts a program with this process's environment and standard error.
  static func start(_ path: String, _ arguments: [String]) throws -> ChildProcess {
    var ends: [Int32] = [0, 0]
    // Closed in whatever else is started meanwhile: the end of the output must be the end of this child. A pipe cannot
    // be made so in one call from Swift.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw ExpectationFailure("no pair of sockets could be made") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, path, &actions, nil, &words, environ)
    close(ends[1])
    guard failure == 0 else {
      close(ends[0])
      throw ExpectationFailure("the writer's program could not be started: \(String(cString: strerror(failure)))")
    }
    return ChildProcess(id: child, output: ends[0])
  }

  /// What comes next, empty at the end.
  ///
  /// - Throws: `ExpectationFailure` where nothing comes within `seconds`; the child is killed then.
  func read(within seconds: Int32) throws -> ArraySlice<UInt8> {
    var event = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&event, 1, seconds * 1000) > 0 else {
      kill(id, SIGKILL)
      _ = wait()
      throw ExpectationFailure("the writer said nothing for \(seconds) s")
    }
    var chunk = [UInt8](repeating: 0, count: 4096)
    let got = Glibc.read(output, &chunk, chunk.count)
    return chunk[..<max(0, got)]
  }

  /// Waits for the child's end.
  ///
  /// - Returns: the status as `waitpid` has it.
  func wait() -> Int32 {
    close(output)
    var status: Int32 = 0
    waitpid(id, &status, 0)
    return status
  }
}
