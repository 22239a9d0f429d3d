import Engine
import Foundation

/// `config/models.json`: every model that the product knows, where its files come from and what may be done with it.
/// `docs/models.md` describes the format; the fields about sources are the setup script's business.
struct ModelCatalogue: Sendable, Decodable {
  /// The models that go together.
  struct Set: Sendable, Decodable {
    var summary: String
    var models: [String]
  }

  /// One model.
  struct Entry: Sendable, Decodable {
    var id: String
    var role: String
    var summary: String
    var licence: String
    var commercialUse: Bool
    /// Path of the file that is opened, within the models' folder.
    var main: String
    var files: [File]
    var calibration: Calibration?
  }

  /// One file of a model.
  struct File: Sendable, Decodable {
    var path: String
    var sha256: String
    var size: Int
  }

  /// How an embedder's similarity was calibrated.
  struct Calibration: Sendable, Decodable {
    struct Point: Sendable, Decodable {
      var fmr: Double
      var threshold: Double
    }
    var data: String
    var operatingPoints: [Point]
  }

  var format: Int
  var sets: [String: Set]
  var models: [Entry]

  /// Reads the catalogue.
  ///
  /// - Throws: `ComponentError.model` that says what to do.
  static func read(_ path: String) throws -> ModelCatalogue {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ComponentError.model("the model catalogue cannot be read; check models.catalogue")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      let catalogue = try decoder.decode(ModelCatalogue.self, from: data)
      guard catalogue.format == 1 else {
        throw ComponentError.model("the model catalogue has format \(catalogue.format); this program reads format 1")
      }
      return catalogue
    } catch let error as DecodingError {
      throw ComponentError.model("the model catalogue is not as docs/models.md describes it: \(error)")
    }
  }
}
