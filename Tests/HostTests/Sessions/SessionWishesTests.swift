import Engine
import Testing

@testable import Host

@Suite struct SessionWishesTests {
  private static let settings = HostConfiguration.defaults.sessions

  private static func apply(
    _ body: String, to settings: SessionSettings = settings, purpose: SessionPurpose = .identification
  ) throws -> SessionRules {
    try SessionWishes.apply(
      try #require(JSONValue.parse(Array(body.utf8))), to: settings, purpose: purpose)
  }

  private static func problem(_ body: String, to settings: SessionSettings = settings) -> Problem? {
    #expect(throws: Problem.self) { try apply(body, to: settings) }
  }

  @Test func withoutWishesTheTenantsRulesHold() throws {
    #expect(try Self.apply("{}") == Self.settings.rules(for: .identification))
    let enrollment = try Self.apply("{}", purpose: .enrollment(PersonID("ann")))
    #expect(enrollment.liveness.rule == .all)
    #expect(try Self.apply("{}").liveness.rule == .any)
    #expect(try Self.apply(#"{"metadata":{"device":"kiosk","target":1},"x":2}"#) == Self.apply("{}"))
    #expect(try Self.apply(#"{"metadata":"text"}"#) == Self.apply("{}"))
    #expect(try Self.apply(#"{"target_samples":null,"require_liveness":null}"#) == Self.apply("{}"))
  }

  @Test(arguments: ["{%}", #"{"metadata":{%}}"#]) func stricterWishesCount(place: String) throws {
    func rules(_ wishes: String) throws -> SessionRules {
      try Self.apply(place.replacing("%", with: wishes))
    }
    #expect(try rules(#""target_samples":5"#).targetSamples == 5)
    #expect(try rules(#""min_frames_required":20"#).targetSamples == 20)
    #expect(try rules(#""target_samples":3.0"#).targetSamples == 3)
    #expect(try rules(#""required_blinks":2"#).liveness.requiredBlinks == 2)
    #expect(try rules(#""required_motion":10"#).liveness.requiredMotion == 10)
    #expect(try rules(#""quality_threshold":0.9"#).qualityThreshold == 0.9)
    #expect(try rules(#""quality_threshold":0.65"#).qualityThreshold == 0.65)
    #expect(try rules(#""quality_threshold":1"#).qualityThreshold == 1)
    #expect(try rules(#""require_liveness":true"#).requiresLiveness)
  }

  @Test(arguments: ["{%}", #"{"metadata":{%}}"#]) func looserAndSenselessWishesAreRefused(place: String) throws {
    for (name, values, message) in [
      (
        "target_samples", ["2", "0", "-1", "21", "3.5", "\"5\"", "true", "[]", "1e99"],
        "must be a whole number from 3 to 20"
      ),
      ("min_frames_required", ["2", "{}"], "must be a whole number from 3 to 20"),
      ("required_blinks", ["0", "11"], "must be a whole number from 1 to 10"),
      ("required_motion", ["0", "11"], "must be a whole number from 1 to 10"),
      ("quality_threshold", ["0.64", "1.01", "-1", "\"1\"", "1e300", "false"], "must be a number from 0.65 to 1"),
      ("require_liveness", ["0", "\"false\"", "[]"], "must be true or false"),
      ("require_liveness", ["false"], "must be true: this tenant's sessions always check liveness"),
    ] {
      for value in values {
        let problem = try #require(Self.problem(place.replacing("%", with: "\"\(name)\":\(value)")))
        #expect(problem.status == 400)
        #expect(problem.kind == "invalid_session_settings")
        #expect(problem.details == [name: message], "\(value)")
      }
    }
  }

  @Test func everythingThatIsWrongIsSaidAtOnce() {
    let problem = Self.problem(
      #"{"target_samples":1,"required_blinks":99,"metadata":{"required_motion":-1,"quality_threshold":2},"require_liveness":false}"#
    )
    #expect(
      problem.map { Set($0.details.keys) }
        == ["target_samples", "required_blinks", "required_motion", "quality_threshold", "require_liveness"])
  }

  @Test func noLivenessOnlyWhereTheTenantAllowsIt() throws {
    var settings = Self.settings
    settings.allowNoLiveness = true
    #expect(try Self.apply(#"{"require_liveness":false}"#, to: settings).requiresLiveness == false)
    #expect(try Self.apply(#"{"metadata":{"require_liveness":false}}"#, to: settings).requiresLiveness == false)
    #expect(try Self.apply(#"{"require_liveness":true}"#, to: settings).requiresLiveness)
    #expect(try Self.apply("{}", to: settings).requiresLiveness)
  }

  /// A null says nothing, wherever it stands: it must not hide a wish in the other place.
  @Test func aNullHidesNoOtherWish() throws {
    #expect(try Self.apply(#"{"target_samples":5,"metadata":{"target_samples":null}}"#).targetSamples == 5)
    #expect(try Self.apply(#"{"quality_threshold":0.9,"metadata":{"quality_threshold":null}}"#).qualityThreshold == 0.9)
    let refused = Self.problem(#"{"require_liveness":null,"metadata":{"require_liveness":false}}"#)
    #expect(refused?.details.keys.first == "require_liveness")
    #expect(try Self.apply(#"{"target_samples":null,"min_frames_required":4}"#).targetSamples == 4)
  }

  @Test func theBoundsAreThoseOfTheTenant() throws {
    var strict = Self.settings
    strict.targetSamples = 20
    strict.requiredBlinks = 10
    strict.qualityThreshold = 1
    #expect(
      try Self.apply(#"{"target_samples":20,"required_blinks":10,"quality_threshold":1}"#, to: strict).targetSamples
        == 20)
    #expect(
      Self.problem(#"{"target_samples":19}"#, to: strict)?.details["target_samples"]
        == "must be a whole number from 20 to 20")
  }
}
