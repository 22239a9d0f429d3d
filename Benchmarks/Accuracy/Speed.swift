import Engine
import Glibc

/// Milliseconds of each stage on one thread: the median, the least, and the median of processor time, which other
/// programs on the machine disturb less.
enum Speed {
  static func measure(_ catalogue: Catalogue, frame: Image, _ report: (String) -> Void) async throws {
    let detectors: [(String, any FaceDetector)] = [
      ("face.detector.yunet, 320", try await catalogue.detector("face.detector.yunet")),
      (
        "face.detector.yunet, 640",
        try await catalogue.detector(
          "face.detector.yunet", [.init("input_size", .integer(640)), .init("retry_input_size", .integer(0))])
      ),
      ("face.detector.centerface, 640", try await catalogue.detector("face.detector.centerface")),
    ]
    for (name, detector) in detectors {
      report("| \(name) | \(try median { _ = try detector.detect(in: frame) }) |")
    }
    guard let face = try detectors[0].1.detect(in: frame).first else { return }
    let landmarker = try await catalogue.landmarker()
    let mesh = try landmarker.mesh(of: face, in: frame)
    report("| face.landmarker.mesh | \(try median { _ = try landmarker.mesh(of: face, in: frame) }) |")
    let assessor = try await catalogue.assessor()
    report("| face.quality.standard | \(try median { _ = try assessor.assess(face, mesh: mesh, in: frame) }) |")
    let embedders: [(String, String, [ConfigurationValue.Entry])] = [
      ("mfn-512", "face.embedder.arcface", []),
      ("mfn-512, int8", "face.embedder.arcface", [.init("variant", .string("int8"))]),
      ("dlib-128", "face.embedder.dlib", []),
    ]
    for (name, id, settings) in embedders {
      guard let embedder = try? await catalogue.embedder(id, settings) else { continue }
      report("| \(id), \(name) | \(try median { _ = try embedder.embed(face, in: frame) }) |")
    }
  }

  /// The median of many runs, after some that do not count.
  static func median(_ body: () throws -> Void) rethrows -> String {
    for _ in 0..<5 { try body() }
    var times: [Duration] = []
    var processor: [Duration] = []
    for _ in 0..<60 {
      let before = processorTime
      times.append(try ContinuousClock().measure(body))
      processor.append(processorTime - before)
    }
    times.sort()
    processor.sort()
    return [times[30], times[0], processor[30]].map { ($0 / .milliseconds(1)).text(2) }.joined(separator: " | ")
  }

  /// What all threads of this process have used.
  private static var processorTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
