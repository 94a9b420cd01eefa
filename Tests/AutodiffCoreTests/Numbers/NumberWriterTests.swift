import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// The standard library's `description` is the oracle: it is the shortest text too, by another algorithm.
@Suite(.namesCases) struct NumberWriterTests {
  private func written(_ value: Double) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: NumberWriter.room + 1) { buffer in
      buffer.initialize(repeating: 0xFF)
      guard let start = buffer.baseAddress else { return "" }
      let end = NumberWriter.write(value, to: start)
      // No more than the room it asked for.
      return buffer[NumberWriter.room] == 0xFF
        ? String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self) : "past its room"
    }
  }

  private func expected(_ value: Double) -> String {
    let text = value.isNaN ? "nan" : value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private func expectSame(_ values: some Sequence<Double>, sourceLocation: SourceLocation = #_sourceLocation) {
    let wrong = values.first { written($0) != expected($0) || written(-$0) != expected(-$0) }
    #expect(
      wrong == nil, "\(wrong.map(written) ?? "") instead of \(wrong?.description ?? "")", sourceLocation: sourceLocation
    )
  }

  /// A number, the one before it and the one after.
  private func neighbours(_ value: Double) -> [Double] { [value.nextDown, value, value.nextUp] }

  @Test func chosen() {
    forEach(
      [
        (0, "0"), (-0.0, "-0"), (1, "1"), (10, "10"), (1e15, "1000000000000000"), (0.25, "0.25"), (-1.5, "-1.5"),
        (0.001, "0.001"), (0.0001, "0.0001"), (0.00012345678901234567, "0.00012345678901234567"), (0.00001, "1e-05"),
        (1.5e-7, "1.5e-07"), (9_007_199_254_740_991, "9007199254740991"), (9_007_199_254_740_992, "9007199254740992"),
        (9_007_199_254_740_994, "9.007199254740994e+15"), (1e16, "1e+16"), (123_456_789, "123456789"),
        (123_456_789.5, "123456789.5"), (1_234_567_890.5, "1234567890.5"), (12_345_678.9, "12345678.9"),
        (4_503_599_627_370_495.5, "4503599627370495.5"), (1e100, "1e+100"), (-1e-100, "-1e-100"),
        (.leastNonzeroMagnitude, "5e-324"),
        (2.2250738585072014e-308, "2.2250738585072014e-308"), (-1.7976931348623157e308, "-1.7976931348623157e+308"),
        (9.5367431640625e-07, "9.5367431640625e-07"), (Double(bitPattern: 10), "5e-323"),
        (Double(bitPattern: 4), "2e-323"),
        (.nan, "nan"), (-.nan, "nan"), (.signalingNaN, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
      ] as [(Double, String)]
    ) { value, text in
      #expect(written(value) == text)
    }
  }

  @Test func powersOfTwo() {
    expectSame((-1074...1023).lazy.flatMap { neighbours(Double(sign: .plus, exponent: $0, significand: 1)) })
  }

  @Test func powersOfTen() {
    expectSame((-323...308).lazy.flatMap { neighbours(strtod("1e\($0)", nil)) })
    expectSame((-323...308).lazy.flatMap { neighbours(strtod("9.999999999999999e\($0)", nil)) })
  }

  @Test func smallWholeNumbersAndSubnormals() {
    expectSame((0..<3000).lazy.map(Double.init))
    expectSame((1..<3000).lazy.map { Double(bitPattern: $0) })
    expectSame((0..<3000).lazy.map { Double($0) / 100 })
  }

  @Test func randomBits() {
    var random = SplitMix64(seed: 6)
    expectSame((0..<40_000).lazy.map { _ in Double(bitPattern: random.next()) })
    expectSame((0..<10_000).lazy.map { _ in Double(bitPattern: random.next() >> 12) })
    expectSame((0..<40_000).lazy.map { _ in Double(random.next() >> 11) * 0x1p-53 })
    expectSame((0..<20_000).lazy.map { _ in Double(random.next() >> 11) })
    // Where a point halfway to a neighbour is often a multiple of ten.
    expectSame((0..<20_000).lazy.map { _ in Double(random.next() >> 4) })
  }
}
