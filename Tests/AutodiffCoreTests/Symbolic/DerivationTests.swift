import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Derivatives written out parse back, and are what the reverse sweep says.
@Suite(.namesCases) struct DerivationTests {
  private func formulas(_ graph: Graph, order: Int = 1, inline: Bool = false) throws -> DerivativeFormulas {
    try DerivativeFormulas(graph, wrt: graph.inputs, order: order, inline: inline)
  }

  private func program(_ formulas: DerivativeFormulas, _ entry: DerivativeFormulas.Entry) -> String {
    formulas.program(entry, NumberText())
  }

  // MARK: - As a person writes them

  @Test func simplified() {
    forEach([
      ("x1*x2 + sin(x1)", "x2 + cos(x1)"), ("x^2 + 3*x", "2*x + 3"), ("x*x*x", "3*x^2"), ("3*x - x", "2"),
      ("x/(x+y)", "y/(x + y)/(x + y)"), ("exp(-x^2/2)", "-x*exp(-x^2/2)"), ("sqrt(x^2+y^2)", "x/sqrt(x^2 + y^2)"),
      ("if(x > 0, x^2, -x)", "if(x > 0, 2*x, -1)"), ("max(x, y)", "if(x > y, 1, if(x == y, 1/2, 0))"),
      ("log(2)*x", "log(2)"), ("2*pi*x", "2*pi"), ("x^x", "x^x*(log(x) + 1)"), ("2^x", "2^x*log(2)"),
      ("tanh(x)", "1/cosh(x)^2"), ("sigma(x)", "sigma(x)*sigma(-x)"), ("x - x", "0"), ("x", "1"), ("-x", "-1"),
      ("(1-x)^2", "2*x - 2"), ("exp(x)*(x^2+1)", "exp(x)*(x + 1)^2"), ("x/3", "1/3"), ("0.1*x^2", "0.2*x"),
      ("erf(x)", "2*exp(-x^2)/sqrt(pi)"), ("x*y*z", "y*z"), ("sqrt(x)*sqrt(x)", "1"), ("e = 2; x*e", "2"),
      ("relu(w*x)", "x*step(w*x)"), ("1/x", "-1/x^2"), ("x^0.5", "0.5/x^0.5"), ("abs(x)", "sign(x)"),
      ("l = x; for n = 1 to 2 { l = 4*l*(1-l) }", "16*(1 - 8*x*(1 - x))*(1 - 2*x)"),
    ]) { (text, derivative) throws in
      let formulas = try formulas(try Graph(program: text))
      #expect(program(formulas, formulas.entries[0]) == derivative)
    }
  }

