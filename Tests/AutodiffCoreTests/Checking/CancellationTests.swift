import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// Random programs whose terms cancel, whose values are huge or tiny, and which stand near the end of a domain: none of
/// their gradients is wrong, whatever finite differences make of them.
///
/// Here a few; 10,000 from a seed of one's own:
///
///     CHECK_CANCELLING=10000 CHECK_SEED=1 swift test --filter CancellationTests
@Suite struct CancellationTests {
  @Test func noFalseAlarms() {
    let count = RandomCheckTests.setting("CHECK_CANCELLING", 200)
    var generator = CancellingPrograms(seed: RandomCheckTests.seed)
    var alarms: [String] = []
    var defined = 0
    while defined < count {
      let (program, names, values) = generator.next()
      guard let graph = try? Graph(program: program) else {
        Issue.record("cannot read \(program)")
        return
      }
      let known = Dictionary(uniqueKeysWithValues: zip(names, values))
      let check = GradientCheck(Point(graph, inputs: graph.namesOfInputs.map { known[$0] ?? .nan }))
      if check.verdict == .undefined { continue }
      defined += 1
      if check.verdict == .mismatch {
        let row = check.rows.first { $0.verdict == .mismatch }
        let numbers = row.map { "\($0.reverse) \($0.forward) \($0.numeric.value)±\($0.numeric.error)" } ?? ""
        alarms.append("\(program) at \(known): \(row?.input ?? "") \(numbers) ±\(row?.evidence.rounding ?? 0)")
      }
    }
    #expect(alarms.isEmpty, "\(alarms.count) false alarms in \(count) programs: \(alarms.first ?? "")")
    if count > 1000 {
      print("\(count) programs that cancel: \(alarms.count) false alarms")
      for alarm in alarms { print(alarm) }
    }
  }
}

/// Points at which differences can tell little or nothing. The derivatives are mpmath's, with 60 digits.
@Suite(.namesCases) struct HardPointTests {
  private static func check(_ program: String, _ x: Double, claiming derivative: Double) throws -> GradientCheck.Row {
    let graph = try Graph(program: program)
    let claim = Claim.Number(value: derivative, precision: 0)
    return try #require(GradientCheck(Point(graph, inputs: [x]), claims: ["x": claim]).rows.first)
  }

  @Test func rightDerivativesPass() {
    forEach(
      [
        ("0.1*x + 0.2*x - 0.3*x", 0.0, 2.7755575615628914e-17),
        ("x - 0.9*x - 0.1*x", 0.0, -2.7755575615628914e-17),
        ("tan(x)*cos(x) - sin(x)", 1000.0, 0.0),
        ("atan2(x, 1) - atan(x)", 0.0001, 0.0),
        ("x - x + exp(-x)", 40.0, -4.248354255291589e-18),
        ("gamma(x + 1) - x*gamma(x)", 1e-05, 0.0),
        ("cbrt(x^3) - x", 1.7, 0.0),
        ("exp(-x)", 740.0, -4.2e-300 * 1e-22),
        ("1e-310*x", 1.0, 1e-300 * 1e-10),
        ("x^1070", 0.5, 1.6917e-300 * 1e-19),
        ("u = 500*x; u - sin(u)", 0.0, 0.0),
        ("1e6*(x - sin(x)) + 1", 0.0, 0.0),
        ("x^1.2", 0.0, 0.0),
        ("x^1.01", 0.0, 0.0),
        ("acosh(x)", 1.0000000000000002, 47453132.81212577),
        ("asin(x)", 0.9999999999999999, 67108864.0),
        ("acos(x)", -0.9999999999999999, -67108864.0),
        ("atanh(x)", 0.9999999999999999, 4503599627370496.0),
        ("log1p(x)", -0.9999999999999999, 9007199254740992.0),
        ("sqrt(1 - x)", 0.9999999999999999, -47453132.81212578),
        ("cos(x)", 1e+17, 0.4645301048353727),
        ("x^2", 1e-160, 2e-160),
        ("x^3", 1e-160, 3e-300 * 1e-20),
        ("sin(x)^2 + cos(x)^2", 0.7, 0.0),
        ("log1p(x^2) - log(1 + x^2)", 0.3, 0.0),
        ("softplus(x) - softplus(-x) - x", 1.3, 0.0),
        ("lgamma(x + 1) - lgamma(x) - log(x)", 2.6, 0.0),
        ("erf(x) + erfc(x)", 0.4, 0.0),
        ("sinh(x)/cosh(x) - tanh(x)", 0.9, 0.0),
        ("asinh(x) - log(x + sqrt(x^2 + 1))", 3.1, 0.0),
        ("expm1(x) - exp(x) + 1", 12.5, 0.0),
        ("(x + 1)^3 - x^3 - 3*x^2 - 3*x - 1", 100000.0, 0.0),
        ("1e-200*x*1e-115", 3.0, 1e-300 * 1e-15),
        ("exp(-x^2)", 26.5, -5.507771989358338e-304),
        ("tanh(1e6*x)*1e-8 + 1000*(x + 1)", 1e-06, 1000.0041997434162),
        ("u = x - 1; v = u*log(abs(u)); v*v", -4.10694982339945e-09, -8.213899697400012e-09),
        ("sin(1e14*x) + x", 0.3, 63692214837965.13),
      ] as [(String, Double, Double)]
    ) { (program, x, derivative) throws in
      let row = try Self.check(program, x, claiming: derivative)
      #expect(row.verdict == .pass, "\(row)")
    }
  }

