/// The primitives whose derivative is a number at points at which they have no value.
extension Graph {
  /// Returns a Boolean value indicating whether the derivative of a node is a number somewhere although the node has no
  /// value there.
  ///
  /// It is found out at samples, so that no row has to say it.
  func leavesDomainUnseen(_ id: NodeID, _ ties: Ties) -> Bool {
    let node = nodes[Int(id)]
    // The shares of operands that are nan come out as 0/0, but not where one operand takes all.
    if node.kind != .input, node.kind != .constant, node.primitive.isExtremum { return ties != .split }
    guard node.kind != .input, node.kind != .constant, node.primitive != .choose else { return false }
    // An operation on arrays whose rule asks has its reason.
    if node.primitive.isArray { return true }
    let operands = operands(of: id).map { operand -> Double? in
      nodes[Int(operand)].kind == .constant ? constants[Int(nodes[Int(operand)].a)] : nil
    }
    // A quotient by a constant has no value only where there was none before.
    if node.primitive == .divide, let divisor = operands[1], divisor != 0, divisor.isFinite { return false }
    if operands.allSatisfy({ $0 == nil }) { return Domains.areUnseen[Int(node.primitive.rawValue)] }
    return node.primitive.leavesDomainUnseen(at: operands)
  }
}

private enum Domains {
  /// A Boolean value for each primitive indicating whether that is so for operands of any values.
  static let areUnseen = Primitive.allCases.map { primitive in
    let count =
      switch primitive.gate.value {
      case .unary: 1
      case .binary: 2
      case .many: 3
      case .array: 0
      }
    // Programs have no hidden primitives.
    return !primitive.gate.isHidden && primitive.leavesDomainUnseen(at: Array(repeating: nil, count: count))
  }
}

extension Primitive {
  /// Returns a Boolean value indicating whether a derivative is a number at a point at which there is no value.
  ///
  /// - Parameter operands: The values of operands that are constants; nil for others, which are sampled.
  fileprivate func leavesDomainUnseen(at operands: [Double?]) -> Bool {
    let rule = Gate<Double>.table[Int(rawValue)].derivative
    switch rule {
    case .none, .extremum, .array: return false
    case .unary, .binary, .many: break
    }
    let edges = [-Double.infinity, -1e300, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 1e300, .infinity, .nan]
    var points: [[Double]] = [[]]
    for operand in operands {
      points = points.flatMap { point in (operand.map { [$0] } ?? edges).map { point + [$0] } }
    }
    return points.contains { x in
      let output = Double.apply(self, x)
      guard output.isNaN else { return false }
      let locals: [Double] =
        switch rule {
        case .unary(let rule): [rule(x[0], output)]
        case .binary(let first, let second): [first(x[0], x[1], output), second(x[0], x[1], output)]
        case .many(let rule): rule(x, output)
        case .none, .extremum, .array: []
        }
      return zip(locals, operands).contains { !$0.isNaN && $1 == nil }
    }
  }
}
