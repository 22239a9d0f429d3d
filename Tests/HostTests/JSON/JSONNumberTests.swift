import Testing

@testable import Host

@Suite struct JSONNumberTests {
  @Test(
    arguments: [
      ("7", .integer(7)), ("-7", .integer(-7)), ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)), ("1.0", .number(1)), ("1e0", .number(1)), ("1E+2", .number(100)),
      ("1e-2", .number(0.01)), ("-0.0", .number(-0.0)), ("0.1", .number(0.1)), ("0e5", .number(0)),
      // One more than fits.
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("-9223372036854775809", .number(-0x1p63)),
      ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), ("5e-324", .number(.leastNonzeroMagnitude)),
      // Closer to zero than any double.
      ("1e-400", .number(0)), ("0e999999999999999999999", .number(0)),
      // Decimal to binary is exact: halfway cases round to even.
      ("9007199254740993.0", .number(9_007_199_254_740_992)),
      ("2.2250738585072011e-308", .number(Double.leastNormalMagnitude.nextDown)),
    ] as [(String, JSONValue)]) func numbers(text: String, value: JSONValue)
  {
    #expect(JSONGrammarTests.parse(text) == value)
    #expect(JSONGrammarTests.parse("[\(text)]") == .array([value]))
  }

  @Test(
    arguments: [
      "01", "-01", "00", "-", "+1", "--1", ".5", "-.5", "1.", "1.e5", "1e", "1e+", "1E-", "1e5.5", "1.2.3", "0x10",
      "1_000",
      "1,5", "1f", "0b1", "1e400", "-1e400", "1e99999999999999999999", "１", "-\u{2212}1", "inf", "nan", "-inf", "- 1",
      "1 e5",
    ]) func whatIsNoNumber(text: String)
  {
    #expect(JSONGrammarTests.parse(text) == nil)
    #expect(JSONGrammarTests.parse("[\(text)]") == nil || text == "1,5")
  }

  @Test func aVeryLongNumberIsOne() {
    let digits = String(repeating: "9", count: 100_000)
    #expect(JSONGrammarTests.parse("0.\(digits)") == .number(1))
    // Over 308 digits are beyond doubles.
    #expect(JSONGrammarTests.parse(digits) == nil)
  }

  @Test func numbersConvertOnlyWhereNothingIsLost() {
    #expect(JSONValue.number(3).integer == 3)
    #expect(JSONValue.number(3.5).integer == nil)
    #expect(JSONValue.number(1e300).integer == nil)
    #expect(JSONValue.number(.nan).integer == nil)
    #expect(JSONValue.integer(3).number == 3)
    #expect(JSONValue.string("3").integer == nil)
    #expect(JSONValue.bool(true).integer == nil)
    #expect(JSONValue.integer(1).bool == nil)
    #expect(JSONValue.string("3").number == nil)
  }
}
