import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// What the language promises where there is no derivative, or no value.
@Suite(.namesCases) struct ConventionTests {
  struct Edge: Sendable, CustomStringConvertible {
    var program: String
    var point: [String: Double]
    var value: Double
    /// By the inputs' order in the program.
    var gradient: [Double]
    var ties = Ties.split

    init(
      _ program: String, _ point: KeyValuePairs<String, Double>, _ value: Double, _ gradient: Double...,
      ties: Ties = .split
    ) {
      self.program = program
      self.point = Dictionary(uniqueKeysWithValues: point.map { ($0.key, $0.value) })
      self.value = value
      self.gradient = gradient
      self.ties = ties
    }

    var description: String { "\(program) at \(point), ties \(ties)" }

    func makePoint() throws -> Point<Double> {
      let graph = try Graph(program: program)
      return Point<Double>(graph, inputs: graph.namesOfInputs.map { point[$0] ?? .nan }, ties: ties)
    }
  }

  static let kinks = [
    Edge("abs(x)", ["x": 0], 0, 0),
    Edge("abs(x)", ["x": -0.0], 0, 0),
    Edge("relu(x)", ["x": 0], 0, 0),
    Edge("max(0, x)", ["x": 0], 0, 0.5),
    Edge("hypot(x, y)", ["x": 0, "y": 0], 0, 0, 0),
    Edge("hypot(x, y)", ["x": -3, "y": 0], 3, -1, 0),
    Edge("leaky_relu(x)", ["x": 0], 0, 0.01),
    Edge("leaky_relu(x, a)", ["x": 0, "a": 0.3], 0, 0.3, 0),
    Edge("leaky_relu(x, a)", ["x": -2, "a": 0.3], -0.6, 0.3, -2),
    // The one of 1 and a nearest to 0, or 0 between them.
    Edge("elu(x)", ["x": 0], 0, 1),
    Edge("elu(x, a)", ["x": 0, "a": 0.5], 0, 0.5, 0),
    Edge("elu(x, a)", ["x": 0, "a": 2], 0, 1, 0),
    Edge("elu(x, a)", ["x": 0, "a": -1], 0, 0, 0),
    Edge("clamp(x, -1, 1)", ["x": 1], 1, 1),
    Edge("clamp(x, -1, 1)", ["x": -1], -1, 1),
    Edge("clamp(x, -1, 1)", ["x": 1.5], 1, 0),
    Edge("clamp(x, lo, hi)", ["x": 2, "lo": 2, "hi": 2], 2, 1, 0, 0),
    Edge("clamp(x, lo, hi)", ["x": 3, "lo": 0, "hi": 2], 2, 0, 0, 1),
    Edge("clamp(x, lo, hi)", ["x": -3, "lo": 0, "hi": 2], 0, 0, 1, 0),
    Edge("silu(x)", ["x": 0], 0, 0.5),
    Edge("gelu(x)", ["x": 0], 0, 0.5),
  ]

  static let ties = [
    Edge("max(x, y)", ["x": 2, "y": 2], 2, 0.5, 0.5),
    Edge("max(x, y)", ["x": 2, "y": 2], 2, 1, 0, ties: .first),
    Edge("max(x, y)", ["x": 2, "y": 2], 2, 0, 1, ties: .last),
    Edge("min(x, y)", ["x": 2, "y": 2], 2, 0.5, 0.5),
    Edge("min(x, y)", ["x": 2, "y": 2], 2, 1, 0, ties: .first),
    Edge("min(x, y)", ["x": 2, "y": 2], 2, 0, 1, ties: .last),
    Edge("max(x, y)", ["x": 0, "y": -0.0], 0, 0.5, 0.5),
    Edge("max(x, y, z)", ["x": 1, "y": 1, "z": 1], 1, 1.0 / 3, 1.0 / 3, 1.0 / 3),
    Edge("max(x, y, z)", ["x": 1, "y": 1, "z": 1], 1, 1, 0, 0, ties: .first),
    Edge("max(x, y, z)", ["x": 1, "y": 1, "z": 1], 1, 0, 0, 1, ties: .last),
    Edge("min(x, y, z)", ["x": 0, "y": 1, "z": 0], 0, 0.5, 0, 0.5),
    Edge("min(x, y, z)", ["x": 1, "y": 0, "z": 0], 0, 0, 1, 0, ties: .first),
    Edge("min(x, y, z)", ["x": 0, "y": 0, "z": 1], 0, 0, 1, 0, ties: .last),
    Edge("max(x)", ["x": 3], 3, 1),
    Edge("max(x, x)", ["x": 3], 3, 1),
    Edge("max(x, x)", ["x": 3], 3, 1, ties: .first),
    Edge("max(x, y) + min(x, y)", ["x": 3, "y": 3], 6, 1, 1),
  ]

