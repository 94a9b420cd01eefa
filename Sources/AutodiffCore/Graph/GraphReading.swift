/// The questions that passes ask about a graph: operands, names, and dependence.
extension Graph {
  /// Returns the operands of a node, in order.
  package func operands(of id: NodeID) -> [NodeID] {
    let node = nodes[Int(id)]
    switch node.kind {
    case .input, .constant: return []
    case .unary: return [node.a]
    case .binary: return [node.a, node.b]
    case .wide: return Array(operandLists[Int(node.a)..<Int(node.a + node.b)])
    }
  }

  /// Returns the name of an input.
  package func name(ofInput id: NodeID) -> String { inputNames[Int(nodes[Int(id)].a)] }

  /// A Boolean value indicating whether the output is a list of numbers, and all else is a number.
  var isListOfNumbers: Bool {
    guard nodes[Int(output)].kind == .wide, nodes[Int(output)].primitive.isList, shape(of: output).rank == 1 else {
      return false
    }
    return nodes.indices.allSatisfy { nodes[$0].shape == 0 || $0 == Int(output) }
  }

  /// Returns the number of elements of some nodes.
  package func elementCount(_ nodes: [NodeID]) -> Int { nodes.reduce(0) { $0 + shape(of: $1).count } }

  /// The names of `inputs`, in their order.
  package var orderedInputNames: [String] { inputs.map(name(ofInput:)) }

  /// Returns a Boolean value indicating whether a node is a constant or an array of constants.
  package func isLiteral(_ id: NodeID) -> Bool {
    let node = nodes[Int(id)]
    guard node.kind == .wide, node.primitive.isList else { return node.kind == .constant }
    return operandLists[Int(node.a)..<Int(node.a + node.b)].allSatisfy { nodes[Int($0)].kind == .constant }
  }

  /// Returns a Boolean value indicating whether a node is an input or a constant.
  package func isLeaf(_ id: NodeID) -> Bool { nodes[Int(id)].kind == .input || nodes[Int(id)].kind == .constant }

  /// A Boolean value for each node indicating whether the output is computed from it.
  package var reachable: [Bool] { count > 0 ? reached(from: [output]) : [] }

  /// Returns a Boolean value for each node indicating whether any of `roots` is computed from it; the roots count as
  /// well.
  package func reached(from roots: [NodeID]) -> [Bool] {
    var reached = [Bool](repeating: false, count: count)
    for root in roots { reached[Int(root)] = true }
    for id in (0..<UInt32(count)).reversed() where reached[Int(id)] {
      for operand in operands(of: id) { reached[Int(operand)] = true }
    }
    return reached
  }

  /// A Boolean value indicating whether every node stands after its operands, which every pass relies on.
  package var isOrdered: Bool {
    (0..<UInt32(count)).allSatisfy { id in operands(of: id).allSatisfy { $0 < id } }
  }

  /// Returns the names of the inputs that a node depends on, in their order.
  func inputNames(behind id: NodeID) -> [String] {
    var isBehind = [Bool](repeating: false, count: count)
    isBehind[Int(id)] = true
    for node in (0...id).reversed() where isBehind[Int(node)] {
      for operand in operands(of: node) { isBehind[Int(operand)] = true }
    }
    return inputs.filter { isBehind[Int($0)] }.map { name(ofInput: $0) }
  }
}
