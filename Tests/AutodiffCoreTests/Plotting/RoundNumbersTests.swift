import Testing

@testable import AutodiffCore

/// Ticks are round, inside their axis, and as near to the number asked for as round numbers allow.
@Suite struct RoundNumbersTests {
  @Test(
    arguments: [
      (-4.0, 4.0, 8, [-4.0, -3, -2, -1, 0, 1, 2, 3, 4]), (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
      (-0.1, 0.1, 4, [-0.1, -0.05, 0, 0.05, 0.1]), (3, 97, 5, [20, 40, 60, 80]),
      (0, 0.7, 7, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]), (1e-7, 9e-7, 4, [2e-7, 4e-7, 6e-7, 8e-7]),
      (1e20, 9e20, 4, [2e20, 4e20, 6e20, 8e20]), (2, 2, 5, [2]),
    ] as [(Double, Double, Int, [Double])])
  func between(_ low: Double, _ high: Double, _ count: Int, _ expected: [Double]) {
    #expect(RoundNumbers.between(low, high, about: count) == expected)
  }

  @Test func decadesAndPowers() {
    #expect(RoundNumbers.decades(0.3, 30) == [0.5, 1, 2, 5, 10, 20])
    #expect(RoundNumbers.powers(0.01, 1000, most: 10) == [0.01, 0.1, 1, 10, 100, 1000])
    #expect(RoundNumbers.powers(1e-9, 1, most: 4) == [1e-9, 1e-6, 1e-3, 1])
    #expect(RoundNumbers.between(.nan, 1, about: 3).isEmpty)
  }

  @Test func shortNumbers() {
    #expect(ShortNumber.between(-1e-9, 1e-12) == 0)
    #expect(ShortNumber.between(0.29999999999999993, 0.3000000000000001) == 0.3)
    #expect(ShortNumber.between(1.5707963267948963, 1.5707963267948968) == 1.5707963267948966)
  }
}
