public import Engine

/// What every liveness check must do, whatever it looks at: run by the checks in tree and by plugins out of it.
public enum LivenessCheckConformance {
  /// A session as its check sees it, measurements included.
  public struct Recording: Sendable {
    public var name: String
    public var observations: [LivenessObservation]
    /// A recording; both parameters as the properties of the same names.
    public init(name: String, observations: [LivenessObservation]) {
      self.name = name
      self.observations = observations
    }
  }

  /// Runs fresh checks over all recordings and over hostile ones, and measures hostile faces.
  ///
  /// - Parameters:
  ///   - live: at the end of each the verdict must be `live`; leave out what the check must be answered for.
  ///   - spoof: at no frame may the verdict be `live`.
  /// - Returns: every broken rule in words; empty where the check conforms.
  public static func failures(
    of provider: any LivenessCheckProvider, live: [Recording], spoof: [Recording]
  ) async -> [String] {
    var failures: [String] = []
    let hostile = HostileObservations.recordings
    for recording in live + spoof + hostile {
      failures += broken(evidence(of: provider, recording), in: recording)
      failures += unrepeatable(provider, recording)
    }
    for recording in live {
      let last = evidence(of: provider, recording).last?.verdict
      if last != .live { failures.append("\(recording.name): ends \(last?.rawValue ?? "without a verdict"), not live") }
    }
    for recording in spoof where evidence(of: provider, recording).contains(where: { $0.verdict == .live }) {
      failures.append("\(recording.name): a spoof that is taken for live")
    }
    failures += shared(provider, live + spoof + hostile)
    failures += await HostileFaces.failures(of: provider)
    return failures
  }

  /// What a fresh check says after each observation.
  private static func evidence(
    of provider: any LivenessCheckProvider, _ recording: Recording, seed: UInt64 = 1
  ) -> [LivenessEvidence] {
    var check = provider.makeCheck(seed: seed)
    return recording.observations.map { check.observe($0) }
  }

  private static func broken(_ evidence: [LivenessEvidence], in recording: Recording) -> [String] {
    var failures: [String] = []
    var events = 0
    for (frame, said) in evidence.enumerated() {
      let place = "\(recording.name), frame \(frame)"
      // A number that is none is in no range.
      if !(0...1).contains(said.score) { failures.append("\(place): a score of \(said.score)") }
      if said.events < events { failures.append("\(place): \(said.events) events after \(events)") }
      if said.eventsNeeded < 0 { failures.append("\(place): needs \(said.eventsNeeded) events") }
      if said.verdict == .live, said.events < said.eventsNeeded {
        failures.append("\(place): live with \(said.events) of \(said.eventsNeeded) events")
      }
      if let prompt = said.prompt, !(1...max(1, prompt.steps)).contains(prompt.step) {
        failures.append("\(place): asks for step \(prompt.step) of \(prompt.steps)")
      }
      events = said.events
    }
    return failures
  }

  /// The same seed and the same observations give the same evidence.
  private static func unrepeatable(_ provider: any LivenessCheckProvider, _ recording: Recording) -> [String] {
    for seed in [1, 2, .max] as [UInt64]
    where evidence(of: provider, recording, seed: seed) != evidence(of: provider, recording, seed: seed) {
      return ["\(recording.name): other evidence on the second run with seed \(seed)"]
    }
    return []
  }

  /// Checks know nothing of each other: run turn by turn, each says what it says alone, and so does a copy.
  private static func shared(_ provider: any LivenessCheckProvider, _ recordings: [Recording]) -> [String] {
    var failures: [String] = []
    var checks = recordings.map { _ in provider.makeCheck(seed: 1) }
    var said: [[LivenessEvidence]] = recordings.map { _ in [] }
    for frame in 0..<(recordings.map(\.observations.count).max() ?? 0) {
      for index in recordings.indices where frame < recordings[index].observations.count {
        var copy = checks[index]
        said[index].append(checks[index].observe(recordings[index].observations[frame]))
        // What a copy sees must not reach the original.
        _ = copy.observe(recordings[(index + 1) % recordings.count].observations[0])
      }
    }
    for (index, recording) in recordings.enumerated() where said[index] != evidence(of: provider, recording) {
      failures.append("\(recording.name): other evidence when run beside other sessions")
    }
    return failures
  }
}
