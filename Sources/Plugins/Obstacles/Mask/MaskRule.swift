import Glibc

extension LowerFace {
  /// How surely a mask covers the lower face, 0…1; 0.3 is as likely a mask as not.
  var maskConfidence: Float {
    let score = zip(measures, Self.maskWeights).reduce(Self.maskConstant) { $0 + $1.0 * $1.1 }
    return Float(1 / (1 + exp(-score)))
  }

  /// Logistic regression on real faces, bare and with drawn masks, also under other light:
  /// `python -m Evaluation.Obstacles.fit_mask` fits it, and tells what each source's faces get from the others.
  private static let maskWeights = [6.740, 8.344, 7.808, 0.219, -4.963, 10.763, 8.000, 4.126, -7.195]
  private static let maskConstant = 0.716
}
