/// One point of a model's calibration: at `threshold`, a share `falseMatchRate` of impostor comparisons is accepted.
public struct OperatingPoint: Sendable, Hashable {
  /// False match rate of one comparison, 0…1.
  public var falseMatchRate: Double
  /// Cosine similarity.
  public var threshold: Double

  /// A point.
  public init(falseMatchRate: Double, threshold: Double) {
    self.falseMatchRate = falseMatchRate
    self.threshold = threshold
  }
}

/// What the catalogue says of one model.
public struct ModelCard: Sendable, Hashable {
  /// The model's id, e.g. `mfn-512`.
  public var id: String
  /// Absolute path of the main file (ONNX, TFLite or OpenVINO IR `.xml`).
  public var path: String
  /// Licence of the weights.
  public var licence: String
  /// Whether the weights may be used commercially.
  public var commercialUse: Bool
  /// For embedders: calibrated points, on the data named in `calibratedOn`; empty for other roles.
  public var operatingPoints: [OperatingPoint]
  /// The data behind `operatingPoints`.
  public var calibratedOn: String

  /// A card; all parameters as the properties of the same names.
  public init(
    id: String, path: String, licence: String, commercialUse: Bool, operatingPoints: [OperatingPoint] = [],
    calibratedOn: String = ""
  ) {
    self.id = id
    self.path = path
    self.licence = licence
    self.commercialUse = commercialUse
    self.operatingPoints = operatingPoints
    self.calibratedOn = calibratedOn
  }
}

/// Finds model files by id.
public protocol ModelLocator: Sendable {
  /// The card of a model whose file is there, unchanged, and allowed by the configuration.
  ///
  /// - Throws: `ComponentError.model` that says what to do when it is not.
  func model(_ id: String) throws -> ModelCard
}
