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
