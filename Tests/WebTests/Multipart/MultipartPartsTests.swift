import Testing

@testable import Web

@Suite struct MultipartPartsTests {
  @Test func namesFileNamesTypesAndContents() throws {
    let form = FormText(
      (["Content-Disposition: form-data; name=\"user_id\""], Array("ann".utf8)),
      (
        ["Content-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"", "Content-Type: image/jpeg"],
        [0xFF, 0xD8, 0x00, 0xFF]
      ))
    let parts = try #require(form.parse()).parts
    #expect(parts.map(\.name) == ["user_id", "image"])
    #expect(parts.map(\.fileName) == [nil, "a.jpg"])
    #expect(parts.map(\.contentType) == [nil, "image/jpeg"])
    #expect(parts.map { Array(form.body[$0.range]) } == [Array("ann".utf8), [0xFF, 0xD8, 0x00, 0xFF]])
  }

  @Test func contentsKeepEveryByteThatIsNoDelimiter() throws {
    let tricky: [[UInt8]] = [
      [], Array("\r\n".utf8), Array("\r\n\r\n".utf8), Array(" --b".utf8), Array("-b--".utf8), Array("x--b\r\ny".utf8),
      Array("\r\n--".utf8), Array("\r\n--a".utf8), Array("\n--b\n".utf8), Array("\r--b\r".utf8),
      Array("\r\r\n-\r\n-b".utf8),
      Array("\r\n\n--b".utf8), Array("\r\n -b".utf8), Array("\r".utf8), Array("--\r\n--\r\n".utf8), Array(0...255),
    ]
    for content in tricky {
      let form = FormText(
        (["Content-Disposition: form-data; name=\"x\""], content),
        (["Content-Disposition: form-data; name=\"next\""], [1]))
      let parts = try #require(form.parse(), "\(content)").parts
      #expect(parts.map(\.name) == ["x", "next"])
      #expect(Array(form.body[parts[0].range]) == content)
      #expect(Array(form.body[parts[1].range]) == [1])
    }
  }

  @Test(
    arguments: [
      ("form-data; name=\"a\"; filename=\"p \\\"q\\\".jpg\"", "a", "p \"q\".jpg"),
      ("form-data; name=\"a\"; filename=\"C:\\dir\\x.jpg\"", "a", "C:\\dir\\x.jpg"),
      ("form-data; name=\"a;b=c\"; filename=\"d;e.jpg\"", "a;b=c", "d;e.jpg"),
      ("form-data; name=a; filename=b.jpg", "a", "b.jpg"), ("form-data;name=\"a\";filename=\"\"", "a", ""),
      ("form-data; filename=\"f\"; name=\"n\"", "n", "f"), ("form-data; NAME=\"n\"; FileName=\"f\"", "n", "f"),
      ("form-data; name=\"ü\"; filename=\"😀.jpg\"", "ü", "😀.jpg"), ("form-data; name=\"\"", "", nil),
      ("form-data;\tname=\"tab\"", "tab", nil), ("form-data; name=\"never closed", "never closed", nil),
      ("form-data; filename*=UTF-8''x; name=\"n\"", "n", nil),
      ("form-data; name=\"first\"; name=\"second\"", "first", nil),
    ] as [(String, String, String?)]) func dispositions(value: String, name: String, fileName: String?) throws
  {
    let part = try #require(FormText((["content-disposition:\(value)"], [])).parse()?.parts.first)
    #expect(part.name == name)
    #expect(part.fileName == fileName)
  }

  @Test(
    arguments: [
      [], ["Content-Type: image/jpeg"], ["Content-Disposition: form-data"],
      ["Content-Disposition: form-data; filename=\"x\""],
      ["Content-Disposition: attachment"], ["no colon here"],
      ["Content-Disposition: form-data; name=\"a\"", "no colon"],
    ]) func partsWithoutANameOrWithABrokenHeadAreRefused(head: [String])
  {
    #expect(FormText((head, [1])).parse() == nil)
  }

  @Test func otherHeadersAreSkippedHoweverLarge() throws {
    let huge = "X-Filler: " + String(repeating: "; a=\"b\\", count: 1000)
    let many = (0..<200).map { "X-\($0): \($0)" }
    let form = FormText(([huge] + many + ["Content-Disposition: form-data; name=\"a\""], [7]))
    let part = try #require(form.parse()?.parts.first)
    #expect(Array(form.body[part.range]) == [7])
  }

  @Test func aHugeDispositionIsReadOrRefusedAndNothingElse() {
    for filler in ["; x=y", ";", "; x", "; \"", "\\", "; name", "=", "; x=\"\\\""] {
      let value = "form-data" + String(repeating: filler, count: 1000)
      let named = FormText((["Content-Disposition: form-data; name=\"a\"" + value], [])).parse()
      #expect(named?.parts.first?.name == "a", "what stands behind the name does not matter: \(filler)")
      #expect(FormText((["Content-Disposition: " + value], [])).parse() == nil, "\(filler)")
    }
  }

  @Test func asManyPartsAsAllowedAndNotOneMore() {
    func form(_ count: Int) -> FormText {
      let part = "--b\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\nx\r\n"
      return FormText(String(repeating: part, count: count) + "--b--")
    }
    #expect(form(100).parse()?.parts.count == 100)
    #expect(form(101).parse() == nil)
    #expect(form(101).parse(limit: 101)?.parts.count == 101)
    #expect(form(1).parse(limit: 0) == nil)
    #expect(form(0).parse()?.parts == [])
  }
}
