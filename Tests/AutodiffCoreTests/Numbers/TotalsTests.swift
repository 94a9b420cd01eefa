import Testing

@testable import AutodiffCore

@Suite struct TotalsTests {
  private func total(_ values: [Double], pieces: Int = 1) -> Double {
    var all = Totals(1)
    for piece in 0..<pieces {
      var totals = Totals(1)
      for index in stride(from: piece, to: values.count, by: pieces) { totals.add { _ in values[index] } }
      all.add(totals)
    }
    #expect(all.count == values.count)
    return all.values[0]
  }

  @Test func whatRoundingLosesIsKept() {
    #expect(total([1, 1e100, 1, -1e100]) == 2)
    #expect(total(Array(repeating: 0.1, count: 10)) == 1)
    #expect(total([1e16, 1, -1e16]) == 1)
    #expect(total([]) == 0)
  }

  /// Numbers of 20 bits after the point, which whole numbers add up exactly.
  @Test(arguments: [1, 2, 7]) func sumsAreThoseOfWholeNumbers(_ pieces: Int) {
    var random = SplitMix64(seed: 1)
    let wholes = (0..<10_000).map { _ in Int.random(in: -(1 << 52)...(1 << 52), using: &random) }
    let exact = wholes.reduce(0, +)
    #expect(total(wholes.map { Double($0) * 0x1p-20 }, pieces: pieces) == Double(exact) * 0x1p-20)
  }

  @Test func infinitiesStay() {
    #expect(total([.infinity, 1, 2]) == .infinity)
    #expect(total([1, .infinity, -.infinity]).isNaN)
    #expect(total([.nan, 1]).isNaN)
    #expect(total([1e308, 1e308]) == .infinity)
  }

  // MARK: - Columns

  /// The sum of a column that is added at once.
  private func columnTotal(_ values: [Double]) -> Double {
    var all = Totals(2)
    let columns = Array(repeating: 1, count: values.count) + [7] + values
    columns.withUnsafeBufferPointer { columns in
      guard let start = columns.baseAddress else { return }
      all.add(columns: start, stride: values.count + 1, rows: values.count, counting: 5)
    }
    #expect(all.values[0] == Double(values.count) && all.count == 5)
    return all.values[1]
  }

  @Test func columnsLoseNothingEither() {
    for count in [0, 1, 7, 8, 9, 16, 31] {
      let values = (0..<count).map { [1, 1e100, 1, -1e100][$0 % 4] }
      #expect(columnTotal(values) == total(values), "\(count)")
    }
    #expect(columnTotal(Array(repeating: 0.1, count: 1000)) == 100)
  }

  @Test(arguments: [8, 100, 1023, 10_000]) func columnsAreThoseOfWholeNumbers(_ count: Int) {
    var random = SplitMix64(seed: 2)
    // Of all magnitudes, so that most of a number may be lost in a sum.
    let wholes = (0..<count).map { _ in
      Int.random(in: -(1 << 62)...(1 << 62), using: &random) >> Int.random(in: 10...60, using: &random)
    }
    let exact = wholes.reduce(0, +)
    #expect(columnTotal(wholes.map { Double($0) * 0x1p-20 }) == Double(exact) * 0x1p-20)
  }

  /// Sums that leave the range of doubles side by side only, or one after the other.
  @Test func columnsAreInfiniteWhereRowsAre() {
    let ends = (0..<16).map { $0 < 8 ? 1e308 : -1e308 }
    #expect(columnTotal(ends.indices.map { $0 % 2 == 0 ? 1e308 : -1e308 }) == 0)
    #expect(columnTotal(ends) == 0)
    #expect(columnTotal(Array(repeating: 1e308, count: 16)) == .infinity)
    #expect(columnTotal(Array(repeating: 1, count: 20) + [.infinity]) == .infinity)
    #expect(columnTotal([.infinity] + Array(repeating: 1, count: 20)) == .infinity)
    #expect(columnTotal([.infinity, -.infinity] + Array(repeating: 1, count: 20)).isNaN)
    #expect(columnTotal([.nan] + Array(repeating: 1, count: 20)).isNaN)
  }
}
