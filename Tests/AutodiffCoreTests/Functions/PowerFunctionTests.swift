import Testing

@testable import AutodiffCore

@Suite struct PowerFunctionTests {
  private static let infinity = Double.infinity

  /// The cases of ISO C, annex F.10.4.4, and the ends of the range.
  private static let edges: [(x: Double, y: Double, value: Double)] = [
    (0, -3, infinity), (-0.0, -3, -infinity), (0, -2, infinity), (-0.0, -2, infinity), (0, -0.5, infinity),
    (-0.0, -0.5, infinity), (0, -infinity, infinity), (-0.0, -infinity, infinity), (0, 3, 0), (-0.0, 3, -0.0),
    (0, 2, 0), (-0.0, 2, 0), (-0.0, 0.5, 0), (-1, infinity, 1), (-1, -infinity, 1), (1, .nan, 1), (1, infinity, 1),
    (.nan, 0, 1), (.nan, -0.0, 1), (-infinity, 0, 1), (0, 0, 1), (.nan, 1, .nan), (2, .nan, .nan), (-2, 0.5, .nan),
    (-2, 1e-300, .nan), (0.5, -infinity, infinity), (-0.5, -infinity, infinity), (2, -infinity, 0), (-2, -infinity, 0),
    (0.5, infinity, 0), (2, infinity, infinity), (-infinity, -3, -0.0), (-infinity, -2, 0), (-infinity, -0.5, 0),
    (-infinity, 3, -infinity), (-infinity, 2, infinity), (-infinity, 0.5, infinity), (infinity, -0.1, 0),
    (infinity, 0.1, infinity), (-1, 9_007_199_254_740_991, -1), (-1, 9_007_199_254_740_992, 1), (-1, 1e300, 1),
    (2, 1024, infinity), (-2, 1025, -infinity), (2, -1074, 0x1p-1074), (2, -1075, 0), (-2, -1075, -0.0),
    (-2, -1073, -0x1p-1073), (2, -1022, 0x1p-1022), (2, 1023, 0x1p1023), (0x1p-1074, -1, infinity),
    (0x1p-1074, 0.5, 0x1p-537), (0x1p-1060, 1, 0x1p-1060), (3, 1e300, infinity), (3, -1e300, 0),
    (0.9999999999999999, 1e300, 0), (3, 1e-300, 1), (-3, 2e300, infinity),
  ]

  @Test func edges() {
    for (x, y, value) in Self.edges {
      let own = PowerFunction.power(x, y)
      #expect(own.hasBits(of: value), "\(x)^\(y): \(own), not \(value)")
    }
  }

  /// A power that is a double comes out.
  @Test func exactPowers() {
    for base in 2...60 {
      var power = 1.0
      for exponent in 1...40 {
        power *= Double(base)
        if power >= 0x1p53 { break }
        #expect(PowerFunction.power(Double(base), Double(exponent)) == power)
        #expect(PowerFunction.power(-Double(base), Double(exponent)) == (exponent % 2 == 0 ? power : -power))
        if exponent % 2 == 0 { #expect(PowerFunction.power(power, 0.5) == power.squareRoot()) }
      }
    }
    #expect(PowerFunction.power(2, -1) == 0.5 && PowerFunction.power(6.25, -0.5) == 0.4)
    #expect(PowerFunction.power(0x1p-1000, 1.05) == 0x1p-1050)
  }

  /// The results run through the subnormal numbers without a gap: neighbours fall by no more than their ratio.
  @Test func subnormalResults() {
    for y in stride(from: -1074, through: -1020, by: 0.25) {
      let exact = PowerFunction.power(2, y + 900) * 0x1p-900
      #expect(PowerFunction.power(2, y).steps(from: exact) <= 1, "2^\(y)")
    }
  }
}
