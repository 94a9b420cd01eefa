import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// `Point.derivatives` at kinks: the true derivative where both sides agree, else a report of both.
@Suite(.namesCases) struct OneSidedDerivativeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var program: String
    /// For all inputs.
    var x: Double
    var gradient: [Double]
    /// Left and right derivative by input; the inputs of all kinks together.
    var sides: [String: [Double]]
    var kinds: Set<String> = []

    var testDescription: String { "\(program) at \(x)" }
  }

  static let cases = [
    Case(program: "relu(x) - relu(-x)", x: 0, gradient: [1], sides: [:]),
    Case(program: "abs(x) - abs(-x)", x: 0, gradient: [0], sides: [:]),
    Case(program: "max(x, x)", x: 1, gradient: [1], sides: [:]),
    Case(program: "max(x, y) + min(x, y)", x: 1, gradient: [1, 1], sides: [:]),
    Case(program: "relu(x)", x: 0, gradient: [0], sides: ["x": [0, 1]], kinds: ["kink"]),
    Case(program: "abs(x)", x: 0, gradient: [0], sides: ["x": [-1, 1]], kinds: ["kink"]),
    Case(program: "-abs(x)", x: 0, gradient: [0], sides: ["x": [1, -1]], kinds: ["kink"]),
    Case(program: "max(x, 0)", x: 0, gradient: [0.5], sides: ["x": [0, 1]], kinds: ["kink"]),
    Case(program: "max(x, y)", x: 2, gradient: [0.5, 0.5], sides: ["x": [0, 1], "y": [0, 1]], kinds: ["kink"]),
    Case(program: "leaky_relu(x)", x: 0, gradient: [0.01], sides: ["x": [0.01, 1]], kinds: ["kink"]),
    Case(program: "clamp(x, 1, 2)", x: 1, gradient: [1], sides: ["x": [0, 1]], kinds: ["kink"]),
    Case(program: "clamp(x, 1, 2)", x: 2, gradient: [1], sides: ["x": [1, 0]], kinds: ["kink"]),
    Case(program: "hypot(x, y)", x: 0, gradient: [0, 0], sides: ["x": [-1, 1], "y": [-1, 1]], kinds: ["kink"]),
    Case(program: "abs(x)^2", x: 0, gradient: [0], sides: [:]),
    Case(program: "x*abs(x)", x: 0, gradient: [0], sides: [:]),
    Case(program: "elu(x)", x: 0, gradient: [1], sides: [:]),
    Case(program: "abs(x)", x: 1, gradient: [1], sides: [:]),
    Case(program: "floor(x)", x: 1, gradient: [0], sides: ["x": [.infinity, 0]], kinds: ["jump"]),
    Case(program: "step(x)", x: 0, gradient: [0], sides: ["x": [0, .infinity]], kinds: ["jump"]),
    Case(program: "sign(x)", x: 0, gradient: [0], sides: ["x": [.infinity, .infinity]], kinds: ["jump"]),
    Case(program: "ceil(x) - floor(x)", x: 1.5, gradient: [0], sides: [:]),
    Case(program: "if(x > 0, x, 0)", x: 0, gradient: [0], sides: ["x": [0, 1]], kinds: ["jump"]),
    Case(program: "if(x > 0, x^2, 0)", x: 0, gradient: [0], sides: [:]),
    Case(program: "if(x > 0, 2*x, 2*x)", x: 0, gradient: [2], sides: [:]),
    Case(program: "max(1, abs(x))", x: 0, gradient: [0], sides: [:]),
    Case(program: "q = abs(x); 3*y", x: 0, gradient: [0, 3], sides: [:]),
  ]

  @Test func chosen() { forEach(Self.cases, expectChosen) }

  private func expectChosen(_ test: Case) throws {
    let graph = try Graph(program: test.program)
    let found = Point(graph, inputs: graph.inputs.map { _ in test.x }).derivatives
    #expect(found.gradient.map(\.value) == test.gradient)
    let sides = found.kinks.flatMap(\.sides).map { ($0.input, [$0.left, $0.right]) }
    #expect(Dictionary(sides) { first, _ in first } == test.sides)
    #expect(Set(found.kinks.map(\.kind.rawValue)) == test.kinds)
  }

  /// A condition at its boundary may open a router that is closed on the point itself.
  @Test func behindRouters() {
    forEach(
      [
        Case(program: "relu(if(x > 0, x, x - 3))", x: 0, gradient: [0], sides: ["x": [0, 1]], kinds: ["jump"]),
        Case(
          program: "clamp(if(x > 0, x, x - 3), -1, 1)", x: 0, gradient: [0], sides: ["x": [0, .infinity]],
          kinds: ["jump"]),
      ], expectChosen)
  }

  /// A jump whose sides the slopes do not tell is looked at so near that terms of a higher order have no say yet: for
  /// |x| < 0.1 the step is 1 on both sides, for |x| < 0.01 it is in the second program.
  @Test func jumpsAreSampledNearby() {
    forEach(
      [
        Case(program: "x*step(x^2 - 100*x^4)", x: 0, gradient: [1], sides: [:]),
        Case(program: "x*step(x^2 - 1e4*x^4)", x: 0, gradient: [1], sides: [:]),
        Case(program: "x + step(x^3 - 100*x^5)", x: 0, gradient: [1], sides: ["x": [1, .infinity]], kinds: ["jump"]),
      ], expectChosen)
  }

  /// Programs that are piecewise quadratic, at points where many of their pieces meet: there a one-sided difference
  /// quotient, extrapolated once, is the one-sided derivative.
  @Test func randomPieces() throws {
    var generator = PiecewiseGenerator(seed: 8)
    var kinks = 0
    for _ in 0..<1500 {
      let (program, values) = generator.next()
      let graph = try Graph(program: program)
      let inputs = graph.namesOfInputs.map { values[$0] ?? .nan }
      let found = Point(graph, inputs: inputs).derivatives
      for (place, name) in graph.namesOfInputs.enumerated() {
        let left = -Self.oneSided(graph, inputs, place, -1)
        let right = Self.oneSided(graph, inputs, place, 1)
        let sides = found.kinks.flatMap(\.sides).filter { $0.input == name }
        let description = "\(program) at \(values) along \(name): \(left) and \(right)"
        if left == right {
          #expect(found.gradient[place].value == right, "\(description), not \(found.gradient[place].value)")
          #expect(sides.isEmpty, "\(description), not \(sides)")
        } else {
          kinks += 1
          #expect(!sides.isEmpty, "\(description), not reported")
          #expect(sides.allSatisfy { $0.left == left && $0.right == right }, "\(description), not \(sides)")
        }
      }
    }
    #expect(kinks > 200)
  }

  private static func oneSided(_ graph: Graph, _ inputs: [Double], _ place: Int, _ direction: Double) -> Double {
    func quotient(_ step: Double) -> Double {
      var moved = inputs
      moved[place] += direction * step
      return (Point(graph, inputs: moved).value - Point(graph, inputs: inputs).value) / step
    }
    let (coarse, fine) = (quotient(0x1p-12), quotient(0x1p-13))
    // At a jump the quotient doubles when the step is halved.
    return abs(fine) > 200 ? .infinity * fine : 2 * fine - coarse
  }
}

