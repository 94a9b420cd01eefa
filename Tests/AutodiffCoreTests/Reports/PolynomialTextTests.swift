import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct PolynomialTextTests {
  static let cases: [(coefficients: [Double], variable: String, text: String)] = [
    ([1, 0, -0.5, 0, 1.0 / 24], "x", "1 - x^2/2 + x^4/24"),
    ([0, 1, -0.5, 1.0 / 3], "(x - 1)", "(x - 1) - (x - 1)^2/2 + (x - 1)^3/3"),
    ([0, -1], "t", "-t"),
    ([0, 2.0 / 3], "x", "2*x/3"),
    ([0.75, 3], "x", "3/4 + 3*x"),
    ([0.1, 0, -1.2], "x", "1/10 - 6*x^2/5"),
    ([2.718281828459045, 2.718281828459045], "x", "2.718281828459045 + 2.718281828459045*x"),
    ([0, 0], "x", "0"),
    ([1.0 / 3_628_800], "x", "1/3628800"),
  ]

  @Test func coefficientsAreWrittenAsFractions() {
    forEach(Self.cases) { one in
      let text = PolynomialText(NumberText()).text(
        one.coefficients, errors: one.coefficients.map { _ in 0 }, in: one.variable)
      #expect(text == one.text)
    }
  }

  @Test func whatIsNotFiniteHasNoText() {
    #expect(PolynomialText(NumberText()).text([1, .nan], errors: [0, 0], in: "x") == nil)
  }
}
