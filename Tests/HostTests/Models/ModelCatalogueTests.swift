import Engine
import Foundation
import Testing

@testable import Host

/// The catalogue that is shipped.
@Suite struct ModelCatalogueTests {
  private static func shipped() throws -> ModelCatalogue {
    try ModelCatalogue.read("\(Repository.root)/config/models.json")
  }

  @Test func everyModelNamesItsLicenceAndItsFiles() throws {
    let catalogue = try Self.shipped()
    #expect(catalogue.models.count >= 10)
    for model in catalogue.models {
      #expect(!model.licence.isEmpty && !model.summary.isEmpty && !model.role.isEmpty, "\(model.id)")
      #expect(!model.files.isEmpty, "\(model.id)")
      for file in model.files { #expect(file.size > 0, "\(file.path)") }
    }
    let paths = catalogue.models.flatMap(\.files).map(\.path)
    #expect(Set(paths).count == paths.count, "two models must not share a file name")
  }

  @Test func whatRunsByDefaultMayBeUsedCommercially() throws {
    let catalogue = try Self.shipped()
    for name in ["open", "standard"] {
      let set = try #require(catalogue.sets[name])
      #expect(!set.models.isEmpty)
      for id in set.models {
        #expect(catalogue.models.first { $0.id == id }?.commercialUse == true, "\(id) of \(name)")
      }
    }
    for id in try #require(catalogue.sets["research"]).models {
      #expect(catalogue.models.first { $0.id == id }?.commercialUse == false, "\(id)")
    }
  }

  @Test func calibrationsAreInOrderAndNameTheirData() throws {
    let calibrated = try Self.shipped().models.compactMap(\.calibration)
    #expect(!calibrated.isEmpty)
    for calibration in calibrated {
      let points = calibration.operatingPoints
      #expect(!calibration.data.isEmpty && points.count >= 2)
      for (looser, stricter) in zip(points, points.dropFirst()) {
        #expect(looser.fmr > stricter.fmr && looser.threshold < stricter.threshold)
      }
      #expect(points.allSatisfy { $0.fmr > 0 && $0.fmr < 1 && $0.threshold > -1 && $0.threshold < 1 })
    }
  }

  /// `kenali models list` must know the components' models; the roles are how components find theirs.
  @Test func everyRoleOfThePipelineIsThere() throws {
    let roles = Set(try Self.shipped().models.map(\.role))
    #expect(roles.isSuperset(of: ["face.detector", "face.landmarker", "face.embedder"]))
  }
}
