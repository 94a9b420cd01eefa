extension Graph {
  /// Returns a Boolean value for each node, indicating whether it depends on one of the given inputs.
  ///
  /// Nothing goes through a `stop` or an index: they stay as they are, also where differences move the inputs.
  ///
  /// Only such nodes have tangents and adjoints, so that a derivative that is not needed (the one by a constant
  /// exponent, say) cannot spoil an answer.
  package func active(_ wrt: [NodeID]) -> [Bool] {
    if wrt == inputs, !holdsInputs { return nodes.map(\.isVariable) }
    var active = [Bool](repeating: false, count: count)
    active.withUnsafeMutableBufferPointer { active in
      for input in wrt { active[Int(input)] = true }
      nodes.withUnsafeBufferPointer { nodes in
        for id in 0..<nodes.count {
          let node = nodes[id]
          switch node.kind {
          case .input, .constant: break
          case .unary: active[id] = active[Int(node.a)] && !node.primitive.holds(0)
          case .binary: active[id] = active[Int(node.a)] || active[Int(node.b)]
          case .wide:
            let places = Int(node.a)..<Int(node.a + node.b)
            for place in places
            where active[Int(operandLists[place])] && !node.primitive.holds(place - places.lowerBound) {
              active[id] = true
              break
            }
          }
        }
      }
    }
    return active
  }
}
