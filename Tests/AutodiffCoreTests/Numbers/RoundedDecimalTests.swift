import Foundation
import Testing

@testable import AutodiffCore

/// The oracle is `%.*e` of the C library, which rounds the exact value.
@Suite struct RoundedDecimalTests {
  private func rounded(_ value: Double, _ digits: Int) -> String? {
    guard let own = RoundedDecimal(value.bitPattern, digits: digits, PowersOfFive.exactPowers) else { return nil }
    let text = String(own.digits)
    #expect(text.utf8.count == 17 && text.dropFirst(digits).allSatisfy { $0 == "0" })
    let exponent = own.scale + 16
    let power = (exponent < 0 ? "-" : "+") + (abs(exponent) < 10 ? "0" : "") + String(abs(exponent))
    return text.prefix(1) + (digits > 1 ? "." : "") + text.prefix(digits).dropFirst() + "e" + power
  }

  /// Compares all numbers of digits.
  ///
  /// - Returns: The number of times that the nearest decimal was undecided.
  private func compare(_ values: some Sequence<Double>) -> Int {
    var undecided = 0
    for value in values {
      for digits in 1...17 {
        guard let text = rounded(value, digits) else {
          undecided += 1
          continue
        }
        let expected = String(format: "%.\(digits - 1)e", value)
        if text != expected { Issue.record("\(text) instead of \(expected)") }
      }
    }
    return undecided
  }

  /// Numbers in the middle between two decimals, of which the even one is taken.
  @Test func middles() {
    #expect(rounded(2.5, 1) == "2e+00")
    #expect(rounded(3.5, 1) == "4e+00")
    #expect(rounded(9.5, 1) == "1e+01")
    #expect(rounded(0.15, 1) == "1e-01")
    #expect(rounded(0.35, 1) == "3e-01")
    #expect(compare((1..<400).lazy.map { Double(7 * $0) / 64 }) == 0)
    #expect(compare((0..<200).lazy.map { Double($0 * $0) + 0.5 }) == 0)
    #expect(compare((1..<20).lazy.map { 0x1.8p-20 * Double($0) }) == 0)
  }

  @Test func carries() {
    #expect(rounded(9.99, 2) == "1.0e+01")
    #expect(compare([9.999999999999999e22, 0.9999999999999999, 99.99999999999999, 999999.9999999999]) == 0)
  }

  @Test func anyNumbers() {
    var random = SplitMix64(seed: 7)
    #expect(compare((0..<300).lazy.map { _ in Double(random.next() >> 11) * 0x1p-53 }) == 0)
    #expect(compare((0..<300).lazy.map { _ in Double(random.next() % 100_000) / 1000 + 0.001 }) == 0)
    // Of any size: undecided are only those whose digits are all but a middle.
    let bits = (0..<400).lazy.map { _ in random.next() & (UInt64.max >> 1) }
    let values = bits.map { Double(bitPattern: $0) }.filter { $0.isNormal }
    #expect(compare(values) < 5)
    #expect(compare([.leastNormalMagnitude, .greatestFiniteMagnitude, 1e22, 1e23, 0x1p1000, 0x1p-1000]) < 5)
  }
}
