import Engine
import Foundation

/// Finds models as the host does, by `config/models.json`.
struct TestModels: ModelLocator {
  private struct Catalogue: Decodable {
    var models: [Entry]
  }
  private struct Entry: Decodable {
    var id: String
    var main: String
    var licence: String
    var commercial_use: Bool
    var calibration: Calibration?
  }
  private struct Calibration: Decodable {
    var data: String
    var operating_points: [Point]
  }
  private struct Point: Decodable {
    var fmr: Double
    var threshold: Double
  }

  private let catalogue: Catalogue

  init() throws {
    let data = try Data(contentsOf: TestFiles.root.appending(path: "config/models.json"))
    catalogue = try JSONDecoder().decode(Catalogue.self, from: data)
  }

  func model(_ id: String) throws -> ModelCard {
    guard let entry = catalogue.models.first(where: { $0.id == id }) else {
      throw ComponentError.model("no model \(id) in the catalogue")
    }
    let path = TestFiles.models.appending(path: entry.main).path
    guard FileManager.default.fileExists(atPath: path) else {
      throw ComponentError.model("model \(id) is missing: run scripts/fetch-models")
    }
    return ModelCard(
      id: id, path: path, licence: entry.licence, commercialUse: entry.commercial_use,
      operatingPoints: (entry.calibration?.operating_points ?? []).map {
        OperatingPoint(falseMatchRate: $0.fmr, threshold: $0.threshold)
      }, calibratedOn: entry.calibration?.data ?? "")
  }

  /// Whether a model's file is there: the registries have only some.
  static func has(_ id: String) -> Bool { (try? TestModels().model(id)) != nil }
}
