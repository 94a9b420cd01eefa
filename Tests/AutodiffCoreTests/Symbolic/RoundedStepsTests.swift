import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct RoundedStepsTests {
  private func steps(_ text: String, _ inputs: [Double]) throws -> (RoundedSteps, [Tensor], [Tensor], Graph) {
    let graph = try Graph(program: text)
    let point = inputs.map { Tensor.scalar($0) }
    return (RoundedSteps(graph), point, Evaluation.run(graph, inputs: point), graph)
  }

  /// Overflow and underflow are left ranges; poles, zeros that are exact, and infinite inputs are none.
  @Test func range() {
    forEach([
      ("x^2", [1e200], true), ("x^2", [1e-200], true), ("x*y", [1e-200, 1e-200], true), ("exp(x)", [800], true),
      ("1/x", [0], false), ("log(x)", [0], false), ("1/x^2", [0], false), ("x^-4", [0], false),
      ("x - y", [1, 1], false),
      ("x*y", [0, 3], false),
      ("x^2", [.infinity], false), ("x^2 + 1", [3], false), ("atanh(x)", [1], false),
    ]) { (text, inputs, leaves) throws in
      let (steps, _, values, _) = try steps(text, inputs)
      #expect(steps.leaveRange(values) == leaves)
    }
  }

  /// Operations that round are rounded the other way, and those that do not stay as they are.
  @Test func otherRounding() throws {
    let (steps, point, values, graph) = try steps("1 - sigma(x)", [40])
    let place = Int(graph.output)
    #expect(values[place].scalar == 0)
    #expect(Set(steps.roundedOtherwise(point).map { $0[place].scalar ?? .nan }).count > 1)
    forEach(
      [("x + y", [1, 2]), ("relu(x - y)", [3, 3]), ("x*y", [0.5, 0.25]), ("abs(x)*y", [-2, 3])] as [(String, [Double])]
    ) {
      (text, inputs) throws in
      let (steps, point, values, graph) = try self.steps(text, inputs)
      for other in steps.roundedOtherwise(point) { #expect(other[Int(graph.output)] == values[Int(graph.output)]) }
    }
  }
}
