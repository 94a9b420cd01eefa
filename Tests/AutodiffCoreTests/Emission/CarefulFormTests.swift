import Testing

@testable import AutodiffCore

/// The forms that code is made of give what the table's values and rules give.
@Suite struct CarefulFormTests {
  private static let edges = [
    -Double.infinity, -1e300, -1e154, -750, -40, -37.5, -20, -2, -1, -0.5, -1e-10, -0x1p-1030, -0.0, 0, 0x1p-1030,
    1e-10, 0.5,
    1, 2, 20, 40, 750, 1e154, 1e300, .infinity, .nan,
  ]

  private static let scalars = Primitive.allCases.filter { !$0.isArray && !$0.isElementary }

  /// Points inside the domain, and all combinations of edges.
  private func points(_ primitive: Primitive) -> [[Double]] {
    var random = SplitMix64(seed: UInt64(primitive.rawValue) + 1)
    let count =
      switch primitive.gate.value {
      case .unary: 1
      case .binary: 2
      default: primitive == .max || primitive == .min || primitive == .length ? 2 : 3
      }
    let samples = primitive.gate.domain.samples
    let inside = (0..<500).map { _ in
      (0..<count).map { Double.random(in: $0 < samples.count ? samples[$0] : -4...4, using: &random) }
    }
    let few = count == 3 ? [-2.0, -0.0, 0, 0.5, 1, 2, 3, .infinity, .nan] : Self.edges
    let edges = (0..<count).reduce([[]]) { points, _ in points.flatMap { point in few.map { point + [$0] } } }
    return inside + edges
  }

  @Test(arguments: scalars) func agreesWithTheTable(_ primitive: Primitive) throws {
    let form: ([Double]) -> Double? = { CarefulForm.of(primitive, $0) ?? primitive.gate.expansion?($0) }
    for point in points(primitive) {
      // Rules give a power of log(x) no other exponents, and a gaussian no other factors.
      if primitive == .powerLog, ![0, 1, 2, 3].contains(point[2]) { continue }
      if primitive == .gaussian, ![0.5, 1].contains(point[0]) { continue }
      let value = try #require(form(point))
      let expected = Double.apply(primitive, point)
      #expect(
        value.steps(from: expected) <= 8 || abs(value - expected) < 0x1p-1060, "\(primitive) at \(point)")
    }
  }
}
