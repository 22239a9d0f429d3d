import Engine
import Testing

@testable import Liveness

/// The temporal check on made-up films of a face that is never twice the same.
@Suite struct TemporalCheckTests {
  private let film = Film()

  /// What the check says at the end of a session whose frame number n shows moment `moment(n)` of a film, ten a second.
  private func evidence(
    frames: Int = 70, rate: Double = 10, settings: TemporalSettings = .withoutMicroMotion,
    film: (Int) -> Film = { _ in Film() },
    moment: (Int) -> Double, take: (Int) -> Int = { $0 }, change: (Int, Float) -> Float = { $1 }
  ) -> LivenessEvidence? {
    var check = TemporalProvider(settings: settings).makeCheck(seed: 1)
    var last: LivenessEvidence?
    for number in 0..<frames {
      var picture = film(number).frame(at: moment(number), take: UInt64(take(number)))
      picture.values = picture.values.map { change(number, $0) }
      last = check.observe(Self.observation(at: Double(number) / rate, picture))
    }
    return last
  }

  static func observation(
    at time: Double, _ measurement: LivenessMeasurement?, presence: Float = 1
  ) -> LivenessObservation {
    LivenessObservation(
      time: .seconds(time), face: Face(box: Rect(x: 0, y: 0, width: 100, height: 100), confidence: 1, landmarks: []),
      mesh: FaceMesh(
        points: [], presence: presence, pose: HeadPose(yaw: 0, pitch: 0, roll: 0),
        eyes: EyeOpenness(left: 0.3, right: 0.3)), measurement: measurement)
  }

  @Test("a living face is live after the seconds watched, at any frame rate", arguments: [5.0, 10, 30])
  func living(rate: Double) throws {
    let early = evidence(frames: Int(2 * rate), rate: rate, moment: { Double($0) / rate })
    #expect(early?.verdict == .undecided)
    let late = try #require(evidence(frames: Int(12 * rate), rate: rate, moment: { Double($0) / rate }))
    #expect(late.verdict == .live)
    #expect(late.score > 0.5)
  }

  @Test("a face at rest is no loop and not frozen, in little and in much noise", arguments: [Float(0.1), 0.3, 2])
  func rest(noise: Float) {
    let said = evidence(
      frames: 300, film: { _ in Film(noise: noise, liveliness: 0.02) }, moment: { Double($0) / 10 })
    #expect(said?.verdict == .live)
  }

  @Test("micro-motion is asked for by default: a face at rest is neither live nor a spoof, a living one is live")
  func microMotion() {
    for (liveliness, verdict) in [(Float(0.02), LivenessEvidence.Verdict.undecided), (1, .live)] {
      let said = evidence(
        frames: 195, rate: 30, settings: TemporalSettings(), film: { _ in Film(liveliness: liveliness) },
        moment: { Double($0) / 30 })
      #expect(said?.verdict == verdict)
    }
  }

  @Test("a camera that sends each frame two or three times is a camera", arguments: [2, 3])
  func duplicates(times: Int) {
    let said = evidence(moment: { Double($0 / times) / 10 }, take: { $0 / times })
    #expect(said?.verdict != .spoof)
  }

  @Test("one frame sent over and over is frozen; when it moves again the verdict is lifted")
  func frozen() {
    #expect(evidence(frames: 30, moment: { _ in 0 }, take: { _ in 0 })?.verdict == .spoof)
    #expect(evidence(frames: 10, moment: { _ in 0 }, take: { _ in 0 })?.verdict == .undecided)
    let hung = { (number: Int) in (20..<50).contains(number) ? 20 : number }
    #expect(evidence(frames: 50, moment: { Double(hung($0)) / 10 }, take: hung)?.verdict == .spoof)
    #expect(evidence(frames: 90, moment: { Double(hung($0)) / 10 }, take: hung)?.verdict == .live)
  }

  @Test("a loop is found in its second round: exact, encoded anew, darker and darker", arguments: [8, 15, 30])
  func loop(length: Int) {
    let moment = { (number: Int) in Double(number % length) / 10 }
    let frames = 2 * length + 12
    #expect(evidence(frames: frames, moment: moment, take: { $0 % length })?.verdict == .spoof)
    #expect(evidence(frames: frames, moment: moment)?.verdict == .spoof)
    #expect(evidence(frames: frames, moment: moment, change: { $1 * (1 - Float($0) / 200) + 9 })?.verdict == .spoof)
    #expect(evidence(frames: length + 5, moment: moment)?.verdict != .spoof, "before it comes round it is a face")
  }

