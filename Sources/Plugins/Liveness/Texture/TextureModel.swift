/// The linear model over a face's texture.
enum TextureModel {
  /// Log-odds of a live face, natural logarithm.
  static func logOdds(of features: TextureFeatures) -> Float {
    zip(TextureWeights.values, features.values).reduce(TextureWeights.bias) { $0 + $1.0 * $1.1 }
  }
}
