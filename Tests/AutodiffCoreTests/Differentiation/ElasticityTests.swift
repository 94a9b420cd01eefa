import Testing

@testable import AutodiffCore

@Suite struct ElasticityTests {
  @Test(
    arguments: [
      (2, 8, 12, 3), (2, -4, 2, -1), (0, 3, 5, 0), (1e200, 1e-200, 1e-300, 1e100), (1e-200, 1e200, 1e300, 1e-100),
      (3, 0, 1, .infinity), (-3, 0, 1, -.infinity), (3, 2, 0, 0),
    ] as [(Double, Double, Double, Double)])
  func isOfPercents(_ x: Double, _ f: Double, _ slope: Double, _ expected: Double) {
    let elasticity = Elasticity.of(x, value: f, slope: slope)
    #expect(elasticity == expected || abs(elasticity - expected) <= 1e-15 * abs(expected))
  }

  @Test func isUndefinedWhereNothingChangesNothing() {
    #expect(Elasticity.of(0, value: 0, slope: 1).isNaN)
  }
}