  @Test func rewritten() {
    forEach([
      ("(x^2+1)/(x-1)", "(x^2 - 2*x - 1)/(x - 1)^2"),
      ("log(x)/x", "(1 - log(x))/x^2"), ("atan(y/x)", "-y/hypot(y, x)/hypot(y, x)"),
      ("sin(x) + sin(2*x)", "cos(x) + 2*cos(2*x)"),

      ("log(x^y)", "if(y == 0, 0, y/x)"), ("x^(2/3)*x", "5*x^(2/3)/3"), ("sqrt(x-x)*exp(x)", "(inf - inf)*exp(x)"),
      ("1/(1-1/x)", "-1/(x - 1)^2"),
      ("sqrt((1-x)/(1+x))", "-1/((x + 1)*sqrt(1 - x^2))"), ("x*sqrt(x)", "3*sqrt(x)/2"),
      ("log(sqrt(x))", "1/(2*x)"), ("erf(x/sqrt(2))", "2*exp(-x^2/2)/(sqrt(2)*sqrt(pi))"),
      ("x^(1/3)", "1/(3*x^(2/3))"), ("x*abs(x)", "2*abs(x)"), ("abs(x)^3", "3*x*abs(x)"), ("relu(x)^2", "2*relu(x)"),
      ("e^x", "e^x"), ("exp(log(x))", "1"), ("elu(x)", "if(x >= 0, 1, exp(x))"), ("0.1*x^3", "0.3*x^2"),
      ("1.1*x*2.2*x", "4.84*x"), ("if(x > 0, if(x > 0, x, 1), x^2)", "if(x > 0, 1, 2*x)"),
      ("min(x, 1-x)", "if(x < 1 - x, 1, if(x == 1 - x, 0, -1))"), ("x*(sin(y)^2 + cos(y)^2)", "1"),
      ("x*y/(x+y)", "(y/(x + y))^2"), ("gelu(x)", "x*exp(-x^2/2)/sqrt(2*pi) + erfc(-x/sqrt(2))/2"),
      ("x^0.3*y", "0.3*y/x^0.7"), ("1/sqrt(x^2 + y^2)", "-x/sqrt(x^2 + y^2)^3"),
      // One condition stands before a whole derivative.
      ("if(abs(x) < d, x^2/2, d*(abs(x) - d/2))", "if(abs(x) < d, x, d*sign(x))"),
      ("if(x > 0, x*exp(x), x^2*sin(x))", "if(x > 0, exp(x)*(x + 1), x^2*cos(x) + 2*x*sin(x))"),
      ("if(x == 0, 1, sin(x)/x)", "if(x == 0, 0, cos(x)/x - sin(x)/x/x)"),
      ("if(x > 0, exp(x), x^2)^2", "if(x > 0, 2*exp(x)^2, 4*x^3)"),
      ("if(x > 0, if(y > 0, x*y, sin(x)*y), x^2)", "if(x > 0, if(y > 0, y, y*cos(x)), 2*x)"),
      // Fractions over one bar, in the range of doubles.
      ("(a*x+b)/(c*x+d)", "(a*d - b*c)/(x*c + d)/(x*c + d)"), ("1/(x*(x+1))", "-(2*x + 1)/(x^2*(x + 1)^2)"),
      ("x*y*z/(x+y+z)", "y*z*((y + z)/(x + y + z))/(x + y + z)"),
      ("4*e*((s/x)^12-(s/x)^6)", "24*e*((s/x)^6 - 2*(s/x)^12)/x"),
      ("besselj(0, x)", "-besselj(1, x)"), ("gammainc(2, x)", "x*exp(-x)"), ("mod(5, x)", "-floor(5/x)"),
    ]) { (text, derivative) throws in
      let formulas = try formulas(try Graph(program: text))
      let entry = try #require(formulas.entries.first { $0.inputs == ["x"] })
      #expect(program(formulas, entry) == derivative)
    }
  }

  @Test func arrays() {
    forEach([
      ("sum((A@x - b)^2)", ["2*outer(A @ x - b, x)", "2*(A' @ (A @ x - b))", "2*(b - A @ x)"]),
      ("A@x + b", ["[[x, zeros(2)], [zeros(2), x], [zeros(2), zeros(2)]]", "A", "[[1, 0, 0], [0, 1, 0], [0, 0, 1]]"]),
      ("x[1]*x[2]", ["[x[2], x[1]]"]), ("sum(x)", ["ones(2)"]), ("[s*t, sin(s)]", ["[t, cos(s)]", "[s, 0]"]),
      ("logsumexp(x)", ["softmax(x)"]), ("norm(x)", ["if(norm(x) == 0, 0, x/norm(x))"]), ("x[1] + 0*x[2]", ["[1, 0]"]),
      ("sum(x)*s", ["s*ones(2)", "sum(x)"]), ("-log(softmax(x)[1])", ["softmax(x) + [-1, 0]"]),
    ]) { (text, expected) throws in
      let shapes = ["A": Shape([3, 2]), "x": Shape([2]), "b": Shape([3])]
      let graph = try Lowering.lower(
        try Parser.parse(SourceText(text)), boundNames: NameTable(),
        shapes: shapes.map { .init(name: $0.key, shape: $0.value) })
      let formulas = try formulas(graph)
      for (entry, text) in zip(formulas.entries, expected) where !text.contains("zeros(2), zeros(2)") {
        #expect(program(formulas, entry) == text)
      }
    }
  }

