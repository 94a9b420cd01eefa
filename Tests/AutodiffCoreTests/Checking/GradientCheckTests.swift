import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct GradientCheckTests {
  private static func check(_ program: String, _ x: Double) throws -> GradientCheck {
    let graph = try Graph(program: program)
    return GradientCheck(
      Point(graph, inputs: [x]))
  }

  /// Right gradients that a fixed step and a fixed tolerance fail, and how well they are known.
  @Test func rightGradientsPass() {
    forEach(
      [
        ("relu(x)", 5e-7, 1e-12), ("relu(x)", -5e-7, 0), ("max(x, 1)", 1 + 1e-9, 1e-4),
        ("abs(x - 1/3)", 0.333333, 1e-9),
        // Scale
        ("log(x)", 1e-8, 1e-10), ("x^2", 1e9, 1e-10), ("x^2", 1e-9, 1e-6), ("sin(1e6*x)", 0.3, 1e-8),
        ("sin(x)", 1e6, 1e-8), ("sin(x)", 1e12, 1e-3), ("exp(x)", 700, 1e-9), ("exp(x)", -700, 1e-9),
        ("1e300*x^2", 1e-3, 1e-10), ("1e-300*x^2", 1e-3, 1e-10), ("1e-6*x^2", 3, 1e-10), ("x^100", 1e-2, 1e-10),
        ("x^3", 1e100, 1e-10), ("1e-200*x^3", 1e100, 1e-10),
        // Poles and edges of the domain
        ("1/x", 1e-12, 1e-9), ("tan(x)", 1.5707963, 1e-9), ("gamma(x)", -0.999999, 1e-8), ("sqrt(x)", 1e-12, 1e-9),
        ("sqrt(x)", 1e-300, 1e-9), ("acos(x)", 0.9999999999, 1e-6), ("atanh(x)", -0.999999999, 1e-6),
        ("x*log(x)", 1e-10, 1e-8),
        // What larger steps do not see
        ("exp(-(1e4*x)^2)", 1e-4, 1e-9), ("x + 1e-3*exp(-(1e4*x)^2)", 1e-4, 1e-9), ("tanh(1e5*x)", 1e-6, 1e-8),
        ("sigma(1e8*(x - 1))", 1.00000001, 1e-4), ("if(x > 1, x^3, 0)", 1.0000001, 1e-8),
        // Cancellation
        ("(x*3.3 - 5.61)^2 + x", 1.7, 1e-9), ("sqrt(x + 1) - sqrt(x)", 1e4, 1e-6), ("exp(x) - 1", 1e-9, 1e-9),
        ("x^8-8*x^7+28*x^6-56*x^5+70*x^4-56*x^3+28*x^2-8*x+1 + x", 1.01, 1e-8),
      ] as [(String, Double, Double)]
    ) { (program, x, precision) throws in
      let row = try #require(try Self.check(program, x).rows.first)
      #expect(row.verdict == .pass, "\(row)")
      #expect(row.numeric.error <= precision * abs(row.reverse) || precision == 0, "\(row)")
    }
  }

  /// A derivative of 0 has no scale of its own.
  @Test func plateausPass() {
    forEach(
      [
        ("x^1.5", 0), ("floor(x)", 1.5), ("round(x)", 0.4999999), ("sign(x)", 1e-9), ("relu(x)", -1), ("x^2", 0),
        ("cos(x)", 0), ("abs(x)^2", 0), ("abs(x)*x", 0), ("relu(x)^2", 0), ("exp(-1/x^2)", 0.01), ("0*x", 3),
        ("(x*3.3 - 5.61)^2", 1.7), ("tanh(x)", 40), ("x^1.3", 0), ("max(1, sqrt(x))", 0),
      ] as [(String, Double)]
    ) { (program, x) throws in
      let row = try #require(try Self.check(program, x).rows.first)
      #expect(row.verdict == .pass, "\(row)")
      #expect(abs(row.numeric.value) <= 1e-3, "\(row)")
    }
  }

  /// Both sides agree, so there is a derivative and no kink.
  @Test(
    arguments: [("max(x, x)", 1, 1), ("relu(x) - relu(-x)", 0, 1), ("max(x, 2) + min(x, 2)", 2, 1)]
      as [(String, Double, Double)])
  func kinksThatCancelPass(_ program: String, _ x: Double, _ derivative: Double) throws {
    let row = try #require(try Self.check(program, x).rows.first)
    #expect(row.verdict == .pass)
    #expect(row.reverse == derivative)
    #expect(abs(row.numeric.value - derivative) < 1e-9)
  }

  @Test func kinks() {
    forEach(
      [
        ("relu(x)", 0), ("abs(x)", 0), ("clamp(x, 0, 1)", 1), ("clamp(x, 0, 1)", 0), ("max(x, 1, 2 - x)", 1),
        ("x + abs(sin(x))", 0), ("step(x)*x", 0), ("floor(x)", 2), ("step(x)", 0), ("round(x)", 0.5),
        ("if(x > 0, x, 2*x)", 0), ("abs(x - 0.1)*1e-9 + x", 0.1), ("max(0.1*x, 0.3*x - 0.02*x)", 0),
      ] as [(String, Double)]
    ) { (program, x) throws in
      let row = try #require(try Self.check(program, x).rows.first)
      #expect(row.verdict == .kink, "\(row)")
    }
  }

  @Test func aTieOfThree() throws {
    let graph = try Graph(program: "max(x, y, z)")
    let check = GradientCheck(
      Point(graph, inputs: [1, 1, 1]))
    #expect(check.rows.map(\.verdict) == [.kink, .kink, .kink])
    #expect(check.verdict == .kink && check.verdict.passes)
  }

  @Test func undefined() {
    forEach(
      [
        ("log(x)", -1), ("sqrt(x)", 0), ("1/x", 0), ("sqrt(x)^2", 0), ("x", .nan), ("x^2", .infinity), ("exp(x)", 1000),
        // Defined at this one point only.
        ("x^1.5*(-x)^1.5", 0),
      ] as [(String, Double)]
    ) { (program, x) throws in
      #expect(try Self.check(program, x).verdict == .undefined)
    }
  }

  @Test func noInputsPass() throws {
    let graph = try Graph(program: "3")
    let check = GradientCheck(Point(graph, inputs: []))
    #expect(check.verdict == .pass && check.rows.isEmpty)
  }

  /// Nothing is left of the derivative but rounding, which is another in each mode.
  @Test(arguments: [0.1, 0.2, 0.35, 1.7, 2.9])
  func whatCancelsInBothModesPasses(_ x: Double) throws {
    let graph = try Graph(program: "a = exp(x); b = exp(y); c = exp(z); s = a + b + c; a/s + b/s + c/s")
    let inputs = [x, 0.7, -1]
    let check = GradientCheck(
      Point(graph, inputs: inputs))
    #expect(check.verdict == .pass, "\(check.rows)")
  }

  /// The homework of the course, to eleven digits.
  @Test func homework() throws {
    let graph = try Graph(program: "sigma(log(5*(max(x1,x2)*x3/x4-(x5+x6)))+0.5)")
    let inputs = [3.0, 2, 4, 2, 1, 0.5]
    #expect(graph.namesOfInputs == ["x1", "x2", "x3", "x4", "x5", "x6"])
    let check = GradientCheck(
      Point(graph, inputs: inputs))
    #expect(check.verdict == .pass)
    for row in check.rows { #expect(row.relativeError <= 1e-11, "\(row)") }
  }

  // MARK: - Wrong ones

  /// A wrong derivative is one, however small the function.
  @Test func wrongGradientsFail() {
    forEach(
      [
        ("1e-6*x^2", 3, 3.5), ("1e-6*x^2", 3, 1.000001), ("1e-300*x^2", 3, 1.00001), ("log(x)", 1e-8, 1.00001),
        ("x^2", 1e9, 1.000001), ("sin(1e6*x)", 0.3, 1.00001), ("1/x", 1e-12, 0.99999), ("relu(x)", 5e-7, 0.5),
        ("relu(x)", 5e-7, 0), ("exp(-(1e4*x)^2)", 1e-4, 0), ("sin(x)", 1e6, 0.9999), ("tan(x)", 1.5707963, 1.0001),
      ] as [(String, Double, Double)]
    ) { (program, x, factor) throws in
      let graph = try Graph(program: program)
      let right = Point(graph, inputs: [x]).reverse[0]
      let differences = Differences(
        LineRestriction(graph, inputs: [x], along: 0), scheme: DifferenceScheme(), sides: nil)
      #expect(differences.verdict(on: right, .init()) == .pass)
      #expect(differences.verdict(on: right * factor, .init()) == .mismatch, "\(differences)")
    }
  }

  @Test(
    arguments: [
      ("relu(x)", 0, [0, 0.3, 1], [-1e-6, 1.000001]), ("abs(x)", 0, [-1, 0, 1], [-1.001, 1.001]),
      ("clamp(2*x, 0, 1)", 0.5, [0, 1, 2], [-0.1, 2.1]), ("1e-9*abs(x)", 0, [0, 1e-9], [1.1e-9, 1e-6]),
      // A jump bounds on one side, or on none.
      ("floor(x)", 1, [0, 3], [-1]), ("step(x)", 0, [0, 3], []), ("-floor(x)", 1, [0, -3], [1]),
    ] as [(String, Double, [Double], [Double])])
  func kinksBound(_ program: String, _ x: Double, _ inside: [Double], _ outside: [Double]) throws {
    let graph = try Graph(program: program)
    let point = Point(graph, inputs: [x])
    let differences = Differences(
      LineRestriction(graph, inputs: [x], along: 0), scheme: DifferenceScheme(), sides: point.derivatives.sides(of: "x")
    )
    for derivative in inside { #expect(differences.verdict(on: derivative, .init()) == .kink) }
    for derivative in outside { #expect(differences.verdict(on: derivative, .init()) == .mismatch) }
  }

  // MARK: - Schemes

  /// The lecture's difference is off by about f''h/2, and says so.
  @Test func fixedSteps() throws {
    let graph = try Graph(program: "sin(x)")
    let line = LineRestriction(graph, inputs: [1], along: 0)
    let exact = Point(graph, inputs: [1]).reverse[0]
    let forward = line.derivative(DifferenceScheme(.forward, step: 1e-4))
    #expect(forward.value == (line(1 + 1e-4).value - line.value) / 1e-4)
    #expect(abs(forward.value - exact) < 1e-4 && abs(forward.value - exact) > 1e-5)
    #expect(abs(forward.value - exact) <= forward.error)
    let central = line.derivative(DifferenceScheme(.central, step: 1e-4))
    #expect(abs(central.value - exact) < 1e-8 && abs(central.value - exact) <= 2 * central.error)
    for kind in [DifferenceScheme.Kind.forward, .central] {
      #expect(abs(line.derivative(DifferenceScheme(kind)).value - exact) < 1e-7)
    }
  }
}
