import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Derivatives at the edges of the numbers, as formulas and as graphs for code: the true ones, or the conventions where
/// there are none.
@Suite(.namesCases) struct SpecialValuesTests {
  private typealias Case = (text: String, inputs: [Double], derivatives: [Double])

  /// Programs with a point, and the derivatives there by hand; nan where there is none.
  private static let first: [Case] = [
    // Powers of 0.
    ("0^x", [1], [0]), ("0^x", [0.5], [0]), ("0^(x^2)", [1], [0]), ("a^b", [0, 2], [0, 0]),
    ("x^y", [0, 0], [0, -.infinity]), ("x^y", [0, 1], [1, 0]), ("x^y*y", [0, 1], [1, 0]),
    ("abs(x)^y", [0, 2], [0, 0]),
    // Lengths at 0.
    ("hypot(x, y)", [0, 0], [0, 0]), ("hypot(x, x)", [0], [0]), ("norm([x, y])", [0, 0], [0, 0]),
    ("norm([x, y, z])", [0, 0, 0], [0, 0, 0]),
    // Quotients whose squares leave the range.
    ("x/y", [1e300, 1e200], [1e-200, -1e-100]), ("x/y", [0, 1e-200], [1e200, 0]),
    ("x/(x + y)", [1e200, 1e200], [2.5e-201, -2.5e-201]), ("atan2(y, x)", [1e200, 1e200], [5e-201, -5e-201]),
    ("log(hypot(x, y))", [1e200, 1e200], [5e-201, 5e-201]), ("(x/y)^2", [1e200, 1e200], [2e-200, -2e-200]),
    ("x*y/z", [1e200, 1, 1e200], [1e-200, 1, -1e-200]), ("atan(y/x)", [1e200, 1e200], [5e-201, -5e-201]),
    // Local derivatives beyond the range.
    ("log(1/x)", [1e200], [-1e-200]), ("log(1/x)", [1e-200], [-1e200]), ("log(x/y)", [1, 1e200], [1, -1e-200]),
    ("sqrt(1/x)", [1e-200], [-5e299]), ("cbrt(1/x)", [1e-160], [-7.181448966772946e212]),
    ("log2(1/x)", [1e200], [-1.4426950408889634e-200]), ("log1p(x/y)", [1, 1e-200], [1, -1e200]),
    // Sides that are not selected.
    ("sqrt(relu(x))", [-1], [0]), ("cbrt(relu(x))", [-1], [0]), ("relu(x)^0.5", [-1], [0]), ("1/relu(x)", [-1], [0]),
    ("log(relu(x))", [-1], [0]), ("relu(x)^-2", [-1], [0]), ("sqrt(max(x, 0))", [-1], [0]),
    ("log(max(x, 0))", [-1], [0]), ("sqrt(clamp(x, 0, 1))", [-1], [0]), ("1/clamp(x, 0, 1)", [-1], [0]),
    ("log(if(x > 0, x, 0))", [-1], [0]), ("sqrt(where(x > 0, x, 0))", [-1], [0]), ("relu(sqrt(x) - 1)", [0], [0]),
    ("relu(x)^y", [-1, 2], [0, 0]), ("relu(x)/y", [-1, 1e-200], [0, 0]),
    ("if(abs(x) < 1, asin(x)^2, 2*x)", [2], [2]), ("if(x > 0, log(x)*y, 3*x)", [-1, 2], [3, 0]),
    ("acosh(relu(x))", [-1], [0]), ("lgamma(relu(x))", [-1], [0]),
  ]

  /// The same for second derivatives, by each pair of inputs.
  private static let second: [Case] = [
    ("tanh(x)", [800], [0]), ("tanh(x)", [-800], [0]),
    (
      "hypot(x, y)", [1e200, 1e200],
      [3.5355339059327376e-201, -3.5355339059327376e-201, -3.5355339059327376e-201, 3.5355339059327376e-201]
    ),
    ("hypot(x, y)", [1, 1e20], [1e-20, -1e-40, -1e-40, 1e-60]),
    ("x/y", [1e300, 1e150], [0, -1e-300, -1e-300, .nan]), ("sqrt(relu(x))", [-1], [0]),
    ("atan2(y, x)", [1e150, 1e150], [-5e-301, 0, 0, 5e-301]), ("sigma(x)", [800], [0]), ("silu(x)", [800], [0]),
  ]

  private func expect(_ value: Double, _ expected: Double, _ comment: String) {
    #expect(
      expected.isNaN || value == expected || abs(value - expected) <= 1e-13 * abs(expected),
      "\(comment): \(value), not \(expected)")
  }

  @Test(arguments: [1, 2]) func formulas(_ order: Int) throws {
    for (text, inputs, derivatives) in order == 1 ? Self.first : Self.second {
      let graph = try Graph(program: text)
      let formulas = try DerivativeFormulas(graph, wrt: graph.inputs, order: order, inline: false)
      #expect(formulas.entries.count == derivatives.count)
      for (entry, expected) in zip(formulas.entries, derivatives) {
        let program = formulas.program(entry, NumberText())
        let point = zip(graph.namesOfInputs, inputs).map { (name: $0, value: Tensor.scalar($1)) }
        let value = try Point(program: program, at: point).value.scalar ?? .nan
        expect(value, expected, "\(text) at \(inputs): \(program)")
      }
    }
  }

  @Test func graphsForCode() throws {
    for (text, inputs, derivatives) in Self.first {
      let graph = try Graph(program: text)
      let emitted = try GradientProgram(graph, wrt: graph.inputs)
      let values = Evaluation.run(emitted.graph, inputs: inputs.map { Tensor.scalar($0) })
      for (node, expected) in zip(emitted.derivatives, derivatives) {
        expect(values[Int(node)].scalar ?? .nan, expected, "\(text) at \(inputs)")
      }
    }
  }

  /// A formula is written otherwise only where its values ask for it.
  @Test func textbooksStay() {
    forEach([
      ("1/x", "-1/x^2"), ("sigma(w*x)", "x*sigma(w*x)*sigma(-w*x)"), ("relu(x)^2", "2*relu(x)"), ("x^3", "3*x^2"),
      ("log(x)/x", "(1 - log(x))/x^2"), ("exp(-x^2/2)", "-x*exp(-x^2/2)"), ("log(x*y)", "1/x"),
      ("max(x, 1)^2", "if(x > 1, 2*max(x, 1), if(x == 1, max(x, 1), 0))"),
    ]) { (text, derivative) throws in
      let graph = try Graph(program: text)
      let formulas = try DerivativeFormulas(graph, wrt: graph.inputs, order: 1, inline: false)
      #expect(formulas.program(formulas.entries[0], NumberText()) == derivative)
    }
  }
}
