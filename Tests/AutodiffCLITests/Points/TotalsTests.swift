import AutodiffCore
import Testing

@testable import AutodiffCLI

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
}
