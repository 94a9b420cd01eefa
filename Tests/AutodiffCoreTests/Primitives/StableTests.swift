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
}
