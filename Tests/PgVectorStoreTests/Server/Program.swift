import Glibc

/// A program of the tests' own, its words in a file.
///
/// Not Foundation's `Process`: that takes a program for running until every process that inherited its files has ended
/// too, and started servers are such.
struct Program {
  let id: pid_t

  /// - Throws: `ServerFailure` where it can't be started.
  init(_ path: String, _ arguments: [String], environment: [String: String] = [:], output: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") }
    var inherited = environ
    while let variable = inherited.pointee {
      variables.append(strdup(variable))
      inherited += 1
    }
    variables.append(nil)
    defer { for pointer in words + variables { free(pointer) } }
    var child: pid_t = 0
    guard posix_spawnp(&child, path, &actions, nil, &words, &variables) == 0 else {
      throw ServerFailure(text: "\(path) cannot be started")
    }
    id = child
  }

  /// Waits for its end.
  ///
  /// - Returns: its exit status, or 255 where it was killed.
  @discardableResult func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 255
  }
}
