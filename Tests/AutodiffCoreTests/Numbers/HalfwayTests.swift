import Foundation
import Testing

@testable import AutodiffCore

/// Texts that stand exactly between two doubles, or a digit beside that: where reading has to be exact.
@Suite struct HalfwayTests {
  private func expectSame(_ text: String, _ value: Double, sourceLocation: SourceLocation = #_sourceLocation) {
    let read = Array(text.utf8).withUnsafeBufferPointer { DecimalReader.read($0, at: 0) }
    #expect(read?.value.bitPattern == value.bitPattern, "\(text)", sourceLocation: sourceLocation)
    #expect(read?.end == text.utf8.count, "\(text)", sourceLocation: sourceLocation)
  }

  /// The middle between a double and the next, with all its digits: up to 767 of them.
  @Test func everyBinade() {
    var random = SplitMix64(seed: 7)
    for exponent in Swift.stride(from: -1074, through: 970, by: 7) {
      let isSubnormal = exponent == -1074
      let bits = random.next() >> 12
      let significand = isSubnormal ? bits >> (bits & 31) : bits | 1 << 52
      let lower = Double(sign: .plus, exponent: exponent, significand: Double(significand))
      let digits = Self.digits(2 * significand + 1, exponent - 1)
      let even = significand % 2 == 0 ? lower : lower.nextUp
      expectSame(digits.text, even)
      expectSame(digits.whole + "1e\(digits.scale - 1)", lower.nextUp)
      expectSame(digits.whole + String(repeating: "0", count: 800) + "1e\(digits.scale - 801)", lower.nextUp)
      expectSame(digits.before + "9e\(digits.scale - 1)", lower)
      // Cut short, which is below the middle.
      if digits.whole.count > 30 {
        expectSame("\(digits.whole.prefix(25))e\(digits.scale + digits.whole.count - 25)", lower)
      }
    }
  }

  @Test func aroundTheSmallestAndTheLargest() {
    let half = Self.digits(1, -1075)
    expectSame(half.text, 0)
    expectSame(half.whole + "1e\(half.scale - 1)", .leastNonzeroMagnitude)
    let normal = Self.digits(2 * (1 << 52) - 1, -1075)
    expectSame(normal.text, .leastNormalMagnitude)
    expectSame(normal.before + "9e\(normal.scale - 1)", Double.leastNormalMagnitude.nextDown)
    let largest = Self.digits((1 << 54) - 1, 970)
    expectSame(largest.text, .infinity)
    expectSame(largest.before + "9e\(largest.scale - 1)", .greatestFiniteMagnitude)
  }

  @Test func seventeenDigitsAndMoreAgainstStrtod() {
    var random = SplitMix64(seed: 8)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next() & (UInt64.max >> 1))
      guard value.isFinite else { continue }
      let text = String(format: "%.*e", Int.random(in: 15...40, using: &random), value)
      expectSame(text, strtod(text, nil))
    }
  }

  // MARK: - Exact digits

  private struct Digits {
    var whole: String
    /// The power of ten of the last digit.
    var scale: Int
    var text: String { "\(whole)e\(scale)" }
    /// One less in the last place.
    var before: String { String(whole.dropLast()) + String((Int(String(whole.suffix(1))) ?? 1) - 1) }
  }

  /// significand · 2^exponent in decimal: 2^−n is 5^n/10^n.
  private static func digits(_ significand: UInt64, _ exponent: Int) -> Digits {
    let base: UInt64 = 1_000_000_000
    var limbs = [significand % base, significand / base % base, significand / base / base]
    var left = abs(exponent)
    while left > 0 {
      let step = min(left, 13)
      left -= step
      let factor = (0..<step).reduce(1 as UInt64) { product, _ in product * (exponent < 0 ? 5 : 2) }
      var carry: UInt64 = 0
      for index in limbs.indices {
        let product = limbs[index] * factor + carry
        limbs[index] = product % base
        carry = product / base
      }
      if carry > 0 { limbs.append(carry % base) }
      if carry >= base { limbs.append(carry / base) }
    }
    var whole = limbs.reversed().map { String(String($0 + base).dropFirst()) }.joined()
    whole = String(whole.drop { $0 == "0" })
    var scale = min(exponent, 0)
    while whole.hasSuffix("0") {
      whole.removeLast()
      scale += 1
    }
    return Digits(whole: whole, scale: scale)
  }
}
