import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct DecimalReaderTests {
  /// The number that `text` begins with, and how many bytes it takes.
  private func read(_ text: String) -> (value: Double, end: Int)? {
    Array(text.utf8).withUnsafeBufferPointer { DecimalReader.read($0, at: 0) }
  }

  private func expectSame(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let number = read(text)
    #expect(number?.value.bitPattern == strtod(text, nil).bitPattern, "\(text)", sourceLocation: sourceLocation)
    #expect(number?.end == text.utf8.count, "\(text)", sourceLocation: sourceLocation)
  }

  @Test func randomDoublesReadBack() {
    var random = SplitMix64(seed: 1)
    var wrong: [Double] = []
    for _ in 0..<100_000 {
      let value = Double(bitPattern: random.next() & (UInt64.max >> 1))
      guard value.isFinite else { continue }
      if read(value.description)?.value != value { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func randomDigitsAgainstStrtod() {
    var random = SplitMix64(seed: 2)
    var wrong: [String] = []
    for _ in 0..<100_000 {
      let count = Int.random(in: 1...25, using: &random)
      var digits = (0..<count).map { _ in UInt8.random(in: 48...57, using: &random) }
      if Bool.random(using: &random) { digits.insert(UInt8(ascii: "."), at: Int.random(in: 0...count, using: &random)) }
      var text = String(decoding: digits, as: UTF8.self)
      if Int.random(in: 0..<3, using: &random) > 0 { text += "e\(Int.random(in: -340...310, using: &random))" }
      guard let (value, end) = read(text) else {
        wrong.append(text)
        continue
      }
      if value.bitPattern != strtod(text, nil).bitPattern || end != text.utf8.count { wrong.append(text) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  /// Exactly between two doubles, and a digit far out to either side of it.
  @Test func halfwayCases() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let exponent = Int.random(in: 0...60, using: &random)
      let mantissa = random.next() >> 11 | 1 << 52
      // (2m + 1) · 2^e has one bit more than a double, and at most 35 digits.
      let half = Decimal(2 * mantissa + 1) * pow(Decimal(2), exponent)
      let text = "\(half)"
      expectSame(text)
      expectSame(text + ".000000000000000000000000000001")
      expectSame("\(half - 1).9999999999999999999999999999")
    }
  }

  @Test func chosen() {
    forEach([
      "0", "0.0", "00", "3", "3.", ".5", "2.5E-3", "2.5e+3", "1e0", "1e22", "1e23", "9007199254740993",
      "9007199254740992.5",
      "123456789012345678901234567890", "0.1", "0.3", "1e-5", "4.9e-324", "2.4703282292062327e-324",
      "2.4703282292062328e-324", "2.2250738585072011e-308", "2.2250738585072014e-308", "1.7976931348623157e308",
      "1.7976931348623158e308", "1.7976931348623159e308", "1e-400", "0e999", "0.000000000000000000000000000000000001",
      "100000000000000000000000000000000000000000000000000", "8.5e22", "1.00000000000000011102230246251565",
      "1.00000000000000011102230246251566", "5e-324", "179769313486231580793728971405301e276",
      "6929495644600919.5", "3.518437208883201171875e13", "0000000000000000000000001.5", "1e0000000000000000001",
    ]) { (text: String) in expectSame(text) }
  }

  @Test func longDigitStrings() {
    expectSame(String(repeating: "1", count: 400) + "e-390")
    expectSame("0." + String(repeating: "0", count: 400) + "1e400")
    expectSame("1" + String(repeating: "0", count: 400) + "e-400")
    expectSame("0.5" + String(repeating: "0", count: 2000) + "1")
    expectSame("1.5e-" + String(repeating: "9", count: 40))
  }

  @Test func tooLargeIsInfinite() {
    #expect(read("1e999")?.value == .infinity)
    #expect(read("1e99999999999999999999999")?.value == .infinity)
    #expect(read("1" + String(repeating: "0", count: 309))?.value == .infinity)
  }

  @Test func stopsWhereTheNumberEnds() {
    forEach([
      ("1e", 1), ("1e+", 1), ("1ex", 1), ("2.5.5", 3), ("3x", 1), ("3..5", 2), ("1_000", 1), ("1e5e5", 3), ("7-2", 1),
    ]) { text, end in
      #expect(read(text)?.end == end)
    }
  }

  @Test(arguments: ["", ".", "e5", "-1", "x", ".e5", "+1"]) func isNone(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test func startsAnywhere() {
    let number = Array("x+2.5*y".utf8).withUnsafeBufferPointer { DecimalReader.read($0, at: 2) }
    #expect(number?.value == 2.5)
    #expect(number?.end == 5)
  }

  @Test func signed() {
    forEach(
      [
        ("-2.5,", -2.5, 4), ("+3", 3, 2), ("7", 7, 1), ("-0", -0.0, 2), ("-.5e1", -5, 5), ("inf", .infinity, 3),
        ("-Inf", -.infinity, 4), ("Infinity", .infinity, 8), ("+infinite", .infinity, 4), ("1e999", .infinity, 5),
      ] as [(String, Double, Int)]
    ) { text, value, end in
      let number = Array(text.utf8).withUnsafeBufferPointer { DecimalReader.readSigned($0, at: 0) }
      #expect(number?.value.bitPattern == value.bitPattern)
      #expect(number?.end == end)
    }
  }

  @Test(arguments: ["nan", "NaN", "-nan"]) func isNaN(_ text: String) {
    let number = Array(text.utf8).withUnsafeBufferPointer { DecimalReader.readSigned($0, at: 0) }
    #expect(number?.value.isNaN == true)
    #expect(number?.end == text.utf8.count)
  }

  @Test func isNoneWithSign() {
    forEach(["", "-", "+", "--1", "- 1", "in", "e5", "na"]) { (text: String) in
      #expect(Array(text.utf8).withUnsafeBufferPointer { DecimalReader.readSigned($0, at: 0) } == nil)
    }
  }
}
