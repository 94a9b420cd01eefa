/// The places of a program on arrays that are at a kink.
extension Point<Tensor> {
  /// A Boolean value indicating whether a primitive that depends on an input of `wrt`, and on which the output or the
  /// path depends, is at a kink.
  package var mayKink: Bool {
    let active = graph.active(wrt)
    let places = graph.nodes.indices.filter { active[$0] && isAtKink($0) }
    if places.isEmpty { return false }
    let reached = graph.reached(from: graph.decisions.map(\.condition) + [graph.output])
    return places.contains { reached[$0] }
  }

  /// Returns a Boolean value indicating whether a node is at a kink, in one of its elements at least.
  func isAtKink(_ id: Int) -> Bool {
    let node = graph.nodes[id]
    guard node.kind != .input, node.kind != .constant else { return false }
    if let expansion = graph.kinkExpansion(of: Graph.NodeID(id)) {
      let parts = Point(expansion, inputs: graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] })
      return expansion.nodes.indices.contains(where: parts.isAtKink)
    }
    return kinkCondition(id).map { !$0.isZero } ?? false
  }

  /// Returns a Boolean value for each element of a node indicating whether it is at a kink; nil where none is.
  func kinks(of id: Int) -> [Bool]? {
    guard let condition = kinkCondition(id), !condition.isZero else { return nil }
    return condition.broadcast(to: values[id].shape).elements.map { $0 != 0 }
  }

  /// Returns an array that is not 0 at the elements of a node that are at a kink; nil for a primitive without any.
  private func kinkCondition(_ id: Int) -> Tensor? {
    let node = graph.nodes[id]
    guard !graph.isLeaf(Graph.NodeID(id)), let kink = Gate<Tensor>.table[Int(node.primitive.rawValue)].kink else {
      return nil
    }
    let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
    guard node.primitive.isArray else { return kink.condition(operands) }
    return kink.laneCondition?(
      ArrayEdge(operation: graph.operation(Graph.NodeID(id)), operands: operands, output: values[id], place: 0))
  }
}
