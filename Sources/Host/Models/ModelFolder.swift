import Engine
import Foundation

/// The catalogue's models in a folder: what is there, unchanged, and allowed.
struct ModelFolder: ModelLocator {
  let catalogue: ModelCatalogue
  let directory: String
  /// Ids of models for research only that the operator allows by name.
  let allowedResearch: Set<String>

  /// Whether a model can be used, and if not, why.
  enum State: Hashable {
    case ready
    /// This file is not there.
    case missing(String)
    /// This file has other bytes than the catalogue says.
    case changed(String)
    /// The weights are for research only and not allowed by name.
    case researchOnly
  }

  func model(_ id: String) throws -> ModelCard {
    guard let entry = catalogue.models.first(where: { $0.id == id }) else {
      let known = catalogue.models.map(\.id).joined(separator: ", ")
      throw ComponentError.model("the catalogue has no model '\(id)'; it has: \(known)")
    }
    switch state(of: entry) {
    case .ready: break
    case .researchOnly:
      throw ComponentError.model(
        "the model '\(id)' is for research only (\(entry.licence)); to use it all the same, on your own responsibility, "
          + "name it in models.allow_research")
    case .missing(let file):
      throw ComponentError.model("the model '\(id)' is not there (\(file)): run scripts/setup")
    case .changed(let file):
      throw ComponentError.model(
        "the file \(file) of the model '\(id)' is not the one in the catalogue (sha256 differs): run scripts/setup")
    }
    return ModelCard(
      id: id, path: "\(directory)/\(entry.main)", licence: entry.licence, commercialUse: entry.commercialUse,
      operatingPoints: entry.calibration?.operatingPoints.map {
        OperatingPoint(falseMatchRate: $0.fmr, threshold: $0.threshold)
      } ?? [], calibratedOn: entry.calibration?.data ?? "")
  }

  /// Looks at a model's files and hashes them.
  func state(of entry: ModelCatalogue.Entry) -> State {
    guard entry.commercialUse || allowedResearch.contains(entry.id) else { return .researchOnly }
    for file in entry.files {
      guard let data = FileManager.default.contents(atPath: "\(directory)/\(file.path)") else {
        return .missing(file.path)
      }
      guard data.count == file.size, let digest = try? SHA256.digest(Array(data)),
        digest.hexadecimal == file.sha256
      else { return .changed(file.path) }
    }
    return .ready
  }

  /// The best set whose every model is ready: `standard` before `open`.
  var activeSet: String? {
    ["standard", "open"].first { name in
      catalogue.sets[name]?.models.allSatisfy { id in
        catalogue.models.first { $0.id == id }.map { state(of: $0) == .ready } ?? false
      } ?? false
    }
  }
}
