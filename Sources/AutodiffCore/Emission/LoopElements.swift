/// Elementwise operations as loops: one loop for those that go through the same places.
extension LoopWriter {
  /// Writes loops that work out each element of a node, in the loop before where that is possible.
  func writeLoop(_ id: Graph.NodeID, _ code: (_ variables: [String], _ isFlat: Bool) -> Code) {
    let shape = graph.shape(of: id)
    let isFlat = isFlat(id, shape)
    let start = lines.count
    let target = allocate(id)
    func statement(_ variables: [String]) -> String {
      "\(element(target, isFlat ? [1] : shape.strides, variables)) = \(code(variables, isFlat).text)"
    }
    guard isFlat, shape.count > 1 else {
      return loops(isFlat ? [shape.count] : shape.lengths) { [statement($0)] }
    }
    if let open = last, open.lines.upperBound == start, open.count == shape.count, isApart(id, from: open.written) {
      // The new row is declared before the loop that it joins.
      let declared = Array(lines[start...])
      lines.removeSubrange(start...)
      lines.insert(contentsOf: declared, at: open.lines.lowerBound)
      let end = D.blockEnd == nil ? nil : lines.popLast()
      line(statement([variable(0)]) + D.statementEnd, depth: 2)
      if let end { lines.append(end) }
      let first = open.lines.lowerBound + declared.count
      last = FlatLoop(lines: first..<lines.count, count: open.count, written: open.written + [target])
    } else {
      let first = lines.count
      loops([shape.count]) { [statement($0)] }
      last = FlatLoop(lines: first..<lines.count, count: shape.count, written: [target])
    }
  }

  /// Returns a Boolean value indicating whether a node's loop reads the rows that another one writes only at the places
  /// where that has just written.
  private func isApart(_ id: Graph.NodeID, from written: [Storage]) -> Bool {
    (plan.sums[id] ?? graph.operands(of: id)).allSatisfy { operand in
      if plan.fused.contains(operand) { return isApart(operand, from: written) }
      guard let storage = storages[operand] else { return true }
      return written.allSatisfy { $0.name != storage.name || $0 == storage }
    }
  }

  /// Writes a sum of arrays of which some are zero but for a part.
  func writeSum(_ id: Graph.NodeID, of addends: [Graph.NodeID]) {
    var parts = addends.filter { plan.parts.contains($0) }
    let whole = addends.filter { !plan.parts.contains($0) }
    if whole.isEmpty {
      move(parts.removeFirst(), into: nil, of: id)
    } else {
      writeLoop(id) { variables, isFlat in
        let codes = whole.map { operand($0, variables, isFlat: isFlat) }
        return codes.dropFirst().reduce(codes[0]) { gate(id, [$0, $1]) }
      }
    }
    for part in parts { move(part, into: storage(id), of: id) }
  }

  /// Returns a Boolean value indicating whether all arrays that one loop reads have the same shape.
  private func isFlat(_ id: Graph.NodeID, _ shape: Shape) -> Bool {
    (plan.sums[id] ?? graph.operands(of: id)).allSatisfy { operand in
      let own = graph.shape(of: operand)
      return own.isScalar || plan.uniform.contains(operand)
        || own == shape && (!plan.fused.contains(operand) || isFlat(operand, shape))
    }
  }

  /// Returns one element of an elementwise node, at the place that `variables` say.
  func code(_ id: Graph.NodeID, _ variables: [String], isFlat: Bool) -> Code {
    gate(id, graph.operands(of: id).map { operand($0, variables, isFlat: isFlat) })
  }

  private func operand(_ operand: Graph.NodeID, _ variables: [String], isFlat: Bool) -> Code {
    let shape = graph.shape(of: operand)
    if shape.isScalar { return codes[Int(operand)] }
    if plan.uniform.contains(operand), let element = plan.element(of: operand) {
      switch element {
      case .number(let value): return D.number(value)
      case .node(let node): return codes[Int(node)]
      }
    }
    let own = isFlat ? variables : Array(variables.suffix(shape.rank))
    if plan.fused.contains(operand) { return code(operand, own, isFlat: isFlat) }
    let strides = isFlat ? [1] : zip(shape.strides, shape.lengths).map { $1 == 1 ? 0 : $0 }
    return Code(text: element(storage(operand), strides, own))
  }
}
