/// Advice at a point where a value or a derivative is not finite: another spelling of the expression that would be, or
/// the reason.
package struct Advice {
  private let graph: Graph
  private let point: Point<Tensor>
  /// The operation whose result is not finite.
  private let node: Graph.NodeID
  private let users: Users

  /// Returns the advice on an undefined result, or nil if nothing is known beyond what the operation itself says.
  package static func hint(_ undefined: Undefined, at point: Point<Tensor>) -> String? {
    guard let node = undefined.node else { return nil }
    let advice = Advice(graph: point.graph, point: point, node: node, users: Users(point.graph))
    switch undefined.cause {
    case .given, .secondEdge: return nil
    case .value(Identities.exponential, _), .edge(Identities.exponential, _, _, _):
      return advice.ofOverflowingExponential() ?? advice.hint { $0.beyond }
    case .value(.power, let operands): return advice.ofPower(operands)
    case .value(.multiply, _): return advice.ofOverflowingSquare()
    case .value(.divide, let operands) where operands[1] == 0:
      return operands[0] == 0 ? advice.ofRemovableQuotient() : "the divisor is 0 here"
    case .value: return undefined.result.isNaN ? advice.hint { $0.outside } : nil
    case .edge(Identities.root, _, _, _): return advice.ofRootAtZero()
    case .edge(.power, let operands, _, _) where operands[0] < 0:
      return "the derivative along an exponent needs a positive base"
    default: return nil
    }
  }

  /// Returns the hint of the operation's domain.
  private func hint(_ text: (Domain) -> String?) -> String? {
    guard let gate = primitive(node)?.gate, let text = text(gate.domain) else { return nil }
    return text.split(separator: "#" as Character, omittingEmptySubsequences: false).joined(separator: gate.name)
  }

  // MARK: - Patterns

  /// Returns advice on an exponential that overflows in log(1 + exp(x)), 1/(1 + exp(-x)), exp(x)/(1 + exp(x)) or
  /// log(exp(x) + exp(y)).
  private func ofOverflowingExponential() -> String? {
    let exponent = text(graph.operands(of: node)[0])
    let bracketed = graph.isLeaf(graph.operands(of: node)[0]) ? exponent : "(\(exponent))"
    for sum in users[node] where primitive(sum) == Identities.total {
      for user in users[sum] {
        if primitive(user) == Identities.logarithm {
          return "logsumexp(\(exponent)) is log(sum(exp(\(exponent)))) without overflow"
        }
        if primitive(user) == .divide { return "softmax has the quotient without overflow" }
      }
    }
    for sum in users[node] where primitive(sum) == .add {
      let other = graph.operands(of: sum).first { $0 != node } ?? node
      for user in users[sum] {
        if primitive(user) == Identities.logarithm, isConstant(other, 1) {
          return "softplus(\(exponent)) is log(1 + exp(\(exponent))) without overflow"
        }
        if primitive(user) == Identities.logarithm, primitive(other) == Identities.exponential {
          let second = text(graph.operands(of: other)[0])
          return
            "\(exponent) + softplus(\(second) - \(bracketed)) is log(exp(\(exponent)) + exp(\(second))) without overflow"
        }
        if primitive(user) == .divide, isConstant(other, 1) { return "sigma has the quotient without overflow" }
      }
    }
    return nil
  }

  private func ofPower(_ operands: [Double]) -> String? {
    if operands[0] < 0, operands[1] != operands[1].rounded() {
      return "a negative base needs a whole exponent; cbrt(x) takes the cube root of any x"
    }
    return ofOverflowingSquare()
  }

  /// Returns advice on a square that overflows in sqrt(x^2 + y^2).
  private func ofOverflowingSquare() -> String? {
    guard !point.values[Int(node)].isFinite, square(node) != nil else { return nil }
    for sum in users[node] where primitive(sum) == Identities.total || primitive(sum) == .add {
      if let hint = hypotenuse(sum), users[sum].contains(where: { primitive($0) == Identities.root }) {
        return "\(hint) does not overflow on the way"
      }
    }
    return nil
  }

  /// Returns advice on a root at 0, as in sqrt(x^2 + y^2), sqrt(x^2) and sqrt(x)^2.
  private func ofRootAtZero() -> String? {
    let argument = graph.operands(of: node)[0]
    if let hint = hypotenuse(argument) { return "\(hint) has the derivative 0 there" }
    if let base = square(argument) { return "abs(\(text(base))) has the derivative 0 there" }
    if users[node].contains(where: { square($0) == node }) { return "the square of a root is \(text(argument)) itself" }
    return "sqrt has no finite derivative at 0"
  }

  private func ofRemovableQuotient() -> String? { "0/0: choose the value there with if(condition, a, b)" }

  /// Returns `hypot(x, y)` if a node is x² + y², `norm(x)` if it is the sum of x², and nil if it is neither.
  private func hypotenuse(_ sum: Graph.NodeID) -> String? {
    if primitive(sum) == Identities.total, let base = square(graph.operands(of: sum)[0]) {
      return "norm(\(text(base)))"
    }
    guard primitive(sum) == .add else { return nil }
    let bases = graph.operands(of: sum).compactMap(square)
    return bases.count == 2 ? "hypot(\(text(bases[0])), \(text(bases[1])))" : nil
  }

  /// Returns the operand x of a node x² or x·x; nil for another node.
  private func square(_ id: Graph.NodeID) -> Graph.NodeID? {
    let operands = graph.operands(of: id)
    if primitive(id) == .power { return isConstant(operands[1], 2) ? operands[0] : nil }
    return primitive(id) == .multiply && operands[0] == operands[1] ? operands[0] : nil
  }

  // MARK: - Reading the graph

  private func primitive(_ id: Graph.NodeID) -> Primitive? { graph.isLeaf(id) ? nil : graph.nodes[Int(id)].primitive }

  private func isConstant(_ id: Graph.NodeID, _ value: Double) -> Bool {
    graph.nodes[Int(id)].kind == .constant && graph.constants[Int(graph.nodes[Int(id)].a)] == value
  }

  /// Returns a small expression in full, and x for a larger one.
  private func text(_ id: Graph.NodeID) -> String {
    let isSmall = graph.isLeaf(id) || graph.operands(of: id).allSatisfy(graph.isLeaf)
    return isSmall ? Formula(graph, style: .language) { _ in nil }.text(id) : "x"
  }
}
