extension Graph {
  /// Which nodes depend on one of `inputs`: only these have tangents and adjoints, so that what nobody asked for
  /// (the derivative along a constant exponent, say) cannot spoil an answer.
  package func active(_ inputs: some Sequence<NodeID>) -> [Bool] {
    var active = [Bool](repeating: false, count: count)
    active.withUnsafeMutableBufferPointer { active in
      for input in inputs { active[Int(input)] = true }
      for (id, node) in nodes.enumerated() {
        switch node.kind {
        case .input, .constant: break
        case .unary: active[id] = active[Int(node.a)]
        case .binary: active[id] = active[Int(node.a)] || active[Int(node.b)]
        case .wide:
          for operand in operandLists[Int(node.a)..<Int(node.a + node.b)] where active[Int(operand)] {
            active[id] = true
            break
          }
        }
      }
    }
    return active
  }
}
