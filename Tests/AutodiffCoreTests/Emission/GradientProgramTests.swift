import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// The graph that code is made of gives what a sweep over numbers gives, at edges too.
@Suite(.namesCases) struct GradientProgramTests {
  private func expectSame(
    _ text: String, _ graph: Graph, _ emitted: GradientProgram, at inputs: [Double], ties: Ties = .split,
    tolerance: Double = 1e-13
  ) {
    let values = Evaluation.run(emitted.graph, inputs: inputs)
    let sweep = Evaluation.run(graph, inputs: inputs)
    let adjoints = Pullback.run(graph, values: sweep, active: graph.active(graph.inputs), ties: ties)
    let pairs =
      [(emitted.value.map { values[Int($0)] } ?? .infinity, sweep[Int(graph.output)])]
      + zip(emitted.derivatives, graph.inputs).map { (values[Int($0)], adjoints[Int($1)]) }
    for (value, expected) in pairs {
      #expect(
        value.isSame(as: expected) || abs(value - expected) <= tolerance * max(1, abs(expected)),
        "\(text) at \(inputs): \(value), not \(expected)")
    }
  }

  @Test func randomPrograms() throws {
    var generator = ProgramGenerator(seed: 31)
    for _ in 0..<4 * EmittedPrograms.count {
      let program = generator.next()
      let graph = try Graph(program: program.text)
      let emitted = try GradientProgram(graph, wrt: graph.inputs)
      expectSame(program.text, graph, emitted, at: program.values, tolerance: 1e-9)
    }
  }

  private static let edges = [-Double.infinity, -2, -1, -0.5, -0.0, 0, 0.5, 1, 2, .infinity, .nan]

  @Test func edges() {
    forEach(Ties.allCases) { (ties: Ties) throws in
      for text in [
        "if(x>0, sqrt(x), 0)", "max(1, sqrt(x))", "min(y, sqrt(x))", "max(x, y)*y", "max(x, y, x*y)", "step(x)*y",
        "relu(x)*y", "relu(sqrt(x)-1)", "relu(x*y)^2", "clamp(exp(x), y, 1)", "clamp(sqrt(x), 0.5, y)", "abs(sqrt(x))",
        "sqrt(x)^2", "0*sqrt(x)", "log(x) + y", "x/y", "x^y", "x^0.5*y", "x^3", "x^-2", "x^0.3", "log(x/y)",
        "y/sqrt(x)",
        "if(x>0, log(x)*y, sin(y)/x)", "sigma(log(x))*y", "leaky_relu(x)*y", "leaky_relu(x, y)", "elu(x, y)",
        "elu(log(x))",
        "gelu(x)*y", "silu(x)*y", "softplus(x)*y", "tanh(x)*y", "atan(x*y)", "hypot(x, y)", "atan2(y, x)", "mod(x, y)",
        "floor(x)*sqrt(y)", "sign(x)*sqrt(y)", "round(x)*y", "asin(x) + acos(y)", "acosh(x)*atanh(y)", "cbrt(x)*y",
        "lgamma(x) + gamma(y)", "digamma(x)*y", "polygamma(2, x)*y", "log1p(x)*log2(y)", "erf(x)*erfc(y)",
        "max(relu(x), relu(y))*x", "if(x > y and not (x < 0), sqrt(x - y), sqrt(y))", "max(x, x)", "(x*y)^2.5",
        "relu(if(x > 0, log(y), 0))*x", "sec(x) + csc(y) + cot(x)", "-relu(-x)/y", "sqrt(relu(x))*0 + y",
      ] {
        let graph = try Graph(program: text)
        let emitted = try GradientProgram(graph, wrt: graph.inputs, ties: ties)
        // A root for x^0.5 has no value at -inf, where the power is inf.
        for x in Self.edges where x != -.infinity || !text.contains("x^0.5") {
          for y in Self.edges where graph.inputs.count > 1 || y == 0 {
            expectSame(text, graph, emitted, at: graph.inputs.count > 1 ? [x, y] : [x], ties: ties)
          }
        }
      }
    }
  }

  /// An undefined value has no second derivative, and no code asks twice for one.
  @Test func undefinedSecondDerivatives() {
    let cases: [(text: String, inputs: [Double])] = [
      ("log(x)", [-1]), ("log(x)*log(y)", [-1, 2]), ("log(x)*log(y)", [1, -2]), ("log(x*y)*y", [1, -2]),
      ("1/log(x)/log(x+1)", [-0.5]),
    ]
    forEach(cases) { one throws in
      let graph = try Graph(program: one.text)
      let emitted = try GradientProgram(graph, wrt: graph.inputs, .hessian)
      let values = Evaluation.run(emitted.graph, inputs: one.inputs)
      let numbers = emitted.derivatives.map { values[Int($0)] }
      let isUndefined = numbers.allSatisfy { $0.isNaN }
      #expect(isUndefined, "\(one.text) at \(one.inputs): \(numbers)")
    }
  }

  /// The second derivatives of a quotient or product of many factors take a fixed number of gates for each of them.
  @Test func manyFactorsShareTheirParts() {
    forEach([("/", "(log(x + #)*y)"), ("/", "(x + #)^y"), ("*", "log(x + #)"), ("/", "x^#/y")]) {
      (sign: String, factor: String) throws in
      func gates(_ count: Int) throws -> Int {
        let factors = (1...count).map { factor.replacingOccurrences(of: "#", with: String($0)) }
        let graph = try Graph(program: factors.joined(separator: sign))
        return try GradientProgram(graph, wrt: graph.inputs, .hessian).graph.count
      }
      let (few, many) = (try gates(30), try gates(60))
      #expect(Double(many) < 2.3 * Double(few), "\(factor): \(few), then \(many)")
    }
  }

  /// Multiples of multiples are one only where that has the same bits, and leaves the range of doubles no earlier or
  /// later.
  @Test func multiplesRoundAsTheyStand() {
    forEach(["0.1*(3*x)", "0.1*(4*x)", "7*(0.1*x)", "100*(2*x)", "-(3*x)", "0.25*(0.1*x)", "4*(1.1*x)", "-2*(3*(5*x))"])
    {
      (text: String) throws in
      let graph = try Graph(program: text)
      let emitted = try GradientProgram(graph, wrt: graph.inputs)
      for x in [0.1, 0.7, 1e300, 1e308, 9e307, 1e-300, 3, 1.0 / 3] {
        let value = Evaluation.run(emitted.graph, inputs: [x])[Int(try #require(emitted.value))]
        let expected = Evaluation.run(graph, inputs: [x])[Int(graph.output)]
        #expect(value == expected, "\(x): \(value), not \(expected)")
      }
    }
  }

  /// A hand-written gradient has one exponential, so ours has no two.
  @Test func sharesTheExponentialOfSigma() throws {
    let graph = try Graph(program: "sigma(w*x + b)")
    let emitted = try GradientProgram(graph, wrt: graph.inputs)
    let reached = emitted.graph.reached(from: emitted.answers.flatMap(\.nodes))
    let exponentials = emitted.graph.nodes.indices.filter { id in
      reached[id] && emitted.graph.nodes[id].kind == .unary && emitted.graph.nodes[id].primitive == .exp
    }
    #expect(exponentials.count == 1)
  }
}
