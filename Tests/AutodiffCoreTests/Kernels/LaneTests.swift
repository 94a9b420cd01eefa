import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct LaneTests {
  private static let primitives = Primitive.allCases.filter { $0.gate.lanes != nil }

  /// Numbers of every size, around the places at which functions change their way, and edges.
  private static let arguments: [Double] = {
    var random = SplitMix64(seed: 12)
    var numbers = BlockEngineTests.edges
    for _ in 0..<1500 {
      numbers.append(Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random)))
      for range in [0.04, 1, 5, 40, 800] { numbers.append(Double.random(in: -range...range, using: &random)) }
      for place in [-1, 1.0 / 128, 1.0 / 64, 1, 20, 708, 709.78, -745] {
        numbers.append(place * (1 + Double.random(in: -1e-3...1e-3, using: &random)))
      }
    }
    return numbers.shuffled(using: &random)
  }()

  @Test func theyAreTheFunctionsInPacks() {
    #expect(
      Set(Self.primitives) == [
        .exp, .expm1, .log, .log1p, .tanh, .sigma, .softplus, .relu, .step, .sigmaSlope, .sechSquared, .sin, .cos,
      ])
  }

  /// A lane gives what the number alone gives, whatever stands beside it.
  @Test func lanesHaveTheBitsOfNumbers() {
    forEach(Self.primitives) { (primitive: Primitive) in
      guard case .unary(let function) = primitive.gate.value else { return }
      let values = Tensor.apply(primitive, Tensor(Shape([Self.arguments.count]), Self.arguments)).elements
      var different = 0
      for (x, value) in zip(Self.arguments, values) where !value.hasBits(of: function(x)) {
        different += 1
        if different < 4 { Issue.record("\(primitive)(\(x)): \(value), not \(function(x))") }
      }
      #expect(different == 0 && values.count == Self.arguments.count)
    }
  }
}
