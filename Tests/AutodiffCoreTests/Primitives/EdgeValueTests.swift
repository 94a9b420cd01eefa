import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Values and derivatives at the edges of the numbers: infinities, subnormal and huge numbers, exact cases.
///
/// The numbers are those of mpmath with 60 digits.
@Suite(.namesCases) struct EdgeValueTests {
  typealias Edge = (text: String, x: Double, value: Double, derivative: Double)

  static let edges: [Edge] = [
    // A local derivative leaves the range of doubles where its product with the adjoint does not.
    ("log(1/x)", 1e200, -460.51701859880916, -1e-200), ("log(1/x)", 1e-200, 460.51701859880916, -1e200),
    ("sqrt(1/x)", 1e200, 1e-100, -5e-301), ("log(x^-1)", 1e200, -460.51701859880916, -1e-200),
    ("log(x^-2)", 1e120, -552.620422318571, -2e-120),
    ("log2(3/x)", 1e180, -596.3620945790041, -1.4426950408889633e-180),
    ("cbrt(1/x)", 1e200, 2.1544346900318843e-67, -7.181448966772948e-268),
    ("x*log(x)", 1e-300 * 1e-10, -7.13801378828152e-308, -712.8013788281542),
    ("x*log10(x)", 1e-300 * 1e-10, -3.1e-308, -309.5657055180967),
    // A power on the way overflows.
    ("x^0.001", 1e-300 * 1e-9, 0.49090787615260306, 4.909078761526022e305),
    ("x^x", 1e-300 * 1e-10, 1, -712.8013788281542),
    ("x^0.01", 1e-300 * 1e-9, 0.0008128305161640993, 8.128305161640977e303),
    // Limits at infinity.
    ("silu(x)", .infinity, .infinity, 1), ("silu(x)", -.infinity, 0, 0), ("gelu(x)", .infinity, .infinity, 1),
    ("gelu(x)", -.infinity, 0, 0), ("hypot(x, 1)", .infinity, .infinity, 1), ("hypot(x, 1)", -.infinity, .infinity, -1),
    ("hypot(1, x)", -.infinity, .infinity, -1), ("softplus(x)", .infinity, .infinity, 1),
    // Exact cases.
    ("cbrt(x)", 27, 3, 0.037037037037037035), ("cbrt(x)", -1000, -10, 0.0033333333333333335), ("mod(x, 3)", -3, 0, 1),
    ("mod(x, 3)", -6, 0, 1),
  ]

  @Test func edgesAreKept() {
    forEach(Self.edges) { (edge: Edge) throws in
      try expectEdge(edge.text, edge.x, edge.value, edge.derivative)
    }
  }

  private func expectEdge(_ text: String, _ x: Double, _ value: Double, _ derivative: Double) throws {
    let graph = try Lowering.lower(try Parser.parse(SourceText(text)))
    let point = Point<Double>(graph, inputs: [x])
    #expect(isClose(point.value, value), "\(point.value)")
    #expect(isClose(point.gradient[0].value, derivative), "\(point.gradient[0].value)")
    // Arrays say the same.
    let array = Point<Tensor>(graph, inputs: [.scalar(x)])
    #expect(isClose(Derivatives(gradientOf: array).values[0], derivative))
    #expect(!point.value.isNegativeZero || text.hasPrefix("silu") || text.hasPrefix("gelu"))
  }

  @Test func cubesAndFactorialsAreExact() {
    for root in 0...2000 { #expect(Root.cbrt(Double(root * root * root)) == Double(root)) }
    var factorial = 1
    for n in 1...20 {
      #expect(GammaFunction.value(Double(n)) == Double(factorial))
      factorial *= n
    }
    // 22! is the last that a double holds.
    #expect(GammaFunction.value(23) == 1_124_000_727_777_607_680_000)
  }

  static let gammas: [(x: Double, value: Double)] = [
    (0.5, 1.772453850905516), (-0.5, -3.5449077018110322), (1.4616321449683622, 0.8856031944108887),
    (171.6, 1.5858969096672565e308), (-1.5, 2.363271801207355), (-20.5, -2.834656574391335e-19),
    (1e-300, 9.999999999999999e299), (-1e-10, -10000000000.577215), (100.25, 2.94846628183877e156),
    (2.999999999999999, 1.9999999999999984),
  ]

  @Test func gammaIsNearest() {
    for (x, value) in Self.gammas {
      #expect(GammaFunction.value(x).steps(from: value) <= 1, "Γ(\(x)): \(GammaFunction.value(x))")
    }
  }

  @Test func noDerivativeIsANegativeZero() throws {
    for text in ["-prod(v)", "-dot(v, v)", "-variance(v)", "-sum(v^2)", "-norm(v)^2", "sum(-relu(v))"] {
      let point = try ArrayProgram(text, ["v": [2]]).point([[-1, 0]])
      let gradient = Derivatives(gradientOf: point).values
      #expect(gradient.allSatisfy { !$0.isNegativeZero }, "\(text): \(gradient)")
    }
    let equal = try ArrayProgram("variance(v)", ["v": [3]]).point([[0.1, 0.1, 0.1]])
    #expect(Derivatives(gradientOf: equal).values == [0, 0, 0])
  }

  private func isClose(_ value: Double, _ exact: Double) -> Bool {
    value == exact || abs(value - exact) <= 1e-14 * abs(exact)
  }
}

extension Double {
  fileprivate var isNegativeZero: Bool { self == 0 && sign == .minus }
}