  static let jumps = ["sign", "step", "floor", "ceil", "round"].flatMap { name in
    [(-0.5, 0.0), (0, 0), (0.5, 0), (2, 0), (2.5, 0)].map { x, derivative in
      Edge("\(name)(x)", ["x": x], jumpValue(name, x), derivative)
    }
  }

  static func jumpValue(_ name: String, _ x: Double) -> Double {
    switch name {
    case "sign": x > 0 ? 1 : x < 0 ? -1 : 0
    case "step": x > 0 ? 1 : 0
    case "floor": x.rounded(.down)
    case "ceil": x.rounded(.up)
    default: x.rounded(.toNearestOrEven)
    }
  }

  static let powers = [
    Edge("x^0", ["x": 0], 1, 0),
    Edge("x^0", ["x": -3], 1, 0),
    Edge("x^0", ["x": .infinity], 1, 0),
    Edge("x^0", ["x": .nan], 1, 0),
    Edge("x^1", ["x": 0], 0, 1),
    Edge("x^2", ["x": 0], 0, 0),
    Edge("x^3", ["x": 0], 0, 0),
    Edge("x^1.5", ["x": 0], 0, 0),
    Edge("x^0.5", ["x": 0], 0, .infinity),
    Edge("x^(1/3)", ["x": 0], 0, .infinity),
    Edge("x^-1", ["x": 0], .infinity, -.infinity),
    Edge("x^3", ["x": -2], -8, 12),
    Edge("x^-1", ["x": -2], -0.5, -0.25),
    Edge("x^0.5", ["x": -1], .nan, .nan),
    Edge("x^y", ["x": 0, "y": 2], 0, 0, 0),
    Edge("x^y", ["x": 0, "y": 1], 0, 1, 0),
    Edge("x^y", ["x": 0, "y": 0.5], 0, .infinity, 0),
    Edge("0^y", ["y": 0.5], 0, 0),
    Edge("0^y", ["y": 3], 0, 0),
    Edge("x^y", ["x": 2, "y": 0], 1, 0, 0.6931471805599453),
    Edge("x^y", ["x": -2, "y": 3], -8, 12, .nan),
    Edge("x^y", ["x": -2, "y": 0.5], .nan, .nan, .nan),
    Edge("2^y", ["y": 3], 8, 8 * 0.6931471805599453),
    Edge("pow(x, 2)", ["x": 3], 9, 6),
  ]

