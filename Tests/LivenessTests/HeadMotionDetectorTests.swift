import Engine
import Foundation
import Testing

@testable import Liveness

/// The head-motion state machine on a made-up head.
@Suite struct HeadMotionDetectorTests {
  private func movements(seconds: Double = 6, rate: Double = 10, pose: Bool = true, yaw: (Double) -> Double) throws
    -> Int
  {
    let face = try #require(DepthTemplate.points(of: Fixture("carphone").observation(0, at: 0).mesh))
    var detector = HeadMotionDetector(settings: .withoutPixels)
    var count = 0
    for frame in 0..<Int(seconds * rate) {
      let time = Double(frame) / rate
      let angle = yaw(time)
      let points = ParallaxTests.turned(face, yaw: angle, pitch: 0)
      if detector.observe(HeadSample(time: time, points: points, yaw: pose ? angle : -angle, pitch: 0)) { count += 1 }
    }
    return count
  }

  /// Movements of a session in which the mesh sees a turn of 16°, and the pixels those of `body`.
  private func movements(pixels body: PaintedFace.Body?) throws -> Int {
    let face = try #require(DepthTemplate.points(of: Fixture("carphone").observation(0, at: 0).mesh))
    let painted = PaintedFace(body: body ?? .head)
    var detector = HeadMotionDetector(settings: HeadMotionSettings())
    return (0..<40).count { frame in
      let yaw = min(16, max(0, Double(frame - 10) * 3))
      let patch = body.flatMap { _ in FacePatch(painted.measurement(yaw: yaw, pitch: 0)) }
      let points = ParallaxTests.turned(face, yaw: yaw, pitch: 0)
      return detector.observe(
        HeadSample(time: Double(frame) / 10, points: points, yaw: yaw, pitch: 0, patch: patch))
    }
  }

  @Test("a turn counts if the pixels show depth, and neither if they are a picture's nor without them")
  func pixels() throws {
    #expect(try movements(pixels: .head) > 0)
    #expect(try movements(pixels: .picture) == 0)
    #expect(try movements(pixels: nil) == 0)
  }

  @Test("pixels that have nothing in common with those before the turn confirm nothing")
  func otherPixels() throws {
    let face = try #require(DepthTemplate.points(of: Fixture("carphone").observation(0, at: 0).mesh))
    var random = SplitMix64(seed: 1)
    var detector = HeadMotionDetector(settings: HeadMotionSettings())
    let steady = PaintedFace(body: .head).measurement(yaw: 0, pitch: 0)
    for frame in 0..<30 {
      let yaw = min(16, max(0, Double(frame - 10) * 3))
      let noise = LivenessMeasurement(steady.values.map { _ in Float.random(in: -1...1, using: &random) })
      let sample = HeadSample(
        time: Double(frame) / 10, points: ParallaxTests.turned(face, yaw: yaw, pitch: 0), yaw: yaw, pitch: 0,
        patch: FacePatch(frame < 10 ? steady : noise))
      let moved = detector.observe(sample)
      #expect(!moved)
    }
  }

  @Test("a turn counts once, at any frame rate", arguments: [5.0, 10, 30])
  func turn(rate: Double) throws {
    #expect(try movements(rate: rate) { min(12, max(0, ($0 - 2) * 30)) } == 1)
  }

  @Test("a turn and the way back are two")
  func thereAndBack() throws {
    #expect(
      try movements(seconds: 8) { $0 < 2 ? 0 : $0 < 5 ? min(14, ($0 - 2) * 30) : max(0, 14 - ($0 - 5) * 30) } == 2)
  }

  @Test("a small turn does not count") func small() throws { #expect(try movements { 5 * sin($0) } == 0) }

  @Test("one odd frame does not count") func glitch() throws {
    #expect(try movements { abs($0 - 3) < 0.01 ? 20 : 0 } == 0)
  }

  @Test("a turn that the model's pose contradicts does not count")
  func contradiction() throws { #expect(try movements(pose: false) { $0 < 2 ? 0 : 15 } == 0) }

  @Test("a turn across an interruption does not count")
  func interruption() throws {
    let face = try #require(DepthTemplate.points(of: Fixture("carphone").observation(0, at: 0).mesh))
    var detector = HeadMotionDetector(settings: .withoutPixels)
    for frame in 0..<20 {
      if frame == 10 { detector.interrupt() }
      let yaw = frame < 10 ? 0.0 : 15
      let points = ParallaxTests.turned(face, yaw: yaw, pitch: 0)
      let moved = detector.observe(HeadSample(time: Double(frame) / 10, points: points, yaw: yaw, pitch: 0))
      #expect(!moved)
    }
  }
}
