/// Copies of parts of a graph, and of a graph without some nodes.
extension Graph {
  /// Returns the part of the graph in which a node is computed from another, as a graph of its own.
  ///
  /// - Returns: The part, whose first input is the node `input` and whose others are what else is read, and for each of
  ///   its nodes the one of this graph; nil if the output does not depend on the input.
  /// - Throws: A limit on the graph.
  func part(from input: NodeID, to output: NodeID) throws(Problem) -> (graph: Graph, origins: [NodeID])? {
    guard input <= output else { return nil }
    let first = Int(input)
    let count = Int(output) - first + 1
    var depends = [Bool](repeating: false, count: count)
    depends[0] = true
    for id in 0..<count where !depends[id] {
      let node = nodes[first + id]
      let places = operands(of: NodeID(first + id))
      depends[id] = places.enumerated().contains { place, operand in
        operand >= input && depends[Int(operand) - first] && !(node.kind != .binary && node.primitive.holds(place))
      }
    }
    guard depends[count - 1] else { return nil }
    var reaches = [Bool](repeating: false, count: count)
    reaches[count - 1] = true
    for id in (0..<count).reversed() where reaches[id] && depends[id] {
      for operand in operands(of: NodeID(first + id)) where operand >= input { reaches[Int(operand) - first] = true }
    }
    var limits = Limits()
    limits.freeMemory = freeMemory
    var part = Graph(limits: limits)
    var origins: [NodeID] = []
    var places: [NodeID: NodeID] = [:]
    func note(_ id: NodeID) { while origins.count < part.count { origins.append(id) } }
    places[input] = try part.input("x", shape: shape(of: input), span: .none)
    note(input)
    for id in 1..<max(count, 1) where depends[id] && reaches[id] {
      let id = NodeID(first + id)
      var operands: [NodeID] = []
      for operand in self.operands(of: id) {
        if places[operand] == nil {
          places[operand] =
            nodes[Int(operand)].kind == .constant
            ? try part.constant(constants[Int(nodes[Int(operand)].a)])
            : try part.input("\(operand)", shape: shape(of: operand), span: .none)
          note(operand)
        }
        operands.append(places[operand] ?? 0)
      }
      places[id] = try part.copy(of: id, in: self, operands)
      note(id)
    }
    part.output = places[output] ?? 0
    part.seal()
    return (part, origins)
  }

  /// Returns the node of the same operation as one of another graph, on other operands.
  ///
  /// - Throws: A limit on the graph.
  mutating func copy(of id: NodeID, in other: Graph, _ operands: [NodeID]) throws(Problem) -> NodeID {
    let (node, span) = (other.nodes[Int(id)], other.spans[Int(id)])
    switch node.kind {
    case .input: return try input(other.name(ofInput: id), shape: other.shape(of: id), span: span)
    case .constant: return try constant(other.constants[Int(node.a)], span: span)
    case .wide where node.primitive.isArray: return try apply(other.operation(id), operands, span: span)
    case .unary, .binary, .wide: return try apply(node.primitive, operands, span: span)
    }
  }

  /// Returns the graph without some nodes, in whose place others stand that have the same value.
  ///
  /// - Parameter aliases: The nodes, whose only operand has the value.
  /// - Parameter dropsUnread: A Boolean value indicating whether what nothing is computed from is left out as well, but for
  ///   the inputs.
  /// - Throws: A limit on the graph.
  func without(_ aliases: Set<NodeID>, dropsUnread: Bool = false, limits: Limits) throws(Problem) -> Graph {
    let isRead = dropsUnread ? reached(from: [output] + guards.map(\.condition)) : nil
    return try copied(isRead, limits: limits) { _, id, operands in aliases.contains(id) ? operands[0] : nil }
  }

  /// Returns the graph with other graphs in the place of some nodes.
  ///
  /// - Parameter parts: The graphs by the nodes, whose operands are their inputs.
  /// - Throws: A limit on the graph.
  func replacing(_ parts: [NodeID: Graph]) throws(Problem) -> Graph {
    var limits = Limits()
    limits.freeMemory = freeMemory
    var result = try copied(limits: limits) { (result, id, operands) throws(Problem) in
      guard let part = parts[id] else { return nil }
      var places = [NodeID](repeating: 0, count: part.count)
      for (input, operand) in zip(part.inputs, operands) { places[Int(input)] = operand }
      for id in 0..<NodeID(part.count) where part.nodes[Int(id)].kind != .input {
        places[Int(id)] = try result.copy(of: id, in: part, part.operands(of: id).map { places[Int($0)] })
      }
      return places[Int(part.output)]
    }
    result.seal()
    return result
  }

  /// Returns the graph with something else in the place of some nodes.
  ///
  /// - Parameter isRead: A Boolean value for each node that is no input, indicating whether it is copied; nil for all.
  /// - Parameter other: A closure that returns the node in place of one, on the operands of the copy; nil for the same.
  /// - Throws: A limit on the graph.
  private func copied(
    _ isRead: [Bool]? = nil, limits: Limits, _ other: (inout Graph, NodeID, [NodeID]) throws(Problem) -> NodeID?
  ) throws(Problem) -> Graph {
    var result = Graph(limits: limits)
    var places = [NodeID](repeating: 0, count: count)
    for id in 0..<NodeID(count) {
      if let isRead, !isRead[Int(id)], nodes[Int(id)].kind != .input { continue }
      let operands = operands(of: id).map { places[Int($0)] }
      let place: NodeID
      if let other = try other(&result, id, operands) {
        place = other
      } else {
        place = try result.copy(of: id, in: self, operands)
      }
      places[Int(id)] = place
      if let label = labels[id], !result.isLeaf(place), result.labels[place] == nil { result.labels[place] = label }
    }
    for path in guards { result.guardPath(places[Int(path.condition)], holds: path.holds, path.kind) }
    result.output = places[Int(output)]
    result.oversights = oversights
    return result
  }
}