  static let domains = [
    Edge("sqrt(x)", ["x": 0], 0, .infinity),
    Edge("sqrt(x)", ["x": -0.0], 0, .infinity),
    Edge("sqrt(x)", ["x": -1], .nan, .nan),
    Edge("cbrt(x)", ["x": 0], 0, .infinity),
    Edge("cbrt(x)", ["x": -8], -2, 1.0 / 12),
    Edge("log(x)", ["x": 0], -.infinity, .infinity),
    Edge("log(x)", ["x": -1], .nan, .nan),
    Edge("log2(x)", ["x": -1], .nan, .nan),
    Edge("log10(x)", ["x": -1], .nan, .nan),
    Edge("log1p(x)", ["x": -1], -.infinity, .infinity),
    Edge("log1p(x)", ["x": -2], .nan, .nan),
    Edge("asin(x)", ["x": 1], .pi / 2, .infinity),
    Edge("asin(x)", ["x": -1], -.pi / 2, .infinity),
    Edge("asin(x)", ["x": 2], .nan, .nan),
    Edge("acos(x)", ["x": 1], 0, -.infinity),
    Edge("acos(x)", ["x": -2], .nan, .nan),
    Edge("acosh(x)", ["x": 1], 0, .infinity),
    Edge("acosh(x)", ["x": 0.5], .nan, .nan),
    Edge("acosh(x)", ["x": -3], .nan, .nan),
    Edge("atanh(x)", ["x": 1], .infinity, .infinity),
    Edge("atanh(x)", ["x": 2], .nan, .nan),
    Edge("gamma(x)", ["x": -1], .nan, .nan),
    Edge("digamma(x)", ["x": -2], .nan, .nan),
    Edge("polygamma(1.5, x)", ["x": 2], .nan, .nan),
    Edge("polygamma(-1, x)", ["x": 2], .nan, .nan),
    Edge("mod(x, 0)", ["x": 5], .nan, .nan),
    Edge("mod(x, y)", ["x": 5, "y": 0], .nan, .nan, .nan),
    Edge("mod(x, 3)", ["x": -1], 2, 1),
    Edge("mod(x, -3)", ["x": 1], -2, 1),
    Edge("mod(x, y)", ["x": 7, "y": 3], 1, 1, -2),
    Edge("clamp(x, 1, -1)", ["x": 0], .nan, .nan),
    Edge("clamp(x, lo, hi)", ["x": 0, "lo": 1, "hi": -1], .nan, .nan, .nan, .nan),
    Edge("0/x", ["x": 0], .nan, .nan),
    Edge("1/x", ["x": 0], .infinity, -.infinity),
  ]

  static let nans = [
    Edge("max(x, y)", ["x": .nan, "y": 1], .nan, .nan, .nan),
    Edge("max(x, y)", ["x": 1, "y": .nan], .nan, .nan, .nan),
    Edge("min(x, y)", ["x": .nan, "y": 1], .nan, .nan, .nan),
    Edge("min(x, y)", ["x": 1, "y": .nan], .nan, .nan, .nan),
    Edge("relu(x)", ["x": .nan], .nan, .nan),
    Edge("clamp(x, 0, 1)", ["x": .nan], .nan, .nan),
    Edge("abs(x)", ["x": .nan], .nan, .nan),
  ]

  /// The losing side receives nothing at all; an honest 0·∞ is nan.
  static let routing = [
    Edge("max(1, sqrt(x))", ["x": 0], 1, 0),
    Edge("min(-1, sqrt(x))", ["x": 0], -1, 0),
    Edge("if(x > 0, sqrt(x), 0)", ["x": 0], 0, 0),
    Edge("where(x > 0, log(x), 0)", ["x": -1], 0, 0),
    Edge("if(x <= 0, 1, 1/x)", ["x": 0], 1, 0),
    Edge("if(x > 0 and not (x > 1), sqrt(x), x)", ["x": 0], 0, 1),
    Edge("relu(sqrt(x) - 1)", ["x": 0], 0, 0),
    Edge("clamp(sqrt(x), 1, 2)", ["x": 0], 1, 0),
    Edge("clamp(5, sqrt(x), 2)", ["x": 0], 2, 0),
    Edge("max(1, log(x))", ["x": 0], 1, 0),
    Edge("sign(sqrt(x))", ["x": 0], 0, 0),
    Edge("step(sqrt(x))", ["x": 0], 0, 0),
    Edge("floor(sqrt(x))", ["x": 0], 0, 0),
    Edge("ceil(sqrt(x))", ["x": 0], 0, 0),
    Edge("round(sqrt(x))", ["x": 0], 0, 0),
    Edge("sqrt(x)^0", ["x": 0], 1, 0),
    Edge("log(x)^0", ["x": -1], 1, 0),
    Edge("y = sqrt(x); 2*x", ["x": 0], 0, 2),
    Edge("if(sqrt(x) > 1, x, 3*x)", ["x": 0], 0, 3),
    Edge("0*sqrt(x)", ["x": 0], 0, .nan),
    Edge("sqrt(x)^2", ["x": 0], 0, .nan),
    Edge("abs(sqrt(x))", ["x": 0], 0, .nan),
    Edge("max(1, sqrt(x)) + 0*sqrt(x)", ["x": 0], 1, .nan),
    Edge("y*sqrt(x)", ["y": 0, "x": 0], 0, 0, .nan),
    Edge("y*sqrt(x)", ["y": 2, "x": 0], 0, 0, .infinity),
  ]

