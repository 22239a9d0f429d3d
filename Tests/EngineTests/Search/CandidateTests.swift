import Engine
import Testing

@Suite struct CandidateTests {
  private func match(_ person: String, _ similarity: Float) -> FaceMatch {
    FaceMatch(id: FaceID("\(person)-\(similarity)"), person: PersonID(person), similarity: similarity)
  }

  private func candidate(_ person: String, _ similarity: Float) -> Candidate {
    Candidate(person: PersonID(person), similarity: similarity)
  }

  @Test func aPersonCountsByTheirBestSample() {
    let matches = [match("ana", 0.5), match("ben", 0.6), match("ana", 0.9), match("ben", 0.1), match("ana", -0.5)]
    #expect(Candidate.ranked(matches, limit: 10) == [candidate("ana", 0.9), candidate("ben", 0.6)])
  }

  @Test func oppositesAreRankedToo() {
    #expect(
      Candidate.ranked([match("ana", -1), match("ben", -0.5)], limit: 10)
        == [candidate("ben", -0.5), candidate("ana", -1)])
  }

  @Test func theLimitIsOfPersons() {
    let matches = [match("ana", 0.9), match("ana", 0.8), match("ben", 0.7), match("cleo", 0.6)]
    #expect(Candidate.ranked(matches, limit: 2) == [candidate("ana", 0.9), candidate("ben", 0.7)])
    #expect(Candidate.ranked(matches, limit: 0).isEmpty)
    #expect(Candidate.ranked([], limit: 5).isEmpty)
  }

  @Test func equalsStandInTheOrderOfTheirNames() {
    let names = ["dora", "ana", "cleo", "ben", "eve", "finn"]
    #expect(
      Candidate.ranked(names.map { match($0, 0.5) }, limit: 4).map(\.person.rawValue) == ["ana", "ben", "cleo", "dora"])
  }
}
