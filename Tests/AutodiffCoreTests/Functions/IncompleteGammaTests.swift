import Testing

@testable import AutodiffCore

/// Against mpmath's integral with 50 digits, rounded; the numbers below 1e5 stand among the primitives' references.
@Suite struct IncompleteGammaTests {
  @Test func greatParameters() {
    for (a, x, value) in Self.values {
      let own = IncompleteGamma.value(a, x)
      #expect(own.steps(from: value) <= 2, "at \(a), \(x): \(own), not \(value)")
    }
  }

  /// By the normal distribution, whose next term is of the order 1/√a: DLMF §8.11(iv).
  @Test func derivativesOfGreatParameters() {
    for a in [1e14, 1e18, 1e24] {
      let root = a.squareRoot()
      let density = Scalar.inverseSqrtTwoPi / root
      #expect((IncompleteGamma.derivative(1, a, a) / -density - 1).magnitude < 2 / root)
      #expect((IncompleteGamma.slope(a, a) / density - 1).magnitude < 2 / root)
      let x = a + root
      // -z·φ(z)/a
      let z = (x - a) / root
      let expected = -z * Scalar.exp(-0.5 * z * z) * Scalar.inverseSqrtTwoPi / a
      #expect((IncompleteGamma.derivative(2, a, x) / expected - 1).magnitude < 4 / root)
    }
  }

  @Test func edges() {
    let values: [(Double, Double, Double)] = [
      (0, 1, 1), (0, 0, .nan), (2, 0, 0), (2, .infinity, 1), (.infinity, 2, 0), (.infinity, .infinity, .nan),
      (-1, 2, .nan), (1, -1, .nan), (.nan, 1, .nan), (1, .nan, .nan), (0x1p-1074, 0x1p-1074, 1), (1e300, 1e300, 0.5),
      (1e308, 1, 0), (1, 1e308, 1), (1, 0x1p-1074, 0x1p-1074), (2, 1e-200, 0), (1e-300, 1, 1),
    ]
    for (a, x, value) in values {
      #expect(IncompleteGamma.value(a, x).isSame(as: value), "at \(a), \(x): \(IncompleteGamma.value(a, x))")
    }
    #expect(IncompleteGamma.derivative(1.5, 2, 2).isNaN)
    #expect(IncompleteGamma.derivative(9, 2, 2).isNaN)
    #expect(IncompleteGamma.derivative(0, 2, 2) == IncompleteGamma.value(2, 2))
    // -E₁(1) where a is 0.
    #expect(IncompleteGamma.derivative(1, 0x1p-1074, 1).steps(from: -0.21938393439552029) <= 16)
  }

  static let values: [(Double, Double, Double)] = [
    (10000, 8800, 3.1565482757806724e-36), (10000, 9500, 1.862454651795155e-07), (10000, 9900, 0.15865119219356466),
    (10000, 10000, 0.5013298083399552), (10000, 10030, 0.6190676560241815), (10000, 10300, 0.9985295051036143),
    (1000000, 988000, 9.935030455836757e-34), (1000000, 995000, 2.749580359270071e-07),
    (1000000, 999000, 0.15865521357430365), (1000000, 1000000, 0.5001329807608725),
    (1000000, 1000300, 0.6180271033880081), (1000000, 1003000, 0.9986382593537824),
    (1000000000, 999620526.6807798, 1.7444123341053147e-33), (1000000000, 999841886.1169916, 2.862756601805267e-07),
    (1000000000, 999968377.2233983, 0.15865525389121662), (1000000000, 1000000000, 0.5000042052208701),
    (1000000000, 1000009486.8329805, 0.6179150805469263), (1000000000, 1000094868.329805, 0.9986497282177179),
    (1000000000000, 999988000000, 1.7754592878503224e-33), (1000000000000, 999995000000, 2.866396783250204e-07),
    (1000000000000, 999999000000, 0.15865525393141672), (1000000000000, 1000000000000, 0.5000001329807602),
    (1000000000000, 1000000300000, 0.6179115378765836), (1000000000000, 1000003000000, 0.9986500901500831),
    (1000000000000000, 999999620526680.8, 1.776449738574846e-33),
    (1000000000000000, 999999841886117, 2.866511961616137e-07),
    (1000000000000000, 999999968377223.4, 0.15865525375304637),
    (1000000000000000, 1000000000000000, 0.5000000042052208),
    (1000000000000000, 1000000009486833, 0.6179114260824355),
    (1000000000000000, 1000000094868329.8, 0.9986501015869284),
    (3000000000000000, 2999999342732931, 1.7764634352622778e-33),
    (3000000000000000, 2999999726138721, 2.866513480141803e-07),
    (3000000000000000, 2999999945227744, 0.1586552528292991),
    (3000000000000000, 3000000000000000, 0.5000000024278854),
    (3000000000000000, 3000000016431676.5, 0.6179114227333208),
    (3000000000000000, 3000000164316767.5, 0.9986501017727021), (1e17, 9.99999962052668e16, 1.776478347442496e-33),
    (1e17, 9.999999841886117e16, 2.86651525260809e-07), (1e17, 9.999999968377224e16, 0.15865525853541282),
    (1e17, 1e17, 0.5000000004205221), (1e17, 1.0000000009486834e17, 0.6179114300262326),
    (1e17, 1.000000009486833e17, 0.9986501019022599),
  ]
}
