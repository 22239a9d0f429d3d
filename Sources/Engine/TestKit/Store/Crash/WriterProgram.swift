import Engine
import Glibc

/// A program that runs `DurabilityWriter` on the store of a place.
public struct WriterProgram: Sendable {
  /// The file to run.
  public let path: String
  /// Its arguments for a place of the suite, without the program's own name.
  public let arguments: @Sendable (_ place: String) -> [String]

  /// A program; the parameters as the properties of the same names.
  public init(path: String, arguments: @escaping @Sendable (_ place: String) -> [String]) {
    self.path = path
    self.arguments = arguments
  }

  /// Runs the program until it has acknowledged so many writes, then does `blow`, and reads what it said to its end.
  ///
  /// - Parameters:
  ///   - acknowledgements: how many lines `added …` or `removed …` to wait for.
  ///   - pause: microseconds between the last of them and the blow.
  ///   - blow: what ends the writing: `SIGKILL` to the program unless something else is named, a server's death, say,
  ///     upon which the program ends by itself.
  /// - Returns: its complete lines.
  /// - Throws: `ExpectationFailure` where the program cannot be run, ends before the blow, or says nothing for a minute.
  public func run(
    on place: String, acknowledgements: Int, pause: UInt32 = 0,
    blow: @escaping @Sendable (_ child: Int32) -> Void = { kill($0, SIGKILL) }
  ) async throws -> [String] {
    let (path, arguments) = (path, arguments(place))
    return try await onThread {
      let child = try ChildProcess.start(path, arguments)
      var text: [UInt8] = []
      var isStruck = false
      while true {
        let chunk = try child.read(within: 60)
        if chunk.isEmpty { break }
        text += chunk
        if !isStruck, Self.lines(text).count(where: WriteLedger.isAcknowledgement) >= acknowledgements {
          isStruck = true
          usleep(pause)
          blow(child.id)
        }
      }
      let status = child.wait()
      try expect(
        isStruck,
        "the writer ended by itself (status \(status)) before it had written \(acknowledgements) times; its standard "
          + "error says why")
      return Self.lines(text)
    }
  }

  /// A line without its end was cut by the kill, and is no line.
  private static func lines(_ text: [UInt8]) -> [String] {
    String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { String($0) }
  }
}

/// Writes all of `bytes` by one call.
func writeToStandardOutput(_ bytes: [UInt8]) { _ = write(1, bytes, bytes.count) }
