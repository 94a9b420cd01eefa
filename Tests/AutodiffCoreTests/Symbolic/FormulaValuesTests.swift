import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Formulas in the textbook's form, with the values that SymPy 1.14 gives (`sympy.N(…, 17)`), at saturation, at kinks
/// and at points where one form alone is defined.
@Suite(.namesCases) struct FormulaValuesTests {
  private func formula(_ text: String, order: Int, place: Int = 0) throws -> String {
    let graph = try Graph(program: text)
    let formulas = try DerivativeFormulas(graph, wrt: graph.inputs, order: order, inline: true)
    return formulas.program(formulas.entries[place], NumberText())
  }

  private func value(_ program: String, _ names: [String], _ numbers: [Double]) throws -> Double {
    let point = zip(names, numbers).map { (name: $0, value: Tensor.scalar($1)) }
    return try Point(program: program, at: point).value.scalar ?? .nan
  }

  /// Second derivatives at points where the sweep's conventions, or a shorter form, say something else.
  @Test func secondDerivatives() {
    let cases: [(text: String, place: Int, point: [Double], value: Double)] = [
      // The program is x + log y, and has an infinite value on the way.
      ("log(exp(x)*y)", 1, [800, 2], 0), ("log(exp(x)*y)", 3, [800, 2], -0.25),
      ("sinc(x)", 0, [0], -1.0 / 3), ("sinc(x)", 0, [2], -0.019250938432849230),
      ("relu(x^2)", 0, [0], 2), ("abs(x^2)", 0, [0], 2), ("leaky_relu(x^2)", 0, [0], 2), ("max(x^2, 0)", 0, [0], 2),
      ("hypot(x^2, 0)", 0, [0], 2), ("max(x^3, x^2)", 0, [0], 2), ("max(x^3, x^2)", 0, [2], 12),
      ("relu(x) - relu(-x)", 0, [0], 0),
      ("gelu(x)", 0, [0], 0.79788456080286536), ("gelu(x)", 0, [1], 0.24197072451914335),
      ("gelu(x)", 0, [-2], -0.10798193302637610),
      ("x/(x^2 + y^2)", 0, [3, 0.5], 0.062543185990958087), ("x/(x^2 + y^2)", 1, [3, 0.5], 0.033798590409255128),
      ("x/(x^2 + y^2)", 3, [3, 0.5], -0.062543185990958087),
      ("atan(y/x)", 0, [0.5, 3], -0.035062089116143170), ("atan(y/x)", 1, [0.5, 3], -0.10226442658875091),
      ("atan(y/x)", 3, [0.5, 3], 0.035062089116143170),
    ]
    forEach(cases) { (text, place, point, expected) throws in
      let program = try formula(text, order: 2, place: place)
      let found = try value(program, try Graph(program: text).namesOfInputs, point)
      #expect(abs(found - expected) <= 1e-13 * max(1, abs(expected)), "\(program): \(found)")
    }
  }

  /// A kink at which the two sides agree has the derivative that `grad` answers.
  @Test func kinksOfOneSlope() {
    forEach([("relu(x) - relu(-x)", 0.0, 1.0), ("max(x, 2*x) + min(x, 2*x)", 0, 3), ("abs(x)*x", 0, 0)]) {
      (text, at, expected) throws in
      #expect(try value(try formula(text, order: 1), ["x"], [at]) == expected)
    }
  }

  /// The loss of logistic regression: where sigma is 1 to the last bit, the program as it is has no derivative, and the
  /// formula has the true one, σ(u) - y.
  @Test func saturation() throws {
    let text = "h = sigma(u); -y*log(h) - (1-y)*log(1-h)"
    let place = try #require(try Graph(program: text).namesOfInputs.firstIndex(of: "u"))
    let derivative = try formula(text, order: 1, place: place)
    #expect(derivative == "sigma(u) - y")
    for (u, y, expected) in [(40.0, 0.25, 0.75), (800, 0.25, 0.75), (-800, 0.25, -0.25), (36, 0.5, 0.5)] {
      #expect(abs(try value(derivative, ["u", "y"], [u, y]) - expected) <= 1e-15)
    }
  }

  /// Hermite's polynomials come out of the derivatives of e^(-x²): DLMF §18.5.
  @Test func twentieth() throws {
    let program = try formula("exp(-x^2)", order: 20)
    #expect(
      program == "1024*exp(-x^2)*(1024*x^20 - 97280*x^18 + 3720960*x^16 - 74419200*x^14 + 846518400*x^12"
        + " - 5587021440*x^10 + 20951330400*x^8 - 41902660800*x^6 + 39283744500*x^4 - 13094581500*x^2 + 654729075)")
    for (x, expected) in [(0, 670442572800.0), (0.5, -591598787536.87612), (2, 93045618890.238474)] {
      #expect(abs(try value(program, ["x"], [x]) - expected) <= 1e-9 * abs(expected))
    }
  }
}
