import Engine
import Foundation
import Testing

@testable import Host

@Suite struct JSONLogTests {
  /// What a log wrote, line by line.
  private static func written(at level: LogLevel, _ body: (JSONLog) -> Void) throws -> [String] {
    try withTemporaryDirectory { directory in
      let path = directory + "/log"
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      let output = try #require(FileHandle(forWritingAtPath: path))
      body(JSONLog(level: level, output: output))
      try output.close()
      let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
      #expect(text.isEmpty || text.hasSuffix("\n"))
      return text.split(separator: "\n").map(String.init)
    }
  }

  @Test func theDocumentedKeysThenTheEventsOwnInOrder() throws {
    let lines = try Self.written(at: .info) {
      $0.write(.warning, component: "web", event: "request", ["b": "2", "a": "1"])
    }
    #expect(lines.count == 1)
    let line = try #require(JSONValue.parse(Array(lines[0].utf8)))
    #expect(
      line.members?.map(\.name) == ["timestamp", "level", "service", "component", "event", "a", "b"])
    #expect(line["level"] == "WARNING" && line["service"] == "face_recognition")
    #expect(line["component"] == "web" && line["event"] == "request" && line["a"] == "1" && line["b"] == "2")
    let timestamp = try #require(line["timestamp"]?.string)
    #expect(timestamp.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }

  @Test func nothingThatIsLoggedBreaksALine() throws {
    let hostile = "a\nb\r\"},{\"level\":\"ERROR\u{0}\u{1B}[2Jü😀\\"
    let lines = try Self.written(at: .debug) {
      $0.write(.info, component: hostile, event: hostile, [hostile: hostile])
      $0.write(.info, component: "c", event: "e", [:])
    }
    #expect(lines.count == 2)
    #expect(lines[0].utf8.allSatisfy { $0 >= 0x20 })
    let line = try #require(JSONValue.parse(Array(lines[0].utf8)))
    #expect(line["event"]?.string == hostile && line[hostile]?.string == hostile && line["level"] == "INFO")
  }

  @Test(arguments: zip(LogLevel.allCases, [4, 3, 2, 1])) func linesBelowTheLevelAreLeftOut(level: LogLevel, count: Int)
    throws
  {
    let lines = try Self.written(at: level) { log in
      for each in LogLevel.allCases { log.write(each, component: "c", event: "e", [:]) }
    }
    #expect(lines.count == count)
    #expect(lines.first?.contains("\"level\":\"\(level.rawValue)\"") == true)
  }

  @Test func linesOfManyThreadsStayWhole() async throws {
    let lines = try Self.written(at: .info) { log in
      DispatchQueue.concurrentPerform(iterations: 200) { index in
        log.write(.info, component: "c", event: String(repeating: "e", count: 500), ["index": String(index)])
      }
    }
    let indexes = lines.compactMap { JSONValue.parse(Array($0.utf8))?["index"]?.string.flatMap(Int.init) }
    #expect(indexes.sorted() == Array(0..<200))
  }

  @Test func anOutputThatIsGoneTakesNothingDown() throws {
    let pipe = Pipe()
    let log = JSONLog(level: .info, output: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    log.write(.error, component: "c", event: "e", [:])
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    JSONLog(level: .info, output: full).write(.error, component: "c", event: "e", [:])
  }
}