/// Piecewise quadratic programs whose numbers are multiples of a quarter, so that their arithmetic is exact.
private struct PiecewiseGenerator {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next() -> (program: String, values: [String: Double]) {
    let values = ["x": coordinate(), "y": coordinate()]
    let jump = "if(\(linear(1)) > \(constant()), \(linear(1)), \(linear(1)))"
    return ("\(linear(3)) + \(product())*\(linear(1)) + \(product())*\(jump)", values)
  }

  private mutating func coordinate() -> Double { [-1, -0.5, 0, 0, 0.5, 1].randomElement(using: &random) ?? 0 }

  private mutating func product() -> String { ["1", "x", "y", "0.5"].randomElement(using: &random) ?? "1" }

  private mutating func constant() -> String {
    ["0", "0.5", "1", "(-1)", "2", "(-0.5)"].randomElement(using: &random) ?? "0"
  }

  private mutating func linear(_ depth: Int) -> String {
    if depth == 0 { return Bool.random(using: &random) ? "x" : Bool.random(using: &random) ? "y" : constant() }
    let a = linear(depth - 1)
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return "abs(\(a))"
    case 1: return "relu(\(a))"
    case 2: return "max(\(a), \(linear(depth - 1)))"
    case 3: return "min(\(a), \(linear(depth - 1)), \(constant()))"
    case 4: return "clamp(\(a), -1, 0.5)"
    case 5: return "leaky_relu(\(a), 0.25)"
    case 6: return "(\(a) - \(linear(depth - 1)))"
    case 7: return "\(constant())*\(a)"
    case 8:
      let bound = constant()
      return "if(\(a) > \(bound), \(a), 2*\(a) - \(bound))"
    default: return "(\(a) + \(linear(depth - 1)))"
    }
  }
}
