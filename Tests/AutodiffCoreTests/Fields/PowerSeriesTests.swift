import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Series of programs along x = at + t, against those of SymPy.
@Suite(.namesCases) struct PowerSeriesTests {
  @Test func coefficients() {
    forEach(
      [
        ("exp(x)", 0, [0: 1, 1: 1, 2: 0.5, 3: 1.0 / 6]), ("sin(x)/x", 0, [0: 1, 2: -1.0 / 6, 4: 1.0 / 120]),
        ("sqrt(x)", 0, [0.5: 1]), ("sqrt(x^3 + x^4)", 0, [1.5: 1, 2.5: 0.5, 3.5: -0.125]),
        ("cbrt(x^2)", 0, [2.0 / 3: 1]), ("abs(x)*x", 0, [2: 1]), ("abs(x - 2)", 1, [0: 1, 1: -1]),
        ("1/x", 0, [-1: 1]), ("1/(x - x^2)", 0, [-1: 1, 0: 1, 1: 1, 2: 1]),
        ("x^1.5*sin(x)", 0, [2.5: 1, 4.5: -1.0 / 6]),
        ("tan(x)", 0, [1: 1, 3: 1.0 / 3, 5: 2.0 / 15]), ("relu(-x) + 3", 0, [0: 3]), ("max(x, x^2)", 0, [1: 1]),
        ("min(x, x^2)", 0, [2: 1]), ("floor(x) + ceil(x)", 2, [0: 5]), ("hypot(x, x^2)", 0, [1: 1, 3: 0.5, 5: -0.125]),
        ("asin(1 - x)", 0, [0: .pi / 2, 0.5: -1.4142135623730951, 1.5: -0.11785113019775793]),
        ("acosh(x)", 1, [0.5: 1.4142135623730951, 1.5: -0.11785113019775793]),
        ("atan2(x, 1 + x)", 0, [1: 1, 2: -1, 3: 2.0 / 3]), ("(1 + x)^x", 0, [0: 1, 2: 1, 3: -0.5]),
        ("2^x", 1, [0: 2, 1: 1.3862943611198906, 2: 0.4804530139182014]), ("mod(x, 2)", 2, [1: 1]),
        ("gamma(x)", 1, [0: 1, 1: -0.5772156649015329, 2: 0.9890559953279725]),
        ("hypot(x, 2*x)", 0, [1: 2.23606797749979]), ("sign(x^3)*x", 0, [1: 1]), ("if(x > 0, x^2, 7)", 0, [2: 1]),
        ("erf(x)", 0, [1: 1.1283791670955126, 3: -0.37612638903183754]),
        ("elu(x) + elu(-x)", 0, [2: 0.5, 3: -1.0 / 6]),
        ("sigma(x)", 0, [0: 0.5, 1: 0.25, 3: -1.0 / 48]), ("0.1*x + 0.2*x - 0.3*x + x^2", 0, [2: 1]),
      ] as [(String, Double, [Double: Double])]
    ) { (program, at, expected) in
      let graph = try Graph(program: program)
      let table = TaylorTable()
      let step = PowerSeries.Term(exponent: 1, coefficient: 1, error: 0)
      let series = Evaluation.run(graph, inputs: [PowerSeries(at, [step], table: table)])[Int(graph.output)]
      let highest = try #require(expected.keys.max())
      #expect(series.order > highest)
      for term in series.allTerms where term.exponent <= highest + 1e-9 {
        #expect(expected.keys.contains { abs($0 - term.exponent) < 1e-9 }, "\(term)")
      }
      for (exponent, value) in expected {
        let found = try #require(series.coefficient(of: exponent))
        #expect(abs(found.value - value) <= 4e-15 * abs(value), "\(found) of \(exponent)")
        #expect(found.error <= 1e-13)
      }
    }
  }

  /// What powers do not describe, and what lies outside a domain.
  @Test func unknown() {
    forEach(["log(x)", "sqrt(-x)", "exp(1/x)", "asin(1 + x)", "x^x"]) { program in
      let graph = try Graph(program: program)
      let step = PowerSeries.Term(exponent: 1, coefficient: 1, error: 0)
      let series = Evaluation.run(graph, inputs: [PowerSeries(0, [step], table: TaylorTable())])[Int(graph.output)]
      #expect(series.order <= 0)
    }
  }
}