  @Test func wrongDerivativesFail() {
    forEach(
      [
        ("0.1*x + 0.2*x - 0.3*x", 0, 1e-9), ("x - 0.9*x - 0.1*x", 0, -1e-9), ("tan(x)*cos(x) - sin(x)", 1000, 1e-6),
        ("gamma(x + 1) - x*gamma(x)", 1e-5, 1), ("exp(-x)", 740, -8e-300 * 1e-22), ("1e-310*x", 1, 1.1e-300 * 1e-10),
        ("x^2", 1e-160, 2.01e-160), ("acosh(x)", 1.0000000000000002, 4.75e7), ("cos(x)", 1e17, 0.46),
        ("u = 500*x; u - sin(u)", 0, 1e-6), ("x^1.2", 0, 0.01), ("sin(x)^2 + cos(x)^2", 0.7, 1e-9),
      ] as [(String, Double, Double)]
    ) { (program, x, derivative) throws in
      let row = try Self.check(program, x, claiming: derivative)
      #expect(row.verdict == .mismatch, "\(row)")
    }
  }

  /// A kink with another one near it, on either side.
  @Test(arguments: ["clamp(x, 0, 1e-12)", "min(max(x, 0), 1e-12)", "max(0, min(x, 1e-9))", "relu(x) - relu(x - 1e-10)"])
  func theKinkNextToAnother(_ program: String) throws {
    let check = GradientCheck(Point(try Graph(program: program), inputs: [0]))
    #expect(check.verdict == .kink, "\(check.rows)")
  }

  /// The sweeps decide where differences cannot, and a row tells so.
  @Test(arguments: [
    ("cos(x)", 1e17, true), ("x^1.01", 0, true), ("asin(x)", 1.0.nextDown, true), ("sin(x)", 1, false),
    ("x^2", 0, false),
    ("floor(x)", 1.5, false), ("exp(x)", 700, false), ("1e-310*x", 1, false),
  ])
  func whatRestsOnSweeps(_ program: String, _ x: Double, _ restsOnSweeps: Bool) throws {
    let row = try #require(GradientCheck(Point(try Graph(program: program), inputs: [x])).rows.first)
    #expect(row.verdict == .pass && row.restsOnSweeps == restsOnSweeps, "\(row)")
  }
}

/// Programs that are sampled as arrays, with few samples at first.
@Suite struct LargeCheckTests {
  private static let programs = [
    ArrayProgram("sum(A@A)", ["A": [15, 15]]),
    ArrayProgram("mean((relu(X@W + b) - 1)^2)", ["X": [30, 6], "W": [6, 5], "b": [5]]),
    ArrayProgram("sum(logsumexp(X@W, axis=2))", ["X": [20, 8], "W": [8, 6]]),
    ArrayProgram("sum(sin(A)*cos(A)) + norm(A)", ["A": [20, 20]]),
    ArrayProgram("logdet(A@A' + 9*eye(12)) + sum(A^3)", ["A": [12, 12]]),
  ]

  @Test(arguments: programs) func rightDerivativesPass(_ program: ArrayProgram) throws {
    let point = try program.randomPoint()
    #expect(try CheckedProgram(ProgramPoint(point)).samples.isDear)
    let check = try point.check()
    #expect(check.verdict == .pass, "\(check.rows.first { $0.verdict != .pass }.map { "\($0)" } ?? "")")
    #expect(check.rows.allSatisfy { !$0.restsOnSweeps })
  }

  @Test(arguments: programs) func wrongDerivativesFail(_ program: ArrayProgram) throws {
    let point = try program.randomPoint()
    let checked = try CheckedProgram(ProgramPoint(point))
    var answers = ModeAnswers(ProgramPoint(point), Derivatives(gradientOf: point))
    let place = answers.forward.indices.max { abs(answers.forward[$0]) < abs(answers.forward[$1]) } ?? 0
    answers.derivatives.values[place] *= 1.0001
    answers.derivatives.convention[place] *= 1.0001
    answers.forward[place] *= 1.0001
    let check = GradientCheck(checked, answers: answers, scheme: DifferenceScheme(), tolerance: .init())
    #expect(check.rows.indices.filter { check.rows[$0].verdict == .mismatch } == [place])
  }

