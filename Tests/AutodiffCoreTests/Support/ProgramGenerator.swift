@testable import AutodiffCore

/// Random programs of the scalar language, each with a point where everything in it is defined.
///
/// An argument that falls outside the range its function samples is bent back into it, so that any function can stand
/// inside any other.
struct ProgramGenerator {
  struct Program {
    var text: String
    var names: [String]
    var values: [Double]
  }

  /// A piece of a program and its value.
  private typealias Piece = (text: String, value: Double)

  private var random: SplitMix64
  /// What an expression may read.
  private var scope: [Piece] = []
  private var names = 0

  private static let functions = Primitive.callable.filter { !$0.isArray && $0 != .power && $0 != .choose }

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next() -> Program {
    names = 0
    let count = Int.random(in: 1...4, using: &random)
    let inputs = (1...count).map { (text: "x\($0)", value: Self.short(Double.random(in: -2...2, using: &random))) }
    scope = inputs
    var statements: [String] = []
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      statements.append(Bool.random(using: &random) ? assignment() : definition(&statements))
    }
    // Every name occurs, so that there are as many derivatives as inputs and no statement is idle.
    let sum = scope.map { "\(literal(0.5...1.5))*\($0.text)" }.joined(separator: " + ")
    statements.append("\(expression(4).text) + \(sum)")
    return Program(
      text: statements.joined(separator: "; "), names: inputs.map(\.text), values: inputs.map(\.value))
  }

  private mutating func assignment() -> String {
    let piece = expression(3)
    let name = fresh("q")
    scope.append((name, piece.value))
    return "\(name) = \(piece.text)"
  }

  /// A function of one or two parameters that may read outer names, and a name for one of its results.
  private mutating func definition(_ statements: inout [String]) -> String {
    let outer = scope
    let arguments = (0..<Int.random(in: 1...2, using: &random)).map { _ in expression(1) }
    let parameters = arguments.map { (text: fresh("p"), value: $0.value) }
    scope = outer.suffix(2) + parameters
    let body = expression(3)
    scope = outer
    let name = fresh("f")
    let result = fresh("q")
    scope.append((result, body.value))
    statements.append("\(name)(\(parameters.map(\.text).joined(separator: ", "))) = \(body.text)")
    return "\(result) = \(name)(\(arguments.map(\.text).joined(separator: ", ")))"
  }

  private mutating func fresh(_ letter: String) -> String {
    names += 1
    return letter + String(names)
  }

  // MARK: - Expressions

  private mutating func expression(_ depth: Int) -> Piece {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return leaf()
    case 1...3: return operation(depth)
    case 4: return choice(depth)
    default: return call(depth)
    }
  }

  private mutating func leaf() -> Piece {
    if Int.random(in: 0..<8, using: &random) == 0 {
      let text = literal(0.1...3)
      return (text, Double(text) ?? 1)
    }
    return scope.randomElement(using: &random) ?? ("1", 1)
  }

  private mutating func literal(_ range: ClosedRange<Double>) -> String {
    Self.short(Double.random(in: range, using: &random)).description
  }

  private static func short(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private mutating func operation(_ depth: Int) -> Piece {
    let left = expression(depth - 1)
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1:
      let right = expression(depth - 1)
      return ("(\(left.text) + \(right.text))", left.value + right.value)
    case 2:
      let right = expression(depth - 1)
      return ("(\(left.text) - \(right.text))", left.value - right.value)
    case 3:
      let right = expression(depth - 1)
      return ("(\(left.text) * \(right.text))", left.value * right.value)
    case 4:
      let right = bend(expression(depth - 1), into: 0.25...4)
      return ("(\(left.text) / \(right.text))", left.value / right.value)
    default:
      let base = bend(left, into: 0.25...4)
      let exponent: Piece = Bool.random(using: &random) ? bend(expression(depth - 1), into: -3...3) : ("2", 2)
      return ("((\(base.text))^(\(exponent.text)))", Double.apply(.power, base.value, exponent.value))
    }
  }

  private mutating func choice(_ depth: Int) -> Piece {
    let (left, right) = (expression(depth - 2), expression(depth - 2))
    let (a, b) = (expression(depth - 1), expression(depth - 1))
    let negated = Bool.random(using: &random)
    let holds = (left.value < right.value) != negated
    let comparison = "(\(left.text) < \(right.text))"
    let condition = negated ? "not \(comparison)" : "\(comparison) and ((2 < 1) or (1 < 2))"
    return ("if(\(condition), \(a.text), \(b.text))", holds ? a.value : b.value)
  }

  private mutating func call(_ depth: Int) -> Piece {
    guard let primitive = Self.functions.randomElement(using: &random),
      let name = primitive.gate.spellings.filter({ $0.utf8.allSatisfy { $0 < 128 } }).randomElement(using: &random)
    else { return leaf() }
    var ranges = primitive.gate.domain.samples
    if case .atLeast = primitive.gate.arity {
      ranges = (0..<Int.random(in: 2...3, using: &random)).map { _ in -4...4 }
    }
    if case .between(let least, _) = primitive.gate.arity, Bool.random(using: &random) {
      ranges = Array(ranges.prefix(least))
    }
    let arguments = ranges.map { range in
      // An order, which has no derivative.
      if range.lowerBound == range.upperBound { return (text: "1", value: range.lowerBound) }
      return bend(expression(depth - 1), into: range)
    }
    let defaults = primitive.gate.domain.samples.count > ranges.count ? primitive.gate.defaults : []
    let value = Double.apply(primitive, arguments.map(\.value) + defaults)
    return ("\(name)(\(arguments.map(\.text).joined(separator: ", ")))", value)
  }

  private func bend(_ piece: Piece, into range: ClosedRange<Double>) -> Piece {
    if range.contains(piece.value) { return piece }
    let middle = (range.lowerBound + range.upperBound) / 2
    let half = (range.upperBound - range.lowerBound) / 2
    return ("(\(middle) + \(half) * sin(\(piece.text)))", middle + half * sin(piece.value))
  }
}
