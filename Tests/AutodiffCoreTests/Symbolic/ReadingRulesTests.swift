import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// The rewritings of the table, row by row: each holds at numbers, and is used where it makes a term shorter.
@Suite(.namesCases) struct ReadingRulesTests {
  /// A row with its sides as programs in u and v.
  struct Row: Sendable, CustomStringConvertible {
    var rule: ReadingRule
    var left: String
    var right: String
    var description: String { rule.name }

    init(_ rule: ReadingRule) {
      self.rule = rule
      // A square is never negative.
      let u = rule.condition == .isNeverNegative ? "(u^2)" : "u"
      func text(_ pattern: TermPattern) -> String { Self.text(pattern, u) }
      right = text(rule.right)
      switch rule.left {
      case .term(let pattern): left = text(pattern)
      case .factors(let powers):
        left = powers.map { "(\(text($0.base)))^(\($0.exponent))" }.joined(separator: "*")
      case .summands(let powers, let constant):
        left = powers.reduce("\(constant)") { $0 + " + \($1.coefficient)*(\(text($1.base)))^\($1.exponent)" }
      }
    }

    private static func text(_ pattern: TermPattern, _ u: String) -> String {
      switch pattern {
      case .any(let place): return [u, "v"][place]
      case .number(let value): return "(\(value))"
      case .product(let parts): return "(" + parts.map { text($0, u) }.joined(separator: "*") + ")"
      case .sum(let parts): return "(" + parts.map { text($0, u) }.joined(separator: " + ") + ")"
      case .call(let primitive, let parts):
        let operands = parts.map { text($0, u) }
        if primitive == .matmul { return "(\(operands[0]) @ \(operands[1]))" }
        if primitive == .transpose { return "(\(operands[0]))'" }
        if primitive == .eye { return "eye(2)" }
        if primitive == .divide { return "((\(operands[0]))/(\(operands[1])))" }
        if primitive == .power { return "(\(operands[0]))^(\(operands[1]))" }
        return "\(primitive.shownName)(\(operands.joined(separator: ", ")))"
      }
    }
  }

  private static let rows = ReadingRule.table.map(Row.init)

  /// Numbers, vectors and matrices for u and v.
  private static let arguments: [[(name: String, value: Tensor)]] = [
    (Shape.scalar, [0.7], [0.4]), (Shape([2]), [0.7, -0.2], [0.4, 1.1]),
    (Shape([2, 2]), [0.7, -0.2, 0.3, 1.5], [0.4, 1.1, -0.6, 0.9]),
  ].map { shape, u, v in [("u", Tensor(shape, u)), ("v", Tensor(shape, v)), ("w", .scalar(1.3))] }

  private func value(_ text: String, at inputs: [(name: String, value: Tensor)]) -> Tensor? {
    (try? Point(program: text, at: inputs))?.value
  }

  /// Returns the simplest arguments that a row is for.
  private func arguments(of row: Row) throws -> [(name: String, value: Tensor)] {
    let fitting = Self.arguments.first { inputs in
      let rank = inputs[0].value.shape.rank
      let isMeant =
        switch row.rule.condition {
        case .always, .isNeverNegative: true
        case .isVector, .areAlike: rank == 1
        case .isSquare, .isMatrix: rank == 2
        }
      return isMeant && value(row.left, at: inputs)?.isFinite == true
    }
    return try #require(fitting)
  }

  @Test func sidesAreEqual() {
    forEach(Self.rows) { row throws in
      let inputs = try arguments(of: row)
      let (left, right) = (try #require(value(row.left, at: inputs)), try #require(value(row.right, at: inputs)))
      #expect(
        (left - right).elements.allSatisfy { abs($0) <= 1e-14 }, "\(row.left) = \(left), \(row.right) = \(right)")
    }
  }

  /// A term of the left side comes out as short as one of the right side, by itself and among others.
  @Test func rowsAreUsed() {
    forEach(Self.rows) { row throws in
      let inputs = try arguments(of: row)
      let algebra = Algebra()
      func term(_ text: String) throws -> Algebra.ID {
        let graph = try Lowering.lower(
          try Parser.parse(SourceText(text)), boundNames: NameTable(inputs.map(\.name)),
          shapes: inputs.map { .init(name: $0.name, shape: $0.value.shape) })
        return Derivation.value(graph, in: algebra)
      }
      var isSum = false
      if case .summands = row.rule.left { isSum = true }
      for place in ["", isSum ? "w - 2*" : "3*w*"] {
        var rewriter = Rewriter(algebra)
        let shorter = rewriter.rewritten([try term(place + "(\(row.left))")])[0]
        #expect(rewriter.length(shorter) <= rewriter.length(try term(place + "(\(row.right))")), "\(place)\(row.left)")
      }
    }
  }
}
