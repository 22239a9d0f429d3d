import Testing

@testable import Web

@Suite struct MultipartBoundaryTests {
  private static func body(_ boundary: String) -> [UInt8] {
    Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--\(boundary)--\r\n".utf8)
  }

  @Test(
    arguments: [
      ("multipart/form-data; boundary=abc", "abc"), ("multipart/form-data; boundary=\"abc\"", "abc"),
      ("multipart/form-data;boundary=abc", "abc"), ("Multipart/Form-Data; Boundary=abc", "abc"),
      ("multipart/form-data; charset=utf-8; boundary=abc", "abc"),
      ("multipart/form-data; boundary=abc; charset=utf-8", "abc"),
      ("multipart/form-data; boundary=abc ", "abc"), ("multipart/form-data; x=\"; boundary=no\"; boundary=yes", "yes"),
      ("multipart/form-data; boundary=\"with space:and;more=\"", "with space:and;more="),
      ("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW", "----WebKitFormBoundary7MA4YWxkTrZu0gW"),
      ("multipart/form-data; boundary=" + String(repeating: "x", count: 70), String(repeating: "x", count: 70)),
    ]) func boundaries(contentType: String, boundary: String)
  {
    #expect(MultipartForm(Self.body(boundary), contentType: contentType)?.parts.count == 1)
  }

  @Test(
    arguments: [
      "multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary", "multipart/form-data; boundary=",
      "multipart/form-data; boundary=\"\"", "multipart/form-data; bound=abc", "", ";",
      "multipart/form-data; boundary=other",
      "multipart/form-data; boundary=ABC", "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
    ]) func missingOrWrongBoundaries(contentType: String)
  {
    #expect(MultipartForm(Self.body("abc"), contentType: contentType) == nil)
    #expect(MultipartForm(Self.body(String(repeating: "x", count: 71)), contentType: contentType) == nil)
  }

  @Test(
    arguments: [
      "", "-", "--", "--b", "--b\r\n", "--bb--", "--c--", "--b-", "x", "\r\n", "\r\n--b", "b--", "--b x--",
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx",
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--",
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b",
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b-",
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx--b--",
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nx\r\n--b--", "--b\r\n--b\r\n--b--", "--b\r\n--b--",
      "--b\r\n\r\n--b--", "--bContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--",
    ]) func whatIsNoForm(body: String)
  {
    #expect(FormText(body).contents == nil)
  }

  @Test func whatStandsAroundTheFormIsIgnored() {
    let part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"
    #expect(FormText("preamble\r\n" + part + "--b--\r\nepilogue --b\r\n--b\r\n").contents == ["x"])
    #expect(FormText("\r\n" + part + "--b--").contents == ["x"])
    #expect(FormText("pre --b\r\n--\r\n" + part + "--b--").contents == ["x"])
    #expect(FormText("--b \t \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b--").contents == ["x"])
    #expect(FormText("--b--").contents == [])
  }

  /// A body whose end is missing is no form, wherever it was cut off, and nothing traps.
  @Test func bodiesCutOffAtEveryByte() {
    let form = FormText(
      (["Content-Disposition: form-data; name=\"a\""], Array("text".utf8)),
      (
        ["Content-Disposition: form-data; name=\"f\"; filename=\"x.jpg\"", "Content-Type: image/jpeg"],
        Array("\r\n--\r\n--a".utf8)
      ),
      (["Content-Disposition: form-data; name=\"empty\""], []))
    #expect(form.parse()?.parts.count == 3)
    // The last line break belongs to nobody.
    for end in 0..<form.body.count - 2 {
      #expect(MultipartForm(Array(form.body[..<end]), contentType: form.contentType) == nil, "cut off at \(end)")
    }
  }

  @Test func everyPartLiesWithinTheBodyWhateverTheBytes() {
    let seed = FormText(
      (["Content-Disposition: form-data; name=\"a\"; filename=\"b\"", "Content-Type: x"], Array("\r\n--\r\n".utf8)),
      (["Content-Disposition: form-data; name=\"c\""], [])
    )
    let pieces = [
      "\r\n", "--b", "--", "\r", "\n", "\"", ";", ":", "=", " ", "\r\n\r\n", "\r\n--b", "\r\n--b--", "\u{0}",
    ]
    var state: UInt64 = 1
    func random(_ bound: Int) -> Int {
      // Knuth's linear congruential generator; the same bodies in every run.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var accepted = 0
    for _ in 0..<800 {
      var body = seed.body
      for _ in 0...random(3) {
        let place = random(body.count + 1)
        switch random(3) {
        case 0: body.insert(contentsOf: Array(pieces[random(pieces.count)].utf8), at: place)
        case 1: body.removeSubrange(place..<min(body.count, place + random(6)))
        default: body.insert(contentsOf: body[place..<min(body.count, place + random(20))], at: place)
        }
      }
      guard let form = MultipartForm(body, contentType: seed.contentType) else { continue }
      accepted += 1
      var end = 0
      for part in form.parts {
        #expect(part.range.lowerBound >= end && part.range.upperBound <= body.count)
        end = part.range.upperBound
      }
    }
    #expect(accepted > 50)
  }
}
