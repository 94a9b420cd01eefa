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

  /// First derivatives in forms of their own, at ordinary points and at the edges: values of mpmath 1.3.
  @Test func firstDerivatives() {
    let cases: [(text: String, place: Int, point: [Double], value: Double)] = [
      ("if(abs(r) < d, r^2/2, d*(abs(r) - d/2))", 0, [0.5, 2], 0.5),
      ("if(abs(r) < d, r^2/2, d*(abs(r) - d/2))", 0, [-3, 2], -2),
      // The two sides of the loss meet with one slope.
      ("if(abs(r) < d, r^2/2, d*(abs(r) - d/2))", 0, [2, 2], 2),
      ("if(x > 0, x*exp(x), x^2*sin(x))", 0, [1.5], 11.204222675845162),
      ("if(x > 0, x*exp(x), x^2*sin(x))", 0, [-1.5], 3.1516436635644948),
      ("if(x == 0, 1, sin(x)/x)", 0, [2], -0.43539777497999162), ("if(x == 0, 1, sin(x)/x)", 0, [0], 0),
      ("if(x == 0, 1, sin(x)/x)", 0, [-0.5], 0.16253703063606657),
      ("if(x > 0, exp(x), x^2)^2", 0, [0.5], 5.4365636569180905), ("if(x > 0, exp(x), x^2)^2", 0, [-3], -108),
      ("(a*x + b)/(c*x + d)", 1, [0.5, 3, -2, 1.25, 0.75], 0.14197530864197531),
      // The sweep itself loses a part of this one.
      ("(a*x + b)/(c*x + d)", 1, [0.5, 3, -2, 1e200, 1.25], 2.2222222222222222e-201),
      ("x*y*z/(x + y + z)", 0, [1.5, 2, 3], 0.71005917159763314),
      ("x*y*z/(x + y + z)", 0, [0.5, 1e-200, 1e200], 1e-200), ("1/(x*(x + 1))", 0, [1.5], -0.28444444444444444),
      ("4*e*((s/r)^12 - (s/r)^6)", 1, [1.25, 1.5], 1.7693546737784627 * 2.718281828459045),
      ("4*e*((s/r)^12 - (s/r)^6)", 1, [1e200, 1e200], -2.4e-199 * 2.718281828459045),
      ("4*e*((s/r)^12 - (s/r)^6)", 0, [1.25, 1.5], -2.1232256085341552 * 2.718281828459045),
      ("sqrt((1 - x)/(1 + x))", 0, [0.5], -0.76980035891950102), ("sqrt((1 - x)/(1 + x))", 0, [1], -.infinity),
      ("sqrt((1 + x)/(1 - x))", 0, [-0.5], 0.76980035891950102),
      ("atan(y/x)", 1, [0.5, 3], -0.054054054054054054), ("atan(y/x)", 1, [1e200, 1e200], -5e-201),
      ("besselj(0, x)", 0, [2], -0.57672480775687339), ("besselj(0, x)", 0, [-2], 0.57672480775687339),
      ("besselj(0, x)", 0, [0], 0), ("mod(7.5, x)", 0, [-2], 4), ("mod(x, y)", 1, [1e-200, -1e200], 1),
      ("gammainc(2, x)", 0, [1.5], 0.33469524022264474), ("gammainc(2, x)", 0, [0], 0),
      ("gammainc(0.5, x)", 0, [1.5], 0.10278688653584618),
    ]
    forEach(cases) { (text, place, point, expected) throws in
      let program = try formula(text, order: 1, place: place)
      let found = try value(program, try Graph(program: text).namesOfInputs, point)
      #expect(found == expected || abs(found - expected) <= 1e-13 * abs(expected), "\(program): \(found)")
    }
  }

  /// The matrix that NumPy 2 gives for 2·det(W'W)·W·inv(W'W).
  @Test func determinantOfSquares() throws {
    let shape = InputShape(name: "W", shape: Shape([3, 2]))
    let graph = try Lowering.lower(
      try Parser.parse(SourceText("det(W'@W)")), boundNames: NameTable(["W"]), shapes: [shape])
    let formulas = try DerivativeFormulas(graph, wrt: graph.inputs, order: 1, inline: true)
    let program = formulas.program(formulas.entries[0], NumberText())
    #expect(program == "2*det(W' @ W)*(W @ inv(W' @ W))")
    let found = try Point(program: program, at: [("W", Tensor(Shape([3, 2]), [1, 0.5, -2, 3, 0.25, 1]))]).value
    let expected = [25.75, 15.5625, -9.5, 9.375, 15.625, 12.75]
    #expect(zip(found.elements, expected).allSatisfy { abs($0 - $1) <= 1e-12 })
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
