import Glibc

extension LowerFace {
  /// How surely a mask covers the lower face, 0…1; 0.3 is as likely a mask as not.
  var maskConfidence: Float {
    let score = zip(measures, Self.maskWeights).reduce(Self.maskConstant) { $0 + $1.0 * $1.1 }
    return Float(1 / (1 + exp(-score)))
  }

  /// Logistic regression on real faces, bare and with drawn masks, also under other light:
  /// `python -m Evaluation.Obstacles.fit_mask` fits it, and tells what each source's faces get from the others.
  private static let maskWeights = [5.861, 10.060, 10.325, 0.385, -7.897, 17.267, 8.427, 0.906]
  private static let maskConstant = 2.0
}
