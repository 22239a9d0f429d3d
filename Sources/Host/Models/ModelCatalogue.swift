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
      // First of all: another format may have other fields.
      let format = try decoder.decode(Format.self, from: data).format
      guard format == 1 else {
        throw ComponentError.model("the model catalogue has format \(format); this program reads format 1")
      }
      let catalogue = try decoder.decode(ModelCatalogue.self, from: data)
      let problems = catalogue.contradictions
      guard problems.isEmpty else {
        throw ComponentError.model("the model catalogue contradicts itself: \(problems.joined(separator: "; "))")
      }
      return catalogue
    } catch let error as DecodingError {
      throw ComponentError.model(
        "the model catalogue is not as docs/models.md describes it: \(CatalogueFault(error))")
    }
  }

  private struct Format: Decodable {
    var format: Int
  }

  /// What is well formed and yet can't be right.
  private var contradictions: [String] {
    var found: [String] = []
    var ids = Swift.Set<String>()
    for model in models {
      if !ids.insert(model.id).inserted { found.append("the model '\(model.id)' is there twice") }
      if !model.files.contains(where: { $0.path == model.main }) {
        found.append("main of '\(model.id)' is none of its files")
      }
      for file in model.files {
        if file.path.hasPrefix("/") || file.path.split(separator: "/").contains("..") {
          found.append("'\(file.path)' of '\(model.id)' is not below the models' folder")
        }
        if file.sha256.wholeMatch(of: /[0-9a-f]{64}/) == nil {
          found.append("sha256 of '\(file.path)' of '\(model.id)' is not 64 digits 0-9a-f")
        }
      }
    }
    for (name, set) in sets.sorted(by: { $0.key < $1.key }) {
      for id in set.models where !ids.contains(id) { found.append("the set '\(name)' names the unknown model '\(id)'") }
    }
    return found
  }
}
