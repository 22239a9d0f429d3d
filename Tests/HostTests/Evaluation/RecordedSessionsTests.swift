import Engine
import Foundation
import Testing

@testable import Host

@Suite struct RecordedSessionsTests {
  private func write(_ text: String, frames: [String] = ["001.jpg", "000.jpg", "notes.txt"], in directory: String)
    throws
  {
    try FileManager.default.createDirectory(atPath: "\(directory)/f", withIntermediateDirectories: true)
    for name in frames { try Data().write(to: URL(fileURLWithPath: "\(directory)/f/\(name)")) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/sessions.json"))
  }

  @Test func aSessionHasItsFramesInOrder() throws {
    try withTemporaryDirectory { directory in
      try write(
        #"{"sessions":[{"id":"a","species":"bona_fide","person":"ann","frames":"f","frames_per_second":10,"seed":-1}],"#
          + #""gallery":{"ann":["x.jpg","/abs.jpg"]}}"#, in: directory)
      let recorded = try RecordedSessions(folder: directory)
      let session = try #require(recorded.sessions.first)
      #expect(session.frames == ["\(directory)/f/000.jpg", "\(directory)/f/001.jpg"])
      #expect(session.purposes == [.enrollment(PersonID("ann")), .identification])
      #expect(session.seed == .max)
      #expect(recorded.gallery.first?.photos == ["\(directory)/x.jpg", "/abs.jpg"])
    }
  }

  @Test func everythingWrongIsSaidAtOnce() throws {
    try withTemporaryDirectory { directory in
      try write(
        #"{"sessions":[{"id":"a"},{"id":"b","species":"s","frames":"nowhere","frames_per_second":10},"#
          + #"{"id":"c","species":"s","frames":"f","frames_per_second":10,"purposes":["login"]}]}"#, in: directory)
      let error = #expect(throws: UsageError.self) { try RecordedSessions(folder: directory) }
      for part in ["sessions[0]", "sessions[1]", "sessions[2]", "login"] {
        #expect(error?.description.contains(part) == true, "\(part)")
      }
    }
  }

  @Test func aFolderWithoutSessionsIsRefused() throws {
    try withTemporaryDirectory { directory in
      #expect(throws: UsageError.self) { try RecordedSessions(folder: directory) }
      try write("{}", in: directory)
      #expect(throws: UsageError.self) { try RecordedSessions(folder: directory) }
    }
  }
}
