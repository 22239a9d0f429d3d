import Engine
import Testing

/// How the concluding work ends a session.
@Suite struct ConclusionTests {
  private static let ana = PersonID("ana")
  private static let match = OpenSetVerdict.match(Candidate(person: ana, similarity: 0.75))

  /// A session whose `next` asks for the concluding work.
  private func ready(_ purpose: SessionPurpose) throws -> SessionDriver {
    var driver = SessionDriver(purpose)
    try driver.send(.seen(), times: 3)
    guard case .conclude = driver.machine.next else { throw NotReady() }
    return driver
  }

  private struct NotReady: Error {}

  @Test func anEnrollmentCompletesWithItsPerson() throws {
    var driver = try ready(.enrollment(Self.ana))
    #expect(driver.machine.status == .processing)
    driver.machine.concludeEnrolled()
    let outcome = SessionOutcome(status: .completed, reason: .enrolled, person: Self.ana)
    #expect(driver.machine.outcome == outcome)
    #expect(driver.machine.status == .completed)
    #expect(driver.machine.next == .finished(outcome))
  }

  @Test(arguments: [SessionPurpose.identification, .verification(ana)])
  func verdictsBecomeOutcomes(_ purpose: SessionPurpose) throws {
    let expected: [(OpenSetVerdict, SessionOutcome)] = [
      (
        Self.match,
        SessionOutcome(status: .completed, reason: .authenticated, person: Self.ana, similarity: 0.75)
      ),
      (.unknown, SessionOutcome(status: .failed, reason: .notRecognized)),
      (.ambiguous, SessionOutcome(status: .failed, reason: .ambiguous)),
    ]
    for (verdict, outcome) in expected {
      var driver = try ready(purpose)
      driver.machine.conclude(verdict)
      #expect(driver.machine.outcome == outcome)
      #expect(driver.machine.status == outcome.status)
      #expect(driver.machine.next == .finished(outcome))
    }
  }

  @Test func aMatchOfSomeoneElseVerifiesNobody() throws {
    var driver = try ready(.verification(PersonID("ben")))
    driver.machine.conclude(Self.match)
    #expect(driver.machine.outcome == SessionOutcome(status: .failed, reason: .notRecognized))
  }

  @Test func theWrongConclusionForThePurposeIsIgnored() throws {
    var enrollment = try ready(.enrollment(Self.ana))
    enrollment.machine.conclude(Self.match)
    #expect(enrollment.machine.outcome == nil)

    var identification = try ready(.identification)
    identification.machine.concludeEnrolled()
    #expect(identification.machine.outcome == nil)
  }

  @Test func nothingConcludesBeforeItIsDue() throws {
    var driver = SessionDriver(.identification, SessionRules(liveness: LivenessPolicy(rule: .any)))
    driver.machine.conclude(Self.match)
    #expect(driver.machine.outcome == nil, "no samples, no liveness")
    try driver.send(.seen(), times: 3)
    driver.machine.conclude(Self.match)
    #expect(driver.machine.outcome == nil, "no liveness")

    var enrollment = SessionDriver(.enrollment(Self.ana))
    try enrollment.send(.seen(), times: 2)
    enrollment.machine.concludeEnrolled()
    #expect(enrollment.machine.outcome == nil, "one sample short")
  }

  @Test func aSpoofSeenDuringTheSearchHoldsTheMatchBack() throws {
    let alive = LivenessEvidence.blink(1)
    var driver = SessionDriver(
      .identification, SessionRules(liveness: LivenessPolicy(rule: .any)),
      checks: [("b", ScriptedCheck(alive, alive, alive, .blink(1, .spoof)))])
    try driver.send(.seen(), times: 3)
    #expect(driver.machine.next == .conclude(.identify(samples: driver.machine.samples)))
    try driver.send(.seen())
    driver.machine.conclude(Self.match)
    #expect(driver.machine.outcome == nil)
    #expect(driver.machine.next == .moreFrames)
  }

  @Test func theHostCanRefuseWhatIsDue() throws {
    var driver = try ready(.enrollment(Self.ana))
    driver.machine.fail()
    driver.machine.concludeEnrolled()
    #expect(driver.machine.outcome == SessionOutcome(status: .failed, reason: .error))
  }
}