  static let infinities = [
    Edge("exp(x)", ["x": -.infinity], 0, 0),
    Edge("exp(x)", ["x": .infinity], .infinity, .infinity),
    Edge("log(x)", ["x": .infinity], .infinity, 0),
    Edge("log1p(x)", ["x": .infinity], .infinity, 0),
    Edge("sqrt(x)", ["x": .infinity], .infinity, 0),
    Edge("atan(x)", ["x": -.infinity], -.pi / 2, 0),
    Edge("tanh(x)", ["x": .infinity], 1, 0),
    Edge("asinh(x)", ["x": .infinity], .infinity, 0),
    Edge("acosh(x)", ["x": .infinity], .infinity, 0),
    Edge("sigma(x)", ["x": .infinity], 1, 0),
    Edge("sigma(x)", ["x": -.infinity], 0, 0),
    Edge("softplus(x)", ["x": .infinity], .infinity, 1),
    Edge("softplus(x)", ["x": -.infinity], 0, 0),
    Edge("erf(x)", ["x": .infinity], 1, 0),
    Edge("erfc(x)", ["x": .infinity], 0, 0),
    Edge("digamma(x)", ["x": .infinity], .infinity, 0),
    Edge("polygamma(2, x)", ["x": .infinity], 0, 0),
    Edge("hypot(x, 1)", ["x": 1.5e308], 1.5e308, 1),
    Edge("hypot(x, y)", ["x": 1.5e308, "y": 1.5e308], .infinity, 0.5.squareRoot(), 0.5.squareRoot()),
    Edge("max(x, 1)", ["x": -.infinity], 1, 0),
    Edge("clamp(x, -1, 1)", ["x": .infinity], 1, 0),
  ]

  static let special = [
    Edge("erfinv(x)", ["x": 1], .infinity, .infinity),
    Edge("erfinv(x)", ["x": -1], -.infinity, .infinity),
    Edge("erfinv(x)", ["x": 1.5], .nan, .nan),
    Edge("normcdf(x)", ["x": -.infinity], 0, 0),
    Edge("Φ(x)", ["x": .infinity], 1, 0),
    Edge("beta(a, b)", ["a": 1, "b": 2], 0.5, -0.75, -0.25),
    Edge("beta(a, b)", ["a": -1, "b": 2], .nan, .nan, .nan),
    Edge("lbeta(a, b)", ["a": 0, "b": 2], .infinity, -.infinity, 0),
    Edge("lbeta(a, b)", ["a": 1, "b": 1], 0, -1, -1),
    Edge("gammainc(2, x)", ["x": 0], 0, 0),
    Edge("gammainc(1, x)", ["x": 0], 0, 1),
    Edge("gammainc(0.5, x)", ["x": 0], 0, .infinity),
    Edge("gammainc(a, x)", ["a": 2, "x": 0], 0, 0, 0),
    Edge("gammainc(a, x)", ["a": 2, "x": .infinity], 1, 0, 0),
    Edge("gammainc(a, x)", ["a": 2, "x": -1], .nan, .nan, .nan),
    Edge("gammainc(a, x)", ["a": -1, "x": 2], .nan, .nan, .nan),
    Edge("besselj(0, x)", ["x": 0], 1, 0),
    Edge("besselj(1, x)", ["x": 0], 0, 0.5),
    Edge("besselj(2, x)", ["x": 0], 0, 0),
    Edge("besselj(2, x)", ["x": .infinity], 0, 0),
    Edge("besselj(1.5, x)", ["x": 2], .nan, .nan),
    Edge("besselj(n, 0)", ["n": 0], 1, .nan),
    Edge("lambertw(x)", ["x": 0], 0, 1),
    Edge("lambertw(x)", ["x": -0x1.78b56362cef38p-2], -1, .infinity),
    Edge("lambertw(x)", ["x": -0.4], .nan, .nan),
    Edge("lambertw(x)", ["x": .infinity], .infinity, 0),
    Edge("xlogy(x, y)", ["x": 0, "y": 0], 0, -.infinity, 0),
    Edge("xlogy(x, y)", ["x": 0, "y": .infinity], 0, .infinity, 0),
    Edge("xlogy(x, y)", ["x": 0, "y": 1], 0, 0, 0),
    Edge("xlogy(x, y)", ["x": 2, "y": 0], -.infinity, -.infinity, .infinity),
    Edge("xlogy(x, y)", ["x": 2, "y": -1], .nan, .nan, .nan),
    Edge("logit(x)", ["x": 0], -.infinity, .infinity),
    Edge("logit(x)", ["x": 1], .infinity, .infinity),
    Edge("logit(x)", ["x": 0.5], 0, 4),
    Edge("logit(x)", ["x": 2], .nan, .nan),
    Edge("sinc(x)", ["x": 0], 1, 0),
    Edge("sinc(x)", ["x": .infinity], 0, 0),
  ]

