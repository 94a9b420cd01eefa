import Testing

@testable import AutodiffCore

/// A form beside a faster value gives its bits, so that neither tapes nor emitted code differ from the answer at a point.
@Suite struct StableTests {
  private static let edges = [
    -Double.infinity, -1e300, -1e154, -750, -40, -37.5, -20, -2, -1, -0.5, -1e-10, -0x1p-1030, -0.0, 0, 0x1p-1030,
    1e-10, 0.5,
    1, 2, 20, 40, 750, 1e154, 1e300, .infinity, .nan,
  ]

  /// Points inside the domain, and all combinations of edges.
  private func points(_ primitive: Primitive) -> [[Double]] {
    var random = SplitMix64(seed: UInt64(primitive.rawValue) + 1)
    let count =
      switch primitive.gate.value {
      case .unary: 1
      case .binary: 2
      default: primitive.isSymmetric ? 2 : 3
      }
    let samples = primitive.gate.domain.samples
    let inside = (0..<500).map { _ in
      (0..<count).map { Double.random(in: $0 < samples.count ? samples[$0] : -4...4, using: &random) }
    }
    let few = count == 3 ? [-2.0, -0.0, 0, 0.5, 1, 2, 3, .infinity, .nan] : Self.edges
    let edges = (0..<count).reduce([[]]) { points, _ in points.flatMap { point in few.map { point + [$0] } } }
    return inside + edges
  }

  @Test func formsGiveTheBitsOfTheValues() {
    var compared = 0
    for primitive in Primitive.allCases {
      guard case .formAndValue(let form, _) = primitive.gate.computation else { continue }
      for point in points(primitive) {
        let (value, expected) = (form(point), Double.apply(primitive, point))
        #expect(
          value.bitPattern == expected.bitPattern || value.isNaN && expected.isNaN, "\(primitive) at \(point)")
        compared += 1
      }
    }
    #expect(compared > 3000)
  }

  /// The factor, the number and exp(-c·x²) with 60 digits, rounded: where x² is large, its rounding is many units in the
  /// last place of the exponential, so that only a form that makes it good passes.
  private static let gaussians: [(c: Double, x: Double, value: Double)] = [
    (0.5, 5.7, 8.808179196460557e-08), (0.5, 12.3, 1.4053804777628944e-33), (0.5, 19.3, 1.3026394242903795e-81),
    (0.5, 26.1, 1.1943400376993417e-148), (0.5, 37.3, 7.677417113106441e-303), (1, 5.7, 7.758402075696054e-15),
    (1, 12.3, 1.9750942872770615e-66), (1, 19.3, 1.6968694697155718e-162), (1, 26.1, 1.426448125651665e-296),
  ]

  @Test func gaussiansInTheTail() {
    for (c, x, expected) in Self.gaussians {
      for value in [Stable.gaussian(c, x), Double.apply(.gaussian, c, x)] {
        #expect(value.steps(from: expected) <= 4, "exp(-\(c)*\(x)^2): \(value), not \(expected)")
      }
    }
  }

  /// The slope of erf, 2/√π·exp(-x²), in the graph that code is made of.
  @Test func slopesInTheTail() throws {
    let graph = try Graph(program: "erf(x)")
    let emitted = try GradientProgram(graph, wrt: graph.inputs)
    for (x, expected) in [(5.7, 8.75441927216601e-15), (12.3, 2.2286552468127954e-66), (26.1, 1.6095743479277808e-296)]
    {
      let slope = Evaluation.run(emitted.graph, inputs: [x])[Int(emitted.derivatives[0])]
      #expect(slope.steps(from: expected) <= 8, "erf'(\(x)): \(slope), not \(expected)")
    }
  }
}
