import Foundation
import Testing
import Web

@testable import Host

@Suite struct PhotosTests {
  private static let picture = FakePicture(direction: 7)
  private static var base64: String { picture.base64 }

  private static func form(_ parts: (name: String, file: String?, content: [UInt8])...) throws -> RequestContext {
    var body: [UInt8] = []
    for part in parts {
      let file = part.file.map { "; filename=\"\($0)\"" } ?? ""
      body += Array("--b\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(file)\r\n\r\n".utf8)
      body += part.content + Array("\r\n".utf8)
    }
    return try RequestContextTests.context(body + Array("--b--".utf8), type: "multipart/form-data; boundary=b")
  }

  /// The bytes of each photo, or the kind of its problem.
  private static func all(_ context: RequestContext) throws -> [String] {
    try Photos.all(in: context).map { photo in
      switch photo {
      case .success(let bytes): bytes.withUnsafeBytes { $0.map { String($0) }.joined(separator: " ") }
      case .failure(let problem): problem.kind
      }
    }
  }

  private static func all(json: String) throws -> [String] { try all(try RequestContextTests.context(json)) }

  @Test func photosInJSON() throws {
    let (one, shown) = (Self.base64, "1 90 7")
    #expect(try Self.all(json: #"{"image":"\#(one)"}"#) == [shown])
    #expect(try Self.all(json: #"{"frame_data":"\#(one)"}"#) == [shown])
    #expect(try Self.all(json: #"{"images":["\#(one)","\#(one)"]}"#) == [shown, shown])
    #expect(try Self.all(json: #"{"images":[{"image":"\#(one)"},"data:image/png;base64,\#(one)"]}"#) == [shown, shown])
    #expect(try Self.all(json: #"{"image":"\#(one)","images":["\#(one)"]}"#) == [shown, shown])
  }

  @Test func eachPhotoAnswersForItself() throws {
    #expect(
      try Self.all(json: #"{"images":["\#(Self.base64)","***",7,null,{"image":""},{"photo":"x"}]}"#)
        == ["1 90 7", "invalid_image", "image_missing", "image_missing", "invalid_image", "image_missing"])
  }

  @Test func bodiesWithoutAPhoto() throws {
    for json in ["{}", #"{"images":[]}"#, #"{"images":"x"}"#, #"{"photo":"x"}"#] {
      let problem = #expect(throws: Problem.self) { try Self.all(json: json) }
      #expect(problem?.kind == "image_missing")
      #expect(problem?.status == 400)
    }
    let problem = #expect(throws: Problem.self) { try Self.all(try Self.form(("user_id", nil, [65]))) }
    #expect(problem?.kind == "image_missing")
  }

  @Test func asManyAsAllowedAndNotOneMore() throws {
    func images(_ count: Int) -> String {
      "{\"images\":[" + Array(repeating: "\"\(Self.base64)\"", count: count).joined(separator: ",") + "]}"
    }
    #expect(try Self.all(json: images(Photos.limit)).count == Photos.limit)
    let problem = #expect(throws: Problem.self) { try Self.all(json: images(Photos.limit + 1)) }
    #expect(problem?.kind == "too_many_images")
  }

  @Test func photosInAForm() throws {
    let bytes = Self.picture.bytes
    let context = try Self.form(
      ("a", "1.jpg", bytes), ("note", nil, [65]), ("image", nil, bytes), ("images", nil, bytes))
    #expect(try Self.all(context) == ["1 90 7", "1 90 7", "1 90 7"])
    let damaged = try RequestContextTests.context("--b\r\n", type: "Multipart/Form-Data; boundary=b")
    #expect(#expect(throws: Problem.self) { try Self.all(damaged) }?.kind == "invalid_multipart")
  }

  @Test func onePhotoWithTheBodysOtherFields() throws {
    let json = try Photos.one(
      in: RequestContextTests.context(#"{"image":"\#(Self.base64)","user_id":"ann","limit":3}"#))
    #expect(json.bytes.count == 3)
    #expect(json.fields["user_id"] == "ann" && json.fields["limit"] == 3)
    let form = try Photos.one(in: Self.form(("user_id", nil, Array("ann".utf8)), ("f", "x.jpg", Self.picture.bytes)))
    #expect(form.bytes.withUnsafeBytes { Array($0) } == Self.picture.bytes)
    #expect(form.fields["user_id"] == "ann")
    #expect(form.fields["f"] == nil)
  }

  @Test func oneMeansOne() throws {
    let two = try Self.form(("a", "1.jpg", [1]), ("b", "2.jpg", [1]))
    for context in [two, try Self.form(("a", nil, [1])), try RequestContextTests.context("{}")] {
      let problem = #expect(throws: Problem.self) { _ = try Photos.one(in: context) }
      #expect(problem?.kind == "image_missing")
    }
    let bad = #expect(throws: Problem.self) { _ = try Photos.one(in: RequestContextTests.context(#"{"image":"%"}"#)) }
    #expect(bad?.kind == "invalid_image")
  }
}
