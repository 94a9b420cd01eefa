/// The texts of kinks.
package struct KinkText {
  private let number: NumberText
  private let ties: Ties
  private let output: Shape
  private static let shownOperands = 8

  /// Creates the texts of kinks of a function.
  ///
  /// - Parameter output: The shape of the value; the elements of an array are told apart by their subscripts.
  package init(_ number: NumberText, ties: Ties, output: Shape = .scalar) {
    self.number = number
    self.ties = ties
    self.output = output
  }

  /// Returns the operation at the values of its operands, such as `max(1, 1)` and `0 > 0`.
  package func operation(_ kink: KinkReport) -> String {
    Self.operation(kink.primitive, kink.operands.map { Sentence(number($0)) }).text
  }

  /// Returns an operation with its operands.
  static func operation(_ primitive: Primitive, _ all: [Sentence]) -> Sentence {
    let gate = primitive.gate
    var operands = Array(all.prefix(shownOperands))
    if all.count > shownOperands { operands.append("… \(all.count) in all") }
    switch gate.notation {
    case .infix: return Sentence(operands, separator: " \(gate.name) ")
    default: return "\(primitive.shownName)(\(Sentence(operands, separator: ", ")))"
    }
  }

  /// Returns the convention by which the derivative at the kink is taken.
  package func convention(_ kink: KinkReport) -> String { convention(kink.primitive, kink.kind) }

  /// Returns the convention by which the derivative at kinks of an operation is taken.
  func convention(_ primitive: Primitive, _ kind: KinkKind) -> String {
    let gate = primitive.gate
    let sharesTies = kind == .kink && gate.selects && gate.arity == .atLeast(1)
    switch ties {
    case .first where sharesTies: return "all to the first of the equal arguments"
    case .last where sharesTies: return "all to the last of the equal arguments"
    case .split where sharesTies: return "1/k to each of the k equal arguments"
    default: return gate.convention ?? "the side that holds at the point"
    }
  }

  /// Returns a line with the one-sided derivatives for each input that the kink stands between.
  package func sides(_ kink: KinkReport) -> [String] {
    let element = kink.output.map { output.subscriptText($0) } ?? ""
    let f = "f" + element
    let lines =
      kink.sides.map { (kink.isAlongDirection ? "tangent" + element : "d\(f)/d\($0.input)", $0.left, $0.right) }
      + kink.secondSides.map { ("d2\(f)/d\($0.first)d\($0.second)", $0.left, $0.right) }
      + kink.higherSides.map { side in
        ("d\(side.inputs.count)\(f)/" + side.inputs.map { "d" + $0 }.joined(), side.left, side.right)
      }
    return lines.prefix(10).map { "  \($0): \(side($1)) on the left, \(side($2)) on the right" }
      + (lines.count > 10 ? ["  … and \(lines.count - 10) more"] : [])
  }

  /// Returns a one-sided derivative. It is nan if the function is undefined on that side, or 0/0 hides its derivative.
  private func side(_ derivative: Double) -> String { derivative.isNaN ? "not known" : number(derivative) }
}
