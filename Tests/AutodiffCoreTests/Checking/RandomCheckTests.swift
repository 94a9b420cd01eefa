import Foundation
import Testing

@testable import AutodiffCore

/// Random programs with their right gradients, where finite differences must raise no false alarm, and with a component
/// a little wrong, which they must not miss.
///
/// Here a few; 1,000 smooth programs and 200 at kinks, from a seed of one's own:
///
///     CHECK_PROGRAMS=1000 CHECK_KINKS=200 CHECK_SEED=1 swift test --filter RandomCheckTests
@Suite struct RandomCheckTests {
  static func setting(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  static let seed = UInt64(setting("CHECK_SEED", 1))

  @Test func smoothPrograms() {
    var found = Findings()
    let count = Self.setting("CHECK_PROGRAMS", 60)
    var generator = ProgramGenerator(seed: Self.seed)
    while found.programs < count {
      guard let subject = Subject(generator.next().at), subject.derivatives.kinks.isEmpty else { continue }
      found.add(subject)
    }
    found.expectNothing("smooth programs")
  }

  @Test func programsAtKinks() {
    var found = Findings()
    let count = Self.setting("CHECK_KINKS", 20)
    var generator = ProgramGenerator(seed: Self.seed)
    var random = SplitMix64(seed: Self.seed)
    while found.programs < count {
      guard let program = Self.bent(generator.next(), &random), let subject = Subject(program),
        !subject.derivatives.kinks.isEmpty
      else { continue }
      found.add(subject)
    }
    found.expectNothing("programs at kinks")
  }

  /// The program's value y, bent exactly where it stands and carried on smoothly.
  private static func bent(_ program: ProgramGenerator.Program, _ random: inout SplitMix64) -> Subject.Program? {
    guard let plain = Subject(program.at), plain.derivatives.kinks.isEmpty else { return nil }
    var statements = program.text.components(separatedBy: "; ")
    let value = NumberText()(plain.point.value)
    let bend = [
      "abs(y - v)", "relu(y - v)", "max(y, v)", "min(y, 2*v - y, v)", "clamp(y, v, v + 1)", "clamp(y, v - 1, v)",
      "leaky_relu(v - y)", "max(v, y)*min(y, v)", "if(y < v, y, 2*y - v)", "elu(y - v, 2)", "hypot(y - v, 0)",
    ].randomElement(using: &random)
    let carry = ["k + 0.3*y", "sin(k) - y^2", "k*y", "tanh(k)/(1 + y^2)", "exp(0.1*sin(k)) + y"]
      .randomElement(using: &random)
    statements[statements.count - 1] = "y = " + (statements.last ?? "")
    return (
      (statements + ["v = \(value)", "k = \(bend ?? "")", carry ?? ""]).joined(separator: "; "),
      program.names, program.values
    )
  }
}

/// A program at a point of ordinary size.
private struct Subject {
  typealias Program = (text: String, names: [String], values: [Double])

  let text: String
  let inputs: [Double]
  let point: Point<Double>
  let derivatives: Derivatives

  init?(_ program: Program) {
    text = "\(program.text) at \(zip(program.names, program.values).map { "\($0)=\($1)" }.joined(separator: ","))"
    guard let graph = try? Graph(program: program.text) else {
      Issue.record("cannot read \(program.text)")
      return nil
    }
    let values = Dictionary(uniqueKeysWithValues: zip(program.names, program.values))
    inputs = graph.namesOfInputs.map { values[$0] ?? .nan }
    point = Point<Double>(graph, inputs: inputs)
    derivatives = point.derivatives
    guard ([point.value] + derivatives.gradient.map(\.value)).allSatisfy({ abs($0) < 1e4 }) else { return nil }
  }
}

extension ProgramGenerator.Program {
  fileprivate var at: Subject.Program { (text, names, values) }
}

/// What was wrong with the verdicts.
private struct Findings {
  var programs = 0
  var components = 0
  var vague = 0
  var falseAlarms: [String] = []
  var misses: [String] = []

  mutating func add(_ subject: Subject) {
    programs += 1
    let point = subject.point
    let check = GradientCheck(point)
    if !check.verdict.passes { falseAlarms.append("\(subject.text): \(check.rows)") }

    for (place, (name, derivative)) in subject.derivatives.gradient.enumerated() {
      components += 1
      let line = LineRestriction(point.graph, inputs: subject.inputs, along: place)
      let sides = subject.derivatives.sides(of: name)
      let differences = Differences(line, scheme: DifferenceScheme(), sides: sides)
      func judge(_ derivative: Double) -> GradientCheck.Verdict { differences.verdict(on: derivative, .init()) }
      func expect(_ verdict: GradientCheck.Verdict, of derivative: Double) {
        let given = judge(derivative)
        if given == verdict { return }
        let report = "d/d\(name) = \(derivative), \(differences), \(sides.map { "\($0)" } ?? ""): \(subject.text)"
        if verdict == .mismatch { misses.append(report) } else { falseAlarms.append(report) }
      }
      func margin(_ bound: Double, _ error: Double) -> Double { max(1e-6 * abs(bound), 10 * error, 1e-12) }

      if let sides, let numeric = differences.sides {
        for part in [0, 0.25, 0.5, 0.75, 1] { expect(.kink, of: sides.left + part * (sides.right - sides.left)) }
        let isRising = sides.left < sides.right
        let left = margin(sides.left, numeric.left.error)
        let right = margin(sides.right, numeric.right.error)
        expect(.mismatch, of: sides.left + (isRising ? -left : left))
        expect(.mismatch, of: sides.right + (isRising ? right : -right))
        if max(left, right) > 1e-3 * max(abs(sides.left), abs(sides.right)) { vague += 1 }
      } else {
        let wrong = margin(derivative, differences.numeric.error)
        expect(.pass, of: derivative)
        expect(.mismatch, of: derivative + wrong)
        expect(.mismatch, of: derivative - wrong)
        if wrong > 1e-5 * abs(derivative) { vague += 1 }
      }
    }
  }

  func expectNothing(_ kind: String) {
    let count = "\(programs) \(kind), \(components) derivatives"
    #expect(falseAlarms.isEmpty, "\(falseAlarms.count) false alarms in \(count): \(falseAlarms.first ?? "")")
    #expect(misses.isEmpty, "\(misses.count) misses in \(count): \(misses.first ?? "")")
    // An estimate that is always large would never be wrong.
    #expect(vague * 50 <= components, "\(vague) of \(count) are hardly known")
    if programs > 100 {
      print("\(count): \(falseAlarms.count) false alarms, \(misses.count) misses, \(vague) hardly known")
    }
  }
}
