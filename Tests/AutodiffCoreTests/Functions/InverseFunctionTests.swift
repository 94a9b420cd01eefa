import Testing

@testable import AutodiffCore

/// The edges of the inverse error function, Lambert's function and the beta function; their values stand among the
/// primitives' references.
@Suite struct InverseFunctionTests {
  @Test func inverseError() {
    expectExactly(
      InverseError.value,
      [
        (0, 0), (-0.0, -0.0), (1, .infinity), (-1, -.infinity), (1.1, .nan), (.infinity, .nan), (.nan, .nan),
        (0x1p-1074, 0x1p-1074),
      ])
    for x in [0.1, 0.5, 0.9, 0.99999, 1 - 0x1p-53] { #expect(InverseError.value(-x) == -InverseError.value(x)) }
  }

  @Test func lambert() {
    let branch = LambertFunction.branch
    expectExactly(
      LambertFunction.value,
      [
        (0, 0), (-0.0, -0.0), (.infinity, .infinity), (.nan, .nan), (-.infinity, .nan), (branch, -1),
        (branch.nextDown, .nan), (0x1p-1074, 0x1p-1074), (-0x1p-1074, -0x1p-1074), (1, 0.5671432904097838),
      ])
    expectExactly(
      LambertFunction.inverseDistance,
      [(0, 1), (.infinity, 0), (.nan, .nan), (branch, .infinity), (branch.nextDown, .nan), (0x1p-1074, 1)])
  }

  @Test func beta() {
    let values: [(Double, Double, Double, Double)] = [
      (1, 1, 1, 0), (1, 4, 0.25, -2 * 0.6931471805599453), (0, 1, .infinity, .infinity), (0, 0, .infinity, .infinity),
      (.infinity, 1, 0, -.infinity), (0, .infinity, .nan, .nan), (-1, 2, .nan, .nan), (.nan, 1, .nan, .nan),
      (1e300, 1e300, 0, -1.3862943611198907e300), (0x1p-1074, 2, .infinity, 744.4400719213812),
    ]
    for (a, b, value, logarithm) in values {
      for (a, b) in [(a, b), (b, a)] {
        #expect(BetaFunction.value(a, b).isSame(as: value), "\(a), \(b): \(BetaFunction.value(a, b))")
        let own = BetaFunction.logarithm(a, b)
        #expect(own.isSame(as: logarithm) || own.steps(from: logarithm) <= 1, "\(a), \(b): \(own)")
      }
    }
  }

  /// The factor of the mixed second derivative; its values stand among the primitives' references.
  @Test func betaCurve() {
    for (a, b) in [(Double.nan, 1.0), (0.3, .nan), (-1, 2), (.nan, .nan)] {
      #expect(BetaFunction.curve(a, b).isNaN)
      #expect(BetaFunction.curve(b, a).isNaN)
    }
    for (a, b) in [(1e-6, 2e-3), (0.2, 30), (1e-9, 1e9), (0.7, 0.8)] {
      #expect(BetaFunction.curve(a, b) == BetaFunction.curve(b, a))
    }
  }

  @Test func sinc() {
    expectExactly(
      SincFunction.slope, [(0, 0), (.infinity, -0.0), (-.infinity, 0), (.nan, .nan), (0x1p-1000, 0x1p-1000 / -3)])
    for n in [0.0, 1, 2, 5] {
      expectExactly({ SincFunction.order(n, $0) }, [(.infinity, 0), (.nan, .nan)])
      #expect(SincFunction.order(n, 7) == SincFunction.order(n, -7))
    }
    #expect(SincFunction.order(0.5, 1).isNaN)
    #expect(SincFunction.order(1, 0) == 1.0 / 3)
  }
}
