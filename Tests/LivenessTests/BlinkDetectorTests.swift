import Testing

@testable import Liveness

/// The blink state machine on made-up openings.
@Suite struct BlinkDetectorTests {
  /// Counts the blinks of a session whose eyes follow `opening` (aspect ratios by time).
  private func blinks(
    seconds: Double = 8, rate: Double = 10, left: @escaping (Double) -> Double,
    right: ((Double) -> Double)? = nil,
    pitch: (Double) -> Double = { _ in 0 }
  ) -> Int {
    var detector = BlinkDetector(settings: BlinkSettings())
    var count = 0
    for frame in 0..<Int(seconds * rate) {
      let time = Double(frame) / rate
      let (l, r) = (left(time), (right ?? left)(time))
      let sample = EyeSample(time: time, left: l, right: r, aspectRatio: (l + r) / 2, yaw: 0, pitch: pitch(time))
      if detector.observe(sample) { count += 1 }
    }
    return count
  }

  /// Eyes of 0.3 that close to `depth` of it from `start`: `closing`, `closed` and `reopening` seconds.
  private func dip(
    at start: Double = 3, closing: Double = 0.1, closed: Double = 0.1, reopening: Double = 0.15, depth: Double = 0.7,
    open: Double = 0.3
  ) -> (Double) -> Double {
    { time in
      let t = time - start
      let share: Double
      if t < 0 || t > closing + closed + reopening {
        share = 0
      } else if t < closing {
        share = t / closing
      } else if t < closing + closed {
        share = 1
      } else {
        share = 1 - (t - closing - closed) / reopening
      }
      return open * (1 - depth * share)
    }
  }

  @Test("a blink is one blink at any frame rate", arguments: [8.0, 10, 15, 24, 30])
  func rates(rate: Double) { #expect(blinks(rate: rate, left: dip()) == 1) }

  @Test("narrow and wide eyes have a baseline of their own", arguments: [0.15, 0.2, 0.3, 0.45])
  func baselines(open: Double) { #expect(blinks(left: dip(open: open)) == 1) }

  @Test("a third of the speed is still a blink")
  func slowMotion() { #expect(blinks(left: dip(closing: 0.2, closed: 0.2, reopening: 0.4)) == 1) }

  @Test("two blinks are two")
  func two() {
    let (first, second) = (dip(at: 2), dip(at: 3))
    #expect(blinks(left: { min(first($0), second($0)) }) == 2)
  }

  @Test("eyes that drift shut and open again are no blink")
  func slow() { #expect(blinks(left: dip(closing: 1.5, closed: 0.2, reopening: 1.5)) == 0) }

  @Test("eyes that stay closed are no blink, and the next blink counts again")
  func longClosed() {
    #expect(blinks(left: dip(closed: 2)) == 0)
    let (first, second) = (dip(at: 2, closed: 1.6), dip(at: 6))
    #expect(blinks(left: { min(first($0), second($0)) }) == 1)
  }

  @Test("eyes that do not reopen are no blink")
  func neverReopened() { #expect(blinks(left: dip(closed: 20)) == 0) }

  @Test("a wink is no blink")
  func wink() { #expect(blinks(left: dip(), right: { _ in 0.3 }) == 0) }

  @Test("a shallow dip is no blink")
  func shallow() { #expect(blinks(left: dip(depth: 0.2)) == 0) }

  @Test("half a dip counts while the head keeps still and the eyes do not tremble")
  func quiet() {
    let half = dip(depth: 0.25)
    #expect(blinks(left: half) == 1)
    #expect(blinks(left: half, pitch: { $0 < 3.05 ? 0 : 4 }) == 0)
    // Frames in turn a little wider and narrower: the noise.
    #expect(blinks(left: { half($0) * (Int(($0 * 10).rounded()).isMultiple(of: 2) ? 1.03 : 0.97) }) == 0)
  }

  @Test("a dip while the head nods by 20 degrees must be deeper")
  func nod() {
    let nodding: (Double) -> Double = { $0 < 3 ? 0 : min(20, ($0 - 3) * 80) }
    #expect(blinks(left: dip(depth: 0.45)) == 1)
    #expect(blinks(left: dip(depth: 0.45), pitch: nodding) == 0)
  }

  @Test("wide-open eyes that come back to normal are no blink")
  func surprise() { #expect(blinks(left: { (2..<4).contains($0) ? 0.42 : 0.3 }) == 0) }

  @Test("one odd frame of a 30 fps video is no blink")
  func glitch() { #expect(blinks(rate: 30, left: { abs($0 - 3) < 0.01 ? 0.05 : 0.3 }) == 0) }

  @Test("a dip in the very first frames is no blink: there is no baseline yet")
  func firstFrames() { #expect(blinks(left: dip(at: 0, closing: 0.1)) == 0) }

  @Test("noise of a fifth of the opening makes no blinks", arguments: 0..<20)
  func noise(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func random() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) / Double(1 << 53)
    }
    #expect(blinks(seconds: 30, left: { _ in 0.3 * (1 + 0.2 * (random() - 0.5)) }) == 0)
  }

  @Test("an interruption within a dip ends it")
  func interruption() {
    var detector = BlinkDetector(settings: BlinkSettings())
    var count = 0
    for frame in 0..<60 {
      let time = Double(frame) / 10
      if frame == 31 { detector.interrupt() }
      let opening = dip()(time)
      if detector.observe(
        EyeSample(time: time, left: opening, right: opening, aspectRatio: opening, yaw: 0, pitch: 0))
      {
        count += 1
      }
    }
    #expect(count == 0)
  }

  @Test("irregular frame times do not matter")
  func irregular() {
    var detector = BlinkDetector(settings: BlinkSettings())
    var (time, count) = (0.0, 0)
    for frame in 0..<70 {
      time += [0.07, 0.13, 0.1, 0.05, 0.16][frame % 5]
      let opening = dip(closed: 0.2)(time)
      if detector.observe(
        EyeSample(time: time, left: opening, right: opening, aspectRatio: opening, yaw: 0, pitch: 0))
      {
        count += 1
      }
    }
    #expect(count == 1)
  }
}
