extension Graph {
  /// The value of a node that depends on no input.
  func constantValue(of id: NodeID) -> Tensor {
    if let value = literal(id) { return value }
    var known: [NodeID: Tensor] = [:]
    // A stack of its own: expressions nest as deeply as the language allows.
    var waiting = [id]
    while let next = waiting.last {
      let operands = operands(of: next)
      let missing = operands.filter { known[$0] == nil }
      if missing.isEmpty {
        known[next] = literal(next) ?? Tensor.apply(self, next, operands.map { known[$0] ?? .scalar(.nan) })
        waiting.removeLast()
      } else {
        waiting += missing
      }
    }
    return known[id] ?? .scalar(.nan)
  }

  private func literal(_ id: NodeID) -> Tensor? {
    let node = nodes[Int(id)]
    return node.kind == .constant ? .scalar(constants[Int(node.a)]) : nil
  }
}

extension Tensor {
  /// A node's value from its operands'.
  fileprivate static func apply(_ graph: Graph, _ id: Graph.NodeID, _ operands: [Tensor]) -> Tensor {
    let primitive = graph.nodes[Int(id)].primitive
    return primitive.isArray ? apply(graph.operation(id), operands) : apply(primitive, operands)
  }
}
