/// A person who may be the one on the probe, by the best of their samples.
public struct Candidate: Sendable, Hashable {
  public var person: PersonID
  /// Cosine similarity of their best sample, −1…1.
  public var similarity: Float

  /// A candidate.
  public init(person: PersonID, similarity: Float) {
    self.person = person
    self.similarity = similarity
  }

  /// Samples → persons, best first, at most `limit`.
  public static func ranked(_ matches: [FaceMatch], limit: Int) -> [Candidate] {
    var best: [PersonID: Float] = [:]
    for match in matches { best[match.person] = max(match.similarity, best[match.person] ?? -2) }
    return best.map { Candidate(person: $0.key, similarity: $0.value) }
      .sorted { ($0.similarity, $1.person.rawValue) > ($1.similarity, $0.person.rawValue) }
      .prefix(limit).map { $0 }
  }
}

/// The answer of an open-set identification: nearest is never enough.
@frozen public enum OpenSetVerdict: Sendable, Hashable {
  /// One person is similar enough, and clearly more so than anyone else.
  case match(Candidate)
  /// Nobody is similar enough.
  case unknown
  /// Two persons are similar enough and too close to call.
  case ambiguous

  /// The word in the API.
  public var name: String {
    switch self {
    case .match: "match"
    case .unknown: "unknown"
    case .ambiguous: "ambiguous"
    }
  }
}

/// Turns candidates into a verdict with a threshold that belongs to the embedder's model and grows with the gallery.
///
/// A probe of a stranger meets every person of the gallery, so its chance to be matched falsely is about
/// `N × FMR(threshold)`. To hold the false positive identification rate (FPIR, ISO/IEC 19795-1) at `targetFPIR`, each
/// comparison may have `FMR = 1 − (1 − FPIR)^(1/N)`; the threshold for it comes from the model's calibrated points,
/// straight lines between them over log10(FMR), which is how the tail of a cosine's distribution runs closely enough
/// over a decade.
public struct OpenSetPolicy: Sendable, Hashable {
  /// The share of strangers' probes that may be matched, 0…1.
  public var targetFPIR: Double
  /// A verdict is ambiguous when the second person is within this similarity of the first (and over the threshold).
  public var ambiguityMargin: Float
  /// Where set, the threshold, whatever the gallery's size.
  public var fixedThreshold: Float?

  /// Defaults: FPIR 1 %, margin 0.05 (both without a source but our own data: docs/benchmarks.md).
  public init(targetFPIR: Double = 0.01, ambiguityMargin: Float = 0.05, fixedThreshold: Float? = nil) {
    self.targetFPIR = targetFPIR
    self.ambiguityMargin = ambiguityMargin
    self.fixedThreshold = fixedThreshold
  }

  /// The threshold for a gallery of `persons` persons; a verification is a gallery of one.
  public func threshold(for model: EmbeddingModel, persons: Int) -> Float {
    if let fixedThreshold { return fixedThreshold }
    let wanted = 1 - power(1 - targetFPIR, 1 / Double(max(1, persons)))
    return Float(Self.interpolate(model.operatingPoints, falseMatchRate: wanted))
  }

  /// The verdict on candidates (best first) of a gallery of `persons` persons.
  public func verdict(_ candidates: [Candidate], model: EmbeddingModel, persons: Int) -> OpenSetVerdict {
    let threshold = threshold(for: model, persons: persons)
    guard let first = candidates.first, first.similarity >= threshold else { return .unknown }
    if candidates.count > 1, candidates[1].similarity >= threshold,
      first.similarity - candidates[1].similarity < ambiguityMargin
    {
      return .ambiguous
    }
    return .match(first)
  }

  /// The threshold at a false match rate: linear over log10(FMR) between calibrated points and beyond the last ones by
  /// their slope, at most 0.99. One point alone holds for every rate. A model without points gets 0.99: it matches next
  /// to nobody, rather than strangers.
  static func interpolate(_ points: [OperatingPoint], falseMatchRate: Double) -> Double {
    let sorted = points.sorted { $0.falseMatchRate > $1.falseMatchRate }
    guard let first = sorted.first else { return 0.99 }
    guard sorted.count > 1 else { return first.threshold }
    let x = log10(falseMatchRate)
    // A rate above the loosest calibrated point gets that point: no threshold looser than what was measured.
    if x >= log10(first.falseMatchRate) { return first.threshold }
    var lower = sorted[0]
    var upper = sorted[1]
    for next in sorted.dropFirst() {
      upper = next
      if log10(next.falseMatchRate) <= x { break }
      if next != sorted.last { lower = next }
    }
    let x0 = log10(lower.falseMatchRate)
    let x1 = log10(upper.falseMatchRate)
    let slope = (upper.threshold - lower.threshold) / (x1 - x0)
    // Points that make no sense (one rate twice, a threshold that falls) must not open the door: a lower rate never gets
    // a lower threshold. `max` is written so that NaN loses.
    return min(0.99, max(lower.threshold, lower.threshold + slope * (x - x0)))
  }
}
