import Engine
import Foundation

/// A recorded or rendered session of an evaluation: its frames, and what it is.
struct RecordedSession: Sendable {
  var id: String
  /// `bona_fide`, or the attack's species.
  var species: String
  /// What it is tried as.
  var purposes: [SessionPurpose]
  /// Paths of the encoded frames, in order.
  var frames: [String]
  var framesPerSecond: Double
  /// For the checks' challenges.
  var seed: UInt64
}

/// The folder of an evaluation: `sessions.json` and what it names (Evaluation/README.md).
struct RecordedSessions: Sendable {
  let sessions: [RecordedSession]
  /// Paths of enrolment photos, by person.
  let gallery: [(person: PersonID, photos: [String])]

  /// Reads the folder.
  ///
  /// - Throws: `UsageError` with everything that is wrong in it.
  init(folder: String) throws {
    let path = "\(folder)/sessions.json"
    guard let data = FileManager.default.contents(atPath: path), let document = JSONValue.parse(Array(data)) else {
      throw UsageError("\(path) is missing or no JSON")
    }
    var problems: [String] = []
    func full(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
    sessions = (document["sessions"]?.array ?? []).enumerated().compactMap { index, entry in
      do throws(Fault) {
        return try RecordedSession(entry, full: full)
      } catch {
        problems.append("sessions[\(index)]: \(error.text)")
        return nil
      }
    }
    gallery = (document["gallery"]?.members ?? []).map { member in
      (PersonID(member.name), (member.value.array ?? []).compactMap(\JSONValue.string).map(full))
    }
    if sessions.isEmpty && problems.isEmpty { problems.append("`sessions` is missing or empty") }
    guard problems.isEmpty else { throw UsageError("\(path):\n\(problems.joined(separator: "\n"))") }
  }

  struct Fault: Error { var text: String }
}

extension RecordedSession {
  fileprivate init(_ entry: JSONValue, full: (String) -> String) throws(RecordedSessions.Fault) {
    guard let id = entry["id"]?.string, let species = entry["species"]?.string, let folder = entry["frames"]?.string,
      let rate = entry["frames_per_second"]?.number, (1...60).contains(rate)
    else { throw .init(text: "`id`, `species`, `frames` or `frames_per_second` (1 to 60) is missing or wrong") }
    var purposes: [SessionPurpose] = []
    for name in entry["purposes"]?.array?.compactMap(\JSONValue.string) ?? ["enrollment", "authentication"] {
      switch name {
      case "enrollment": purposes.append(.enrollment(PersonID(entry["person"]?.string ?? id)))
      case "authentication": purposes.append(.identification)
      default: throw .init(text: "`purposes` may hold enrollment and authentication, not '\(name)'")
      }
    }
    let directory = full(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let frames = names.filter { $0.hasSuffix(".jpg") || $0.hasSuffix(".png") || $0.hasSuffix(".webp") }.sorted()
    guard !frames.isEmpty else { throw .init(text: "\(directory) holds no .jpg, .png or .webp files") }
    self.init(
      id: id, species: species, purposes: purposes, frames: frames.map { "\(directory)/\($0)" }, framesPerSecond: rate,
      seed: UInt64(bitPattern: Int64(entry["seed"]?.integer ?? 0)))
  }
}
