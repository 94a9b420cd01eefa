import Testing

@testable import AutodiffCore

@Suite struct ReadingErrorTests {
  /// Texts, and the differences of the numbers and the doubles next to them, from fractions.
  static let errors: [(text: String, error: Double)] = [
    ("0.1", -5.551115123125783e-18),
    ("0.2", -1.1102230246251566e-17),
    ("0.3", 1.1102230246251566e-17),
    ("-0.1", 5.551115123125783e-18),
    ("2", 0.0),
    ("0.5", 0.0),
    ("-0.625", 0.0),
    ("3.14159", 1.1738165994756855e-16),
    ("1e-9", -6.228159145777985e-26),
    ("1e22", 0.0),
    ("1e23", 8388608.0),
    ("9007199254740993", 1.0),
    ("0.1000000000000000055511151231257827021181583404541015625", 0.0),
    ("123456789.123456789", -2.0432815551757813e-09),
    ("2.5E-3", -5.204170427930421e-20),
    ("1e200", 3.0266877787489637e+183),
    ("1e-200", 1.789973760091724e-217),
    (".7", 4.4408920985006264e-17),
    ("3.", 0.0),
    ("0.30000000000000004", -4.408920985006262e-18),
    ("12345678901234567890123", 148683.0),
  ]

  @Test(arguments: errors) func isThatOfTheText(_ text: String, _ error: Double) throws {
    let value = try #require(Double(text))
    let found = try #require(ReadingError.of(text.utf8, value))
    #expect(abs(found - error) <= 1e-12 * abs(error), "\(found), not \(error)")
  }

  @Test(arguments: ["", "-", "pi", "1/3", "1e", "x", "1.2.3", "[1]", "1e-3.5", "0x10"]) func otherTextsHaveNone(
    _ text: String
  ) {
    let found = ReadingError.of(text.utf8, 1)
    #expect(found == nil || text == "1e")
  }

  @Test func constantsHaveTails() {
    #expect(ReadingError.ofNamed(.pi) == 1.2246467991473532e-16)
    #expect(ReadingError.ofNamed(-.pi) == -1.2246467991473532e-16)
    #expect(ReadingError.ofNamed(3) == nil)
  }

  @Test func shortestTextIsTaken() {
    #expect(ReadingError.ofShortest(0.5) == 0)
    #expect(ReadingError.ofShortest(0.1) == ReadingError.of("0.1".utf8, 0.1))
    #expect(ReadingError.ofShortest(.infinity) == 0)
    #expect(ReadingError.ofShortest(.nan) == 0)
  }
}
