import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct FixedInputsTests {
  /// A program with numbers for some inputs has the values that it has with these inputs.
  @Test func values() {
    forEach([
      ("a*x^2 + b", ["a"]), ("max(a, x, b)", ["b"]), ("sin(x)*a - b/x", ["a", "b"]), ("sum([x, a, b]^2)", ["x"]),
    ]) { (text, names) throws in
      let graph = try Graph(program: text)
      let numbers: [String: Double] = ["a": 3, "b": -0.5, "x": 1.25]
      let other = try graph.fixing(numbers.filter { names.contains($0.key) })
      #expect(other.namesOfInputs == graph.namesOfInputs.filter { !names.contains($0) })
      func value(_ graph: Graph) -> Tensor {
        let inputs = graph.namesOfInputs.map { Tensor.scalar(numbers[$0] ?? .nan) }
        return Evaluation.run(graph, inputs: inputs)[Int(graph.output)]
      }
      #expect(value(other) == value(graph))
    }
  }
}