  /// Dead units and zero weights: kinks on both sides of which the differences are taken.
  @Test func kinksOfArrays() throws {
    let program = ArrayProgram("sum(relu(X@W))", ["X": [20, 12], "W": [12, 10]])
    let point = try program.point([(0..<240).map { Double($0 % 7) - 3 }, Array(repeating: 0, count: 120)])
    let check = try point.check()
    #expect(check.verdict == .kink, "\(check.rows.first { $0.verdict == .mismatch }.map { "\($0)" } ?? "")")
  }
}

/// A generator of programs with right gradients that differences find hard.
private struct CancellingPrograms {
  private var random: SplitMix64
  private var programs: ProgramGenerator

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    programs = ProgramGenerator(seed: seed)
  }

  /// Formulas in u that are 0 or nearly so, or end where u does.
  private static let formulas = [
    "u - 0.9*u - 0.1*u", "0.1*u + 0.2*u - 0.3*u", "u/3 + u/3 + u/3 - u", "(u + 1)^3 - u^3 - 3*u^2 - 3*u - 1",
    "sin(u)^2 + cos(u)^2", "sin(3*u) - 3*sin(u) + 4*sin(u)^3", "cos(u)^2 - sin(u)^2 - cos(2*u)",
    "tan(u)*cos(u) - sin(u)",
    "sinh(u)/cosh(u) - tanh(u)", "exp(u) - exp(u)", "expm1(u) - exp(u) + 1", "exp(u)*exp(-u)", "log(exp(u)) - u",
    "log1p(u^2) - log(1 + u^2)", "asinh(u) - log(u + sqrt(u^2 + 1))", "atan(u) + atan(1/u)", "atan2(u, 1) - atan(u)",
    "sqrt(u^2) - abs(u)", "cbrt(u^3) - u", "erf(u) + erfc(u)", "gamma(u + 1) - u*gamma(u)",
    "lgamma(u + 1) - lgamma(u) - log(abs(u))", "digamma(u + 1) - digamma(u) - 1/u", "softplus(u) - softplus(-u) - u",
    "1/(1 + exp(-u)) - sigma(u)", "sigma(u) + sigma(-u)", "u - sin(u)", "1 - cos(u)", "u - tanh(u)", "exp(u) - 1 - u",
    "sqrt(u + 1) - sqrt(u)", "1/u - 1/(u + 1)", "exp(-u^2)", "exp(-1/u^2)", "abs(u)^1.2", "abs(u)^0.3", "u^8",
    "sin(1/u)",
    "acosh(1 + abs(u))", "asin(1 - abs(u))", "atanh(1 - abs(u))", "log1p(-u)", "sqrt(1 - u)", "log(abs(u))",
    "hypot(u, 1e-3)",
    "clamp(u, -1, 1e-12)", "relu(u) - relu(-u) - u", "max(u, 1) + min(u, 1)", "abs(u - 1) + u", "u*log(abs(u))",
    "gelu(u) - u*(1 + erf(u/sqrt(2)))/2", "hypot(u, 1)^2 - u^2 - 1", "log2(u^2) - 2*log2(abs(u))", "floor(u) + 0.5",
  ]
  private static let scales = [
    "v", "1e-310*v", "1e-200*v", "1e200*v", "1e-8*v + y", "1e6*v + 1", "v + 1e10", "v*v", "v/7 - y",
  ]

  mutating func next() -> (program: String, names: [String], values: [Double]) {
    let exponent =
      Bool.random(using: &random) ? Double.random(in: -3...3, using: &random) : .random(in: -30...20, using: &random)
    var x = Foundation.pow(10, exponent) * (Bool.random(using: &random) ? 1 : -1)
    switch Int.random(in: 0..<12, using: &random) {
    case 0: x = 0
    case 1: x = x.rounded()
    case 2: x = x < 0 ? (-1.0).nextUp : 1.0.nextDown
    case 3: x = Double(sign: x.sign, exponent: Int.random(in: -1060 ... -300, using: &random), significand: 1.3)
    default: break
    }
    let y = Double.random(in: -5...5, using: &random)
    func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
    let argument = pick(["x", "x", "x", "500*x", "1e14*x", "1e-5*x", "x - 1", "x*y", "-x", "x + y", "1/x"])
    let formula = Self.formulas.randomElement(using: &random) ?? "u"
    guard Int.random(in: 0..<4, using: &random) == 0 else {
      return ("u = \(argument); v = \(formula); \(pick(Self.scales)) + 0*y", ["x", "y"], [x, y])
    }
    // A program of another kind, taken from itself.
    let inner = programs.next()
    var statements = inner.text.components(separatedBy: "; ")
    let factor = NumberText()(Double.random(in: 0...1, using: &random))
    statements[statements.count - 1] = "w = " + (statements.last ?? "")
    statements += ["v = w - \(factor)*w - (1 - \(factor))*w", "y = 1", pick(Self.scales)]
    return (statements.joined(separator: "; "), inner.names, inner.values)
  }
}
