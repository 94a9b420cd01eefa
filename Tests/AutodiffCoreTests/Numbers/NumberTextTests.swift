import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct NumberTextTests {
  @Test func shortest() {
    forEach(
      [
        (3, "3"), (-0.5, "-0.5"), (0.1, "0.1"), (1e-5, "1e-05"), (100_000, "100000"), (1e16, "1e+16"), (0, "0"),
        (6.909297426825682, "6.909297426825682"), (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
        (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (2.5838531634528574, "2.5838531634528574"),
      ] as [(Double, String)]
    ) { value, text in
      #expect(NumberText()(value) == text)
    }
  }

  @Test func digits() {
    forEach(
      [
        (2.0 / 3, 1, "0.7"), (2.0 / 3, 6, "0.666667"), (2.0 / 3, 17, "0.66666666666666663"), (2.5, 6, "2.5"),
        (3, 6, "3"),
        (1234567, 3, "1.23e+06"), (100, 1, "1e+02"), (0.1, 17, "0.10000000000000001"), (0, 5, "0"), (.nan, 3, "nan"),
        (-.infinity, 3, "-inf"), (9.99, 2, "10"), (1e-10, 4, "1e-10"),
        (-16_892_453_605_796_834, 17, "-16892453605796834"), (-16_892_453_605_796_834, 16, "-1.689245360579683e+16"),
        (1e16, 17, "10000000000000000"), (1e17, 17, "1e+17"),
      ] as [(Double, Int, String)]
    ) { value, count, text in
      #expect(NumberText(digits: count)(value) == text)
    }
  }

  /// Around the place where as many digits stand before the point as there are.
  @Test func magnitudesAreThoseOfC() {
    var random = SplitMix64(seed: 10)
    for exponent in -6...18 {
      for count in 1...17 {
        let value = Double.random(in: 1..<10, using: &random) * pow(10, Double(exponent))
        #expect(NumberText(digits: count)(value) == String(format: "%.\(count)g", value))
      }
    }
  }

  @Test func digitsAreThoseOfC() {
    var random = SplitMix64(seed: 9)
    for round in 0..<20_000 {
      // Any double, a short decimal, and a tie.
      let bits = random.next()
      let value: Double =
        switch round % 3 {
        case 0: Double(bitPattern: bits)
        case 1: Double(Int(bits % 2_000_001) - 1_000_000) / 1000
        default: Double(bits % 1_000_000) + 0.5
        }
      guard value.isFinite, value != 0 else { continue }
      let count = Int(bits >> 40) % 17 + 1
      #expect(NumberText(digits: count)(value) == String(format: "%.\(count)g", value))
    }
  }

  @Test(
    arguments: [
      (Double.nan, "\"NaN\""), (.infinity, "\"Infinity\""), (-.infinity, "\"-Infinity\""), (1.5, "1.5"), (2, "2"),
    ] as [(Double, String)])
  func json(_ value: Double, _ text: String) {
    #expect(NumberText().json(value) == text)
  }

  @Test func shortestReadsBackAndIsShortest() {
    var random = SplitMix64(seed: 4)
    var wrong: [Double] = []
    for _ in 0..<50_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let text = NumberText()(value)
      let digits = Self.significantDigits(text)
      let fewer = digits > 1 ? String(format: "%.\(digits - 2)e", value) : ""
      if strtod(text, nil) != value || digits > 17 || strtod(fewer, nil) == value { wrong.append(value) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  private static func significantDigits(_ text: String) -> Int {
    let digits = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
    return digits.count - digits.reversed().prefix { $0 == "0" }.count
  }

  @Test func roundedAsPrintf() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      let digits = Int.random(in: 1...17, using: &random)
      let text = NumberText(digits: digits)(value)
      if text != String(format: "%.\(digits)g", value) { Issue.record("\(value) with \(digits) digits: \(text)") }
    }
  }
}