  @Test("frames that match earlier ones keep the verdict waiting before they make a loop", arguments: [34, 40])
  func suspicion(length: Int) {
    let said = evidence(frames: length + 4, moment: { Double($0 % length) / 10 })
    #expect(said?.verdict == .undecided)
    #expect(evidence(frames: length + 4, moment: { Double($0) / 10 })?.verdict == .live)
  }

  @Test("who comes after a gap, or where nobody was, is watched anew", arguments: [false, true])
  func newcomer(elsewhere: Bool) {
    var check = TemporalProvider(settings: .withoutMicroMotion).makeCheck(seed: 1)
    var verdicts: [LivenessEvidence.Verdict] = []
    for number in 0..<90 {
      let time = Double(number) / 10 + (number >= 45 && !elsewhere ? 1 : 0)
      var seen = Self.observation(at: time, Film().frame(at: time, take: UInt64(number)))
      if number >= 45, elsewhere { seen.face.box.x = 80 }
      verdicts.append(check.observe(seen).verdict)
    }
    #expect(verdicts[44] == .live)
    #expect(verdicts[46] == .undecided)
    #expect(verdicts[78] == .undecided)
    #expect(verdicts[85] == .live)
  }

  @Test("a blurred frame does not make somebody new of who is there")
  func blur() {
    var check = TemporalProvider(settings: .withoutMicroMotion).makeCheck(seed: 1)
    var last: LivenessEvidence?
    for number in 0..<50 {
      let time = Double(number) / 10
      let presence: Float = number == 30 ? 0.4 : 1
      last = check.observe(Self.observation(at: time, Film().frame(at: time, take: UInt64(number)), presence: presence))
    }
    #expect(last?.verdict == .live)
  }

  @Test("a loop to and fro is found")
  func toAndFro() {
    let said = evidence(moment: { Double($0 % 30 < 15 ? $0 % 30 : 30 - $0 % 30) / 10 })
    #expect(said?.verdict == .spoof)
  }

  @Test("a loop whose frames are taken at other moments each time round is found")
  func phases() {
    #expect(
      evidence(frames: 120, moment: { (Double($0) * 0.1037).truncatingRemainder(dividingBy: 2) })?.verdict == .spoof)
  }

  @Test("a loop of which each frame is sent twice is found")
  func doubled() {
    #expect(evidence(frames: 90, moment: { Double($0 / 2 % 15) / 10 }, take: { $0 / 2 })?.verdict == .spoof)
  }

  @Test("a loop stays found")
  func sticky() {
    let moment = { (number: Int) in Double(number < 30 ? number % 10 : number) / 10 }
    #expect(evidence(frames: 290, moment: moment)?.verdict == .spoof)
  }

  @Test("a cut to another film is found, and one frame torn in transit is not")
  func cut() {
    let other = Film(seed: 99)
    #expect(evidence(film: { $0 < 30 ? film : other }, moment: { Double($0) / 10 })?.verdict == .spoof)
    #expect(evidence(film: { $0 == 35 ? other : film }, moment: { Double($0) / 10 })?.verdict == .live)
  }

  @Test("pictures of two films in turn are found")
  func turns() {
    #expect(
      evidence(frames: 12, film: { $0.isMultiple(of: 2) ? film : Film(seed: 99) }, moment: { Double($0) / 10 })?.verdict
        == .spoof)
  }

  @Test("a change of exposure is no cut")
  func exposure() {
    #expect(evidence(moment: { Double($0) / 10 }, change: { $0 < 30 ? $1 : 0.5 * $1 + 20 })?.verdict == .live)
  }

  @Test("frames without a measurement, of a wrong length, without contrast or with numbers that are none say nothing")
  func poor() {
    for values: [Float]? in [
      nil, [], [1, 2, 3], Array(repeating: 9, count: 1472), Array(repeating: .nan, count: 1472),
    ] {
      var check = TemporalProvider(settings: TemporalSettings()).makeCheck(seed: 1)
      for number in 0..<60 {
        let said = check.observe(Self.observation(at: Double(number) / 10, values.map(LivenessMeasurement.init)))
        #expect(said.verdict == .undecided)
        #expect(said.score == 0.5)
      }
    }
  }

  @Test("once a recording is known no frame needs to be measured")
  func measuring() {
    var check = TemporalProvider(settings: TemporalSettings()).makeCheck(seed: 1)
    #expect(check.wantsMeasurement)
    for number in 0..<40 {
      _ = check.observe(Self.observation(at: Double(number) / 10, film.frame(at: Double(number % 10) / 10, take: 0)))
    }
    #expect(!check.wantsMeasurement)
  }
}

extension TemporalSettings {
  /// For films that are about something else: to register pixels takes long in a debug build.
  fileprivate static var withoutMicroMotion: TemporalSettings {
    var settings = TemporalSettings()
    settings.minimumMicroMotion = 0
    return settings
  }
}