  static let edges = kinks + ties + jumps + powers + domains + infinities + nans + routing + special

  @Test func value() {
    forEach(Self.edges) { (edge: Edge) throws in
      let value = try edge.makePoint().value
      #expect(value.isSame(as: edge.value), "\(value), not \(edge.value)")
    }
  }

  @Test func reverse() {
    forEach(Self.edges) { (edge: Edge) throws in
      let gradient = try edge.makePoint().reverse
      #expect(same(gradient, edge.gradient), "\(gradient), not \(edge.gradient)")
    }
  }

  @Test func forward() {
    forEach(Self.edges) { (edge: Edge) throws in
      let gradient = try edge.makePoint().forward
      #expect(same(gradient, edge.gradient), "\(gradient), not \(edge.gradient)")
    }
  }

  private func same(_ some: [Double], _ others: [Double]) -> Bool {
    some.count == others.count && zip(some, others).allSatisfy { $0.0.steps(from: $0.1) <= 1 }
  }

  /// An input without a direction sends nothing, and one that is not asked for spoils nothing.
  @Test func onlyWhatIsAskedFor() throws {
    let graph = try Graph(program: "y*sqrt(x) + x^y")
    let point = Point<Double>(graph, inputs: [3, 0], wrt: [0])
    #expect(point.wrtInputs.map(\.name) == ["y"])
    #expect(point.reverse == [0])
    #expect(point.forward == [0])
  }

  @Test func secondDerivative() {
    forEach(
      [
        ("x^2", 0.0, 2.0), ("x^3", 0, 0), ("x^1", 0, 0), ("x^0", 0, 0), ("x^1.5", 0, .infinity),
        ("abs(x)", 0, 0), ("relu(x)", 0, 0), ("max(x, 0)", 0, 0), ("leaky_relu(x)", 0, 0), ("sign(x)*x", 0, 0),
        ("sqrt(x)^0", 0, 0), ("where(x > 0, log(x), x^2)", -1, 2), ("x*relu(x)", 0, 0), ("max(x^2, 1)", 2, 2),
        ("clamp(x^2, -1, 1)", 0.5, 2), ("floor(x)*x^2", 2.5, 4), ("sqrt(x)", -1, .nan), ("acosh(x)", -3, .nan),
      ] as [(String, Double, Double)]
    ) { (program, x, exact) throws in
      let second = try Graph(program: program).hessian(at: [x])[0][0]
      #expect(second.isSame(as: exact), "\(program): \(second), not \(exact)")
    }
  }

  @Test(
    arguments: [
      ("max(1, sqrt(x))", 0.0, 0.0), ("if(x > 0, sqrt(x), 0)", 0, 0), ("relu(sqrt(x) - 1)", 0, 0),
      ("clamp(sqrt(x), 1, 2)", 0, 0), ("log(x)", -1, .nan), ("log1p(x)", -2, .nan), ("atanh(x)", 2, .nan),
    ] as [(String, Double, Double)]) func secondDerivativeWhereValuesDecide(
      _ program: String, _ x: Double, _ exact: Double
    ) throws
  {
    let second = try Graph(program: program).dualHessian(at: [x])[0][0]
    #expect(second.isSame(as: exact), "\(program): \(second), not \(exact)")
  }

  @Test func secondDerivativesOfPowersAtZero() throws {
    #expect(try Graph(program: "x^y").hessian(at: [0, 2]) == [[2, 0], [0, 0]])
    #expect(try Graph(program: "x^y").hessian(at: [0, 3]) == [[0, 0], [0, 0]])
  }
}