  @Test func vectorsOfOneElement() throws {
    let graph = try Graph(program: "(softmax([s, 2][1:1])*[[1, 2, 3]])@[s, 1, s]")
    let formulas = try formulas(graph)
    let derivative = try value(program(formulas, formulas.entries[0]), [("s", 0.5)])
    #expect(derivative.shape == Shape([1]))
    #expect(derivative.elements == [4])
  }

  @Test func latex() throws {
    let formulas = try formulas(try Graph(program: "exp(-x1^2/2)/sqrt(2*pi)"))
    #expect(
      formulas.text(formulas.entries[0], .latex, NumberText())
        == #"-\frac{x_{1} \cdot e^{-\frac{x_{1}^{2}}{2}}}{\sqrt{2 \cdot \pi}}"#)
  }

  /// A vector is a column in print, sums are closed before a factor, and cases stand in one list.
  @Test func latexOfArrays() throws {
    let shapes = ["A": Shape([2, 2]), "x": Shape([2]), "t": Shape([2])]
    forEach([
      ("x'@A@x", 1, 0, #"{A}^{\top} x + A x"#), ("t'@A@x", 1, 2, #"{A}^{\top} t"#),
      ("x'@A@A'@x", 1, 0, #"A \left({A}^{\top} x\right) + A \left({A}^{\top} x\right)"#),
      ("-dot(t, log_softmax(x))", 1, 1, #"\left(\sum t\right) \cdot \operatorname{softmax}(x) - t"#),
      ("sum(x^2)", 2, 0, #"2 \cdot I_{2}"#),
      (
        "max(s, u)", 1, 0,
        #"\begin{cases} 1 & s > u \\ \frac{1}{2} & s = u \\ 0 & \text{else} \end{cases}"#
      ),
    ]) { (text, order, place, expected) throws in
      let graph = try Lowering.lower(
        try Parser.parse(SourceText(text)), boundNames: NameTable(),
        shapes: shapes.map { .init(name: $0.key, shape: $0.value) })
      let formulas = try formulas(graph, order: order)
      #expect(formulas.text(formulas.entries[place], .latex, NumberText()) == expected)
    }
  }

  @Test func latexOfWords() {
    #expect(LaTeX.escaped("y = 0 and x < 0, --ties") == #"y = 0 and x \textless{} 0, -{}-ties"#)
  }

  // MARK: - The same numbers

  /// The number of programs that each function is in: every formula is tried at many points before it is chosen, which
  /// takes a tenth of a second.
  ///
  ///     DERIVE_TIMES=20 swift test --filter DerivationTests
  private static let times = RandomCheckTests.setting("DERIVE_TIMES", 1)

  @Test(arguments: [false, true])
  func randomPrograms(_ inline: Bool) throws {
    for (program, graph) in RandomProgramTests.covering(2 * Self.times) {
      let inputs = program.inputs(of: graph)
      let point = Point(graph, inputs: inputs)
      let formulas = try formulas(graph, inline: inline)
      for (entry, expected) in zip(formulas.entries, point.reverse) {
        let text = self.program(formulas, entry)
        let value = try value(text, zip(graph.namesOfInputs, inputs.map { Tensor.scalar($0) }))
        // A formula may lose a digit where a rule has a factor of its own, as differences of digamma do.
        #expect(
          abs((value.scalar ?? .nan) - expected) <= 1e-12 * max(point.scale, abs(expected)),
          "\(program.text) at \(inputs): \(text)")
      }
    }
  }

  @Test func secondDerivatives() throws {
    for (program, graph) in RandomProgramTests.covering(Self.times) {
      let inputs = program.inputs(of: graph)
      let hessian = try graph.hessian(at: inputs).joined()
      let scale = hessian.reduce(1) { max($0, abs($1)) }
      guard scale < 1e8 else { continue }
      let formulas = try formulas(graph, order: 2)
      for (entry, expected) in zip(formulas.entries, hessian) {
        let text = self.program(formulas, entry)
        let value = try value(text, zip(graph.namesOfInputs, inputs.map { Tensor.scalar($0) }))
        #expect(abs((value.scalar ?? .nan) - expected) <= 1e-10 * scale, "\(program.text) at \(inputs): \(text)")
      }
    }
  }

  /// Formulas of the third order are the numbers that sweeps over the graph of the second order give.
  @Test func thirdDerivatives() throws {
    for (program, graph) in RandomProgramTests.covering(Self.times) {
      let inputs = program.inputs(of: graph)
      guard let all = try? MixedPartials(Point(graph, inputs: inputs).asArrays, order: 3) else { continue }
      let known = all.partials.filter { $0.elements.count == 3 }
      let scale = known.reduce(1) { max($0, abs($1.value)) }
      guard scale < 1e8, all.gradient.kinks.isEmpty else { continue }
      let formulas = try formulas(graph, order: 3)
      for entry in formulas.entries {
        let elements = entry.inputs.compactMap { all.names.firstIndex(of: $0) }.sorted()
        let expected = try #require(known.first { $0.elements == elements }).value
        let text = self.program(formulas, entry)
        let value = try value(text, zip(graph.namesOfInputs, inputs.map { Tensor.scalar($0) }))
        #expect(abs((value.scalar ?? .nan) - expected) <= 1e-9 * scale, "\(program.text) at \(inputs): \(text)")
      }
    }
  }

  @Test func randomArrays() throws {
    for test in TensorProgramTests.covering(2 * Self.times) {
      let point = test.point
      let scale = point.scale
      let formulas = try formulas(test.graph)
      for (entry, expected) in zip(formulas.entries, point.jacobian(.reverse)) {
        let text = program(formulas, entry)
        let value: Tensor
        do {
          value = try self.value(text, zip(test.graph.namesOfInputs, test.inputs))
        } catch {
          Issue.record("\(error) in \(text), the derivative of \(test.text)")
          continue
        }
        #expect(value.shape == expected.shape, "\(test.text): \(text)")
        guard value.shape == expected.shape else { continue }
        // A determinant's gradient is written with the inverse, which a singular matrix has not.
        if text.contains("inv("), !value.isFinite { continue }
        #expect((value - expected).size <= 1e-12 * scale, "\(test.text): \(text)")
      }
    }
  }

  private func value(_ text: String, _ inputs: some Sequence<(String, Tensor)>) throws -> Tensor {
    try Point(program: text, at: inputs.map { (name: $0.0, value: $0.1) }).value
  }

  // MARK: - Growth

  @Test func sharedPartsKeepTheMapShort() throws {
    func length(_ steps: Int) throws -> Int {
      let formulas = try formulas(try Graph(program: "l = x; for n = 1 to \(steps) { l = 4*l*(1-l) }"))
      return program(formulas, formulas.entries[0]).utf8.count
    }
    let (ten, twenty, forty) = (try length(10), try length(20), try length(40))
    #expect(twenty < 1500)
    #expect(forty - twenty < 4 * (twenty - ten))
  }

  @Test func inlineHasALimit() throws {
    let graph = try Graph(program: "l = x; for n = 1 to 60 { l = sin(l)*l + cos(l) }")
    #expect(throws: Problem.self) { try formulas(graph, inline: true) }
    #expect(try formulas(graph).entries.count == 1)
  }

  @Test func longSumsNeedNoStack() throws {
    let sum = (1...9_000).map { "sin(\($0)*x)" }.joined(separator: " + ")
    let formulas = try formulas(try Graph(program: sum), inline: true)
    #expect(program(formulas, formulas.entries[0]).hasPrefix("cos(x) + 2*cos(2*x) + 3*cos(3*x)"))
  }

  @Test func longProgramsTakeLinearTime() throws {
    let sum = (1...10_000).map { "x\($0)^2" }.joined(separator: " + ")
    let formulas = try formulas(try Graph(program: sum))
    #expect(program(formulas, formulas.entries[2_345]) == "2*x2346")
    let quotients = try Graph(program: "l = x; for n = 1 to 1000 { l = (l*a + b)/(l*c + d) }")
    #expect(try self.formulas(quotients).entries.count == 5)
    let nested = try Graph(program: "l = x; for n = 1 to 2500 { l = sin(l) }")
    #expect(try self.formulas(nested).entries.count == 1)
  }
}
