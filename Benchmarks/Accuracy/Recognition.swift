import Engine

/// How well an embedder tells people apart.
struct Recognition {
  var name: String
  var embedder: any FaceEmbedder

  /// Compares every two samples; an embedding per sample.
  func embeddings(_ samples: [Sample]) throws -> [Embedding] {
    try samples.map { try embedder.embed($0.face, in: $0.image) }
  }

  func scores(_ samples: [Sample], _ embeddings: [Embedding]) -> ScoreSet {
    var scores = ScoreSet()
    for i in samples.indices {
      for j in samples.indices where j > i {
        guard let similarity = embeddings[i].similarity(to: embeddings[j]) else { continue }
        if samples[i].person == samples[j].person {
          scores.genuine.append(similarity)
        } else {
          scores.impostor.append(similarity)
        }
      }
    }
    return scores
  }

  /// A row of the table.
  func row(_ data: String, _ scores: ScoreSet) -> String {
    func rate(_ far: Double) -> String {
      guard let threshold = scores.threshold(falseMatchRate: far) else { return "–" }
      return "\((scores.truePositiveRate(threshold) * 100).text(1)) (\(threshold.text(3)))"
    }
    let equal = scores.equalErrorRate
    return
      "| \(name) | \(data) | \(scores.genuine.count) / \(scores.impostor.count) | \(scores.genuine.mean.text(3)) / "
      + "\((scores.genuine.min() ?? 0).text(3)) | \(scores.impostor.mean.text(3)) / "
      + "\((scores.impostor.max() ?? 0).text(3)) | \((equal.rate * 100).text(2)) | \(rate(0.1)) | \(rate(0.01)) | "
      + "\(rate(0.001)) |"
  }

  /// Open-set identification with each person out in turn: the gallery holds every other person's first sample.
  ///
  /// - Returns: at a threshold, the share of strangers' probes that get a match (FPIR) and of known persons' probes that
  ///   do not get their own (FNIR), as in ISO/IEC 19795-1.
  func openSet(_ samples: [Sample], _ embeddings: [Embedding], threshold: Float) -> (fpir: Double, fnir: Double) {
    var gallery: [(person: String, index: Int)] = []
    var seen = Set<String>()
    for (index, sample) in samples.enumerated() where seen.insert(sample.person).inserted {
      gallery.append((sample.person, index))
    }
    let enrolled = Set(gallery.map(\.index))
    var (strangers, matched, known, missed) = (0, 0, 0, 0)
    for (index, probe) in samples.enumerated() {
      func best(_ entries: [(person: String, index: Int)]) -> (person: String, score: Float)? {
        entries.map { ($0.person, embeddings[$0.index].similarity(to: embeddings[index]) ?? -1) }.max { $0.1 < $1.1 }
      }
      strangers += 1
      if let top = best(gallery.filter { $0.person != probe.person }), top.score >= threshold { matched += 1 }
      guard !enrolled.contains(index) else { continue }
      known += 1
      let top = best(gallery)
      if top?.person != probe.person || (top?.score ?? -1) < threshold { missed += 1 }
    }
    return (Double(matched) / Double(max(1, strangers)), Double(missed) / Double(max(1, known)))
  }
}
