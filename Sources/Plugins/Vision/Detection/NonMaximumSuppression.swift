import Engine

extension [Face] {
  /// The faces, most confident first, without those that overlap a more confident one by more than `limit`
  /// (intersection over union).
  func suppressed(overlap limit: Float) -> [Face] {
    var kept: [Face] = []
    for face in sorted(by: { $0.confidence > $1.confidence })
    where !kept.contains(where: { $0.box.overlap(with: face.box) > limit }) {
      kept.append(face)
    }
    return kept
  }
}
