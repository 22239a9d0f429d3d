import Engine
import Testing

@testable import Liveness

/// Real recordings: a talking head that blinks at frames 42, 92 and 112 (counted from 0), and a photo before a camera.
@Suite struct RecordedSessionTests {
  private static let photos = ["still", "shifted", "scaled", "rotated", "handled"]
  private let blink = BlinkProvider(settings: BlinkSettings())
  /// By the mesh alone: the recordings hold no pixels.
  private let motion = HeadMotionProvider(settings: .withoutPixels)

  @Test(
    "the clip's three blinks are counted within three frames, at its own speed and at a third", arguments: [30, 10])
  func carphoneBlinks(rate: Double) throws {
    let (frames, last) = try Fixture("carphone").events(of: blink.makeCheck(seed: 1), interval: 1 / rate)
    for truth in [42, 92, 112] { #expect(frames.contains { abs($0 - truth) <= 3 }, "\(truth) in \(frames)") }
    #expect(frames.count <= 4)
    #expect(last?.kind == .blink)
    #expect(last?.verdict == .live)
    #expect(try #require(last).score > 0.95)
  }

  @Test("at 10 fps each phase of the clip shows a blink and a movement", arguments: [0, 1, 2])
  func carphoneAtTenFrames(phase: Int) throws {
    let fixture = try Fixture("carphone")
    let blinks = fixture.events(of: blink.makeCheck(seed: 1), every: 3, phase: phase, interval: 0.1).frames
    #expect(!blinks.isEmpty)
    for frame in blinks { #expect([42, 92, 112].contains { (-1...6).contains(frame - $0) }, "\(frame)") }
    let movements = fixture.events(of: motion.makeCheck(seed: 1), every: 3, phase: phase, interval: 0.1)
    #expect(!movements.frames.isEmpty)
    #expect(movements.last?.kind == .motion)
    #expect(movements.last?.verdict == .live)
  }

  @Test("the clip's head moves at its own speed and at a third", arguments: [30, 10])
  func carphoneMotion(rate: Double) throws {
    #expect(try !Fixture("carphone").events(of: motion.makeCheck(seed: 1), interval: 1 / rate).frames.isEmpty)
  }

  @Test(
    "a photo that is held still, shifted, scaled or rotated neither blinks nor moves", arguments: photos, [5, 10, 30])
  func photo(kind: String, rate: Double) throws {
    let fixture = try Fixture("photo-" + kind)
    let blinks = fixture.events(of: blink.makeCheck(seed: 1), interval: 1 / rate)
    let movements = fixture.events(of: motion.makeCheck(seed: 1), interval: 1 / rate)
    #expect(blinks.frames.isEmpty)
    #expect(movements.frames.isEmpty)
    #expect(blinks.last?.verdict == .undecided)
    #expect(movements.last?.verdict == .undecided)
    #expect(try #require(movements.last).score <= 0.5)
  }

  @Test("a photo that is tilted by up to 35 degrees does not move")
  func tiltedPhoto() throws {
    #expect(try Fixture("photo-tilted").events(of: motion.makeCheck(seed: 1), interval: 0.1).frames.isEmpty)
  }

  @Test("one frame of the clip, repeated over a session's whole budget, neither blinks nor moves")
  func repeatedFrame() throws {
    let fixture = try Fixture("carphone")
    var checks: [any LivenessCheck] = [blink.makeCheck(seed: 1), motion.makeCheck(seed: 1)]
    for frame in 0..<300 {
      for index in checks.indices {
        let evidence = checks[index].observe(fixture.observation(20, at: Double(frame) / 10))
        #expect(evidence.events == 0)
        if frame == 299 { #expect(evidence.score < 0.3) }
      }
    }
  }

  @Test("cuts between frames far apart are jumps, not movements or blinks")
  func cuts() throws {
    let fixture = try Fixture("carphone")
    var check = motion.makeCheck(seed: 1)
    // Two views with a turn of 15° between them, a second apart: a slide show, not a head.
    for slide in 0..<8 {
      for frame in 0..<5 {
        let time = Double(slide) * 1.5 + Double(frame) * 0.1
        let evidence = check.observe(fixture.observation(slide.isMultiple(of: 2) ? 40 : 88, at: time))
        #expect(evidence.events == 0)
      }
    }
  }
}
