import Testing

@testable import Liveness

/// Micro-motion, on a made-up texture that is on a head or on a picture and sways by a few degrees.
@Suite struct MicroMotionTests {
  /// Whether the face of a session of six seconds was seen to live; `yaw(seconds)` and `pitch(seconds)` in degrees.
  private func isSeen(
    _ body: PaintedFace.Body, rate: Double = 10, least: Double = TemporalSettings().minimumMicroMotion,
    noise: Float = 0.05, change: (Int, [Float]) -> [Float] = { $1 }, yaw: (Double) -> Double,
    pitch: (Double) -> Double = { _ in 0 }
  ) throws -> Bool {
    var motion = MicroMotion(least: least)
    var generator = SplitMix64(seed: 7)
    let painted = PaintedFace(body: body)
    for number in 0..<Int(6 * rate) {
      let time = Double(number) / rate
      let values = change(number, painted.measurement(yaw: yaw(time), pitch: pitch(time)).values).map {
        $0 + noise * (Float(generator.next() >> 40) / Float(1 << 23) - 1)
      }
      motion.observe(try #require(FacePatch(values: values)), at: time)
    }
    return motion.isSeen
  }

  /// To and fro by so many degrees in 2.5 s.
  private func sway(_ degrees: Double) -> (Double) -> Double {
    { time in
      let part = time / 2.5 - (time / 2.5).rounded(.down)
      return degrees * (part < 0.5 ? 4 * part - 1 : 3 - 4 * part)
    }
  }

  @Test("a head that sways is seen to live at any frame rate", arguments: [5.0, 10, 25])
  func head(rate: Double) throws { #expect(try isSeen(.head, rate: rate, yaw: sway(6))) }

  @Test("a picture that sways, far or fast, is not", arguments: [3.0, 6, 10])
  func picture(degrees: Double) throws {
    #expect(try !isSeen(.picture, yaw: sway(degrees)))
    #expect(try !isSeen(.picture, yaw: { _ in 0 }, pitch: sway(degrees)))
  }

  @Test("a head that keeps still is not, in any noise", arguments: [Float(0), 0.05, 0.3])
  func still(noise: Float) throws { #expect(try !isSeen(.head, noise: noise, yaw: { _ in 3 })) }

  @Test("eyes that open and close behind a picture do not count")
  func eyes() throws {
    let blinking = { (number: Int, values: [Float]) -> [Float] in
      values.indices.map { index in
        let place = FacePatch.position(of: index)
        let isEye = abs(place.y) < 0.12 && abs(place.x) > 0.15 && abs(place.x) < 0.5
        return isEye && number % 20 > 10 ? -values[index] : values[index]
      }
    }
    #expect(try !isSeen(.picture, change: blinking, yaw: sway(3)))
    #expect(try isSeen(.picture, least: 0, yaw: sway(3)), "nothing is asked for")
  }

  @Test("frames before an interruption are not compared with those after")
  func interrupted() throws {
    var motion = MicroMotion(least: 0.1)
    let painted = PaintedFace(body: .head)
    for number in 0..<60 {
      if number % 6 == 0 { motion.interrupt() }
      let patch = try #require(FacePatch(painted.measurement(yaw: number % 12 < 6 ? 0 : 12, pitch: 0)))
      motion.observe(patch, at: Double(number) / 10)
    }
    #expect(!motion.isSeen)
  }
}
