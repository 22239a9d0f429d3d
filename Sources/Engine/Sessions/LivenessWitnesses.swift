/// The faces on which a session's signs of life were seen.
///
/// A session's samples and its signs of life must be of one person. Otherwise three photos of somebody, and then the
/// face of whoever holds them, would authenticate as somebody.
struct LivenessWitnesses: Sendable {
  private struct Sign: Sendable {
    var check: String
    var events: Int
    var face: Embedding
  }

  private var signs: [Sign] = []
  /// Events that each check has reported so far, whether there was a face to go with them or not.
  private var reported: [String: Int] = [:]

  /// New events of one frame, by check.
  typealias News = [String: Int]

  /// What the evidence has more than before. It is news only once.
  mutating func news(in evidence: [String: LivenessEvidence]) -> News {
    var news: News = [:]
    for (check, said) in evidence where said.events > reported[check, default: 0] {
      news[check] = said.events - reported[check, default: 0]
      reported[check] = said.events
    }
    return news
  }

  /// News were seen on this face.
  mutating func add(_ news: News, on face: Embedding) {
    for (check, events) in news { signs.append(Sign(check: check, events: events, face: face)) }
  }

  /// The evidence with the events of one person alone: of those whose face is similar enough to `person`, or of
  /// everybody where nobody is known yet.
  func confirmed(
    _ evidence: [String: LivenessEvidence], of person: Embedding?, similarity: Float
  ) -> [String: LivenessEvidence] {
    var confirmed = evidence
    for (check, said) in evidence {
      let theirs = signs.filter { sign in
        sign.check == check && person.map { SessionMachine.isSameFace(sign.face, $0, similarity) } ?? true
      }
      // A check may take back what it said.
      let events = min(said.events, theirs.reduce(0) { $0 + $1.events })
      confirmed[check]?.events = events
      if said.verdict == .live, events < said.eventsNeeded { confirmed[check]?.verdict = .undecided }
    }
    return confirmed
  }
}
