import Engine
import Foundation
import Testing

@testable import Host

@Suite struct BrokenCatalogueTests {
  static let sha = String(repeating: "0a", count: 32)
  static let whole = """
    {"format":1,"sets":{"open":{"summary":"s","models":["m"]}},"models":[{"id":"m","role":"r","summary":"s",\
    "licence":"MIT","commercial_use":true,"main":"m.onnx","files":[{"path":"m.onnx","sha256":"\(sha)","size":3}],\
    "calibration":{"data":"d","operating_points":[{"fmr":0.01,"threshold":0.5}]}}]}
    """

  private static func read(_ text: String) throws -> ModelCatalogue {
    try withTemporaryDirectory { directory in
      let path = directory + "/models.json"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try ModelCatalogue.read(path)
    }
  }

  private static func complaint(_ text: String) -> String? {
    let error = #expect(throws: ComponentError.self) { try read(text) }
    guard case .model(let text)? = error else { return nil }
    return text
  }

  @Test func theWholeOneIsRead() throws {
    let catalogue = try Self.read(Self.whole)
    #expect(catalogue.models[0].commercialUse && catalogue.models[0].files[0].sha256 == Self.sha)
    #expect(catalogue.models[0].calibration?.operatingPoints[0].fmr == 0.01)
    #expect(catalogue.sets["open"]?.models == ["m"])
    // The setup script's fields are no business of this program.
    #expect(try Self.read(Self.whole.replacing("\"size\":3", with: "\"size\":3,\"sources\":[]")).models.count == 1)
  }

  @Test(
    arguments: [
      ("\"licence\":\"MIT\",", "", "models[0].licence is missing"),
      ("\"commercial_use\":true", "\"commercial_use\":\"yes\"", "models[0].commercial_use must be true or false"),
      ("\"commercial_use\":true,", "", "models[0].commercial_use is missing"),
      ("\"sha256\":\"\(sha)\",", "", "models[0].files[0].sha256 is missing"),
      ("\"size\":3", "\"size\":\"3\"", "models[0].files[0].size must be a whole number"),
      ("\"size\":3", "\"size\":null", "models[0].files[0].size is null"),
      ("\"fmr\":0.01,", "", "models[0].calibration.operating_points[0].fmr is missing"),
      ("\"models\":[\"m\"]", "\"models\":\"m\"", "sets.open.models must be a list"),
      ("\"format\":1,", "", "format is missing"),
    ]) func whatIsMissingOrOfAnotherTypeIsNamed(whole: String, broken: String, complaint: String)
  {
    #expect(
      Self.complaint(Self.whole.replacing(whole, with: broken))
        == "the model catalogue is not as docs/models.md describes it: \(complaint)")
  }

  @Test(arguments: ["", "{", "not JSON", "\u{0}"]) func whatIsNoJSON(text: String) {
    #expect(Self.complaint(text) == "the model catalogue is not as docs/models.md describes it: it is no JSON")
  }

  @Test func anotherFormatIsSaidBeforeAnythingElse() {
    #expect(Self.complaint(#"{"format":2}"#) == "the model catalogue has format 2; this program reads format 1")
  }

  @Test(
    arguments: [
      ("\"main\":\"m.onnx\"", "\"main\":\"other.onnx\"", "main of 'm' is none of its files"),
      ("\(sha)", "\(sha.uppercased())", "sha256 of 'm.onnx' of 'm' is not 64 digits 0-9a-f"),
      ("\(sha)", "00", "sha256 of"),
      ("[\"m\"]", "[\"m\",\"x\"]", "the set 'open' names the unknown model 'x'"),
      ("\"path\":\"m.onnx\"", "\"path\":\"../m.onnx\"", "'../m.onnx' of 'm' is not below the models' folder"),
      ("\"path\":\"m.onnx\"", "\"path\":\"/etc/m.onnx\"", "'/etc/m.onnx' of 'm' is not below the models' folder"),
    ]) func whatContradictsItself(whole: String, broken: String, complaint: String)
  {
    let text = Self.complaint(Self.whole.replacing(whole, with: broken))
    #expect(text?.hasPrefix("the model catalogue contradicts itself: ") == true)
    #expect(text?.contains(complaint) == true)
  }

  @Test func aModelThatIsThereTwice() throws {
    let models = try #require(Self.whole.split(separator: "\"models\":[{").last).dropLast(2)
    let twice = Self.whole.dropLast(2) + ",{" + models + "]}"
    #expect(Self.complaint(String(twice)) == "the model catalogue contradicts itself: the model 'm' is there twice")
  }

  @Test func aFileThatIsNotThere() {
    let error = #expect(throws: ComponentError.self) { try ModelCatalogue.read("/nonexistent/models.json") }
    #expect(error?.description == "the model catalogue cannot be read; check models.catalogue")
  }
}
