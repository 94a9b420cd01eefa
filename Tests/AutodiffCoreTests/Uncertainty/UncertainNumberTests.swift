import Testing

@testable import AutodiffCore

@Suite struct UncertainNumberTests {
  @Test(
    arguments: [
      (6, 0.5, "6", "0.5"), (6.04, 0.5, "6", "0.5"), (0.827, 0.119, "0.83", "0.12"), (0.827, 0.367, "0.8", "0.4"),
      (0.827, 0.0963, "0.83", "0.1"), (1234567, 12345, "1235000", "12000"),
      (1.23456e-10, 3.61e-12, "1.23e-10", "4e-12"),
      (123.456, 0.000355, "123.456", "0.0004"), (123.4567, 0.00354, "123.4567", "0.0035"), (0.3, 12, "0", "12"),
      (0.6, 12, "1", "12"), (-0.6, 12, "-1", "12"), (9.97, 0.1, "9.97", "0.1"), (9.996, 0.12, "10", "0.12"),
      (5, 0, "5", "0"), (1.0 / 3, 0, "0.3333333333333333", "0"), (1.5, .infinity, "1.5", "inf"),
      (.nan, .nan, "nan", "nan"), (1000, 99.9, "1000", "100"), (0, 0.25, "0", "0.25"), (4, 1e-30, "4", "1e-30"),
      (-1e300, 1e299, "-1e+300", "1e+299"), (40, 949, "0", "900"), (500, 950, "500", "1000"), (1, 0.95, "1", "1"),
      (1, 0.949, "1", "0.9"),
    ] as [(Double, Double, String, String)])
  func isRounded(_ value: Double, _ deviation: Double, _ text: String, _ uncertainty: String) {
    let number = UncertainNumber(value, deviation, NumberText())
    #expect(number.value == text)
    #expect(number.deviation == uncertainty)
  }

  @Test func digitsAreThoseOfBothNumbers() {
    let number = UncertainNumber(1.0 / 3, 2.0 / 3, NumberText(digits: 4))
    #expect(number.value == "0.3333" && number.deviation == "0.6667")
  }
}
