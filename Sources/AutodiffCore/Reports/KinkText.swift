/// Kinks in words.
package struct KinkText {
  private let point: Point<Double>
  private let number: NumberText

  private let output: Shape
  private static let shownOperands = 8

  /// - Parameter output: the shape of the value, whose elements are told apart.
  package init(_ point: Point<Double>, _ number: NumberText, output: Shape = .scalar) {
    self.point = point
    self.number = number
    self.output = output
  }

  package func name(_ kink: KinkReport) -> String { point.graph.nodes[Int(kink.node)].primitive.gate.name }

  /// `max(x1, x2)` with its operands' names, as a trace writes it, or `abs of 0`.
  package func operation(_ kink: KinkReport) -> String {
    let gate = point.graph.nodes[Int(kink.node)].primitive.gate
    let all = point.graph.operands(of: kink.node)
    var operands = all.prefix(Self.shownOperands).map { number(point.values[Int($0)]) }
    if all.count > Self.shownOperands { operands.append("… \(all.count) in all") }
    switch gate.notation {
    case .infix: return operands.joined(separator: " \(gate.name) ")
    default: return "\(gate.name)(\(operands.joined(separator: ", ")))"
    }
  }

  package func convention(_ kink: KinkReport) -> String {
    let gate = point.graph.nodes[Int(kink.node)].primitive.gate
    let primitive = point.graph.nodes[Int(kink.node)].primitive
    guard kink.kind == .kink, primitive == .max || primitive == .min else {
      return gate.convention ?? "the side that holds at the point"
    }
    switch point.ties {
    case .first: return "all to the first of the equal arguments"
    case .last: return "all to the last of the equal arguments"
    case .split: return "1/k to each of the k equal arguments"
    }
  }

  /// A line for each input the kink stands between.
  package func sides(_ kink: KinkReport) -> [String] {
    let f = "f" + (kink.output.map { output.subscriptText($0) } ?? "")
    return kink.sides.prefix(10).map {
      "  d\(f)/d\($0.input): \(side($0.left)) on the left, \(side($0.right)) on the right"
    }
      + (kink.sides.count > 10 ? ["  … and \(kink.sides.count - 10) more"] : [])
  }

  /// The function is undefined on that side, or 0/0 hides what it does.
  private func side(_ derivative: Double) -> String { derivative.isNaN ? "not known" : number(derivative) }
}
