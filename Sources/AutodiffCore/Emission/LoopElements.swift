/// Elementwise operations as loops: one loop for those that go through the same places.
extension LoopWriter {
  /// Writes loops that work out each element of a node, or has it worked out in the loop that is open.
  func writeLoop(_ id: Graph.NodeID, _ code: @escaping (_ variables: [String], _ isFlat: Bool) -> Code) {
    let shape = graph.shape(of: id)
    let isFlat = isFlat(id, shape)
    guard isFlat, shape.count > 1 else {
      let target = allocate(id)
      return loops(isFlat ? [shape.count] : shape.lengths) {
        ["\(element(target, isFlat ? [1] : shape.strides, $0)) = \(code($0, isFlat).text)"]
      }
    }
    if !joins(id, shape.count) { open = OpenLoop(count: shape.count) }
    let target: OpenLoop.Target
    if isAnswer(id) {
      let storage = beforeLoop { allocate(id) }
      target = .part(name: storage.name, start: storage.start)
    } else {
      let name = claimName(id)
      setStorage(id, Storage(name: name))
      target = .row(name)
    }
    open?.add(id, target) { code($0, true) }
  }

  /// Returns a Boolean value indicating whether a node can be worked out in the loop that is open; otherwise that loop
  /// is written.
  private func joins(_ id: Graph.NodeID, _ count: Int) -> Bool {
    if let open, open.count == count, isApart(id, from: open) { return true }
    closeLoop()
    return false
  }

  /// Returns a Boolean value indicating whether a node's loop reads only what is known before the open one, or what
  /// that one has just written.
  private func isApart(_ id: Graph.NodeID, from loop: OpenLoop) -> Bool {
    (plan.sums[id] ?? graph.operands(of: id)).allSatisfy { operand in
      if graph.shape(of: operand).isScalar { return isKnown(operand, before: loop) }
      if plan.uniform.contains(operand) {
        guard case .node(let node)? = plan.element(of: operand) else { return true }
        return isKnown(node, before: loop)
      }
      return plan.fused.contains(operand) ? isApart(operand, from: loop) : canRead(operand, in: loop)
    }
  }

  /// Returns a Boolean value indicating whether a number needs no sum over a loop.
  private func isKnown(_ id: Graph.NodeID, before loop: OpenLoop) -> Bool {
    graph.isLeaf(id) || loop.firstTotal.map { id < $0 } ?? true
  }

  /// Returns a Boolean value indicating whether a loop can read a row at its own places: one that it does not write, or
  /// writes there.
  private func canRead(_ id: Graph.NodeID, in loop: OpenLoop) -> Bool {
    if loop.ids.contains(id) { return true }
    guard let storage = storages[id] else { return true }
    return loop.members.allSatisfy { member in
      switch member.target {
      case .row(let name), .addedPart(let name, _): return name != storage.name
      case .part(let name, let start): return name != storage.name || start == storage.start
      case .total: return true
      }
    }
  }

  // MARK: - Sums within a loop

  /// The count of numbers up to which a sum is one over a loop, in parts so that roundings do not pile up.
  private static var mostInSum: Int { 64 * OpenLoop.mostInPart }

  /// Has the elements of the loop that is open summed there.
  ///
  /// - Returns: false where the sum cannot be part of it.
  func total(_ id: Graph.NodeID, of operands: [Graph.NodeID]) -> Bool {
    guard sizes.isEmpty, let open, open.count <= Self.mostInSum, isApart(id, from: open),
      operands.contains(where: { open.ids.contains($0) }),
      operands.allSatisfy({ storages[$0] != nil && graph.shape(of: $0).count == open.count })
    else { return false }
    let name = claimName(id)
    let zero = D.number(0).text
    beforeLoop {
      for text in D.declaration(.number, [(name, zero)], isVariable: true) { line(text) }
    }
    codes[Int(id)] = Code(text: name)
    let part = open.count > OpenLoop.mostInPart ? claim("part") : nil
    self.open?.add(id, .total(name, part: part)) { [self] variables in
      let codes = operands.map { operand($0, variables, isFlat: true) }
      return codes.dropFirst().reduce(codes[0]) { D.gate(.multiply, [$0, $1], isNaNTest: false) }
    }
    return true
  }

  // MARK: - Sums of parts

  /// Writes a sum of arrays of which some are zero but for a part.
  func writeSum(_ id: Graph.NodeID, of addends: [Graph.NodeID]) {
    var parts = addends.filter { plan.parts.contains($0) }
    let whole = addends.filter { !plan.parts.contains($0) }
    if whole.isEmpty, addInLoop(&parts, of: id) {
      // The others are added behind it.
    } else if whole.isEmpty {
      move(parts.removeFirst(), into: nil, of: id)
    } else {
      writeLoop(id) { [self] variables, isFlat in
        let codes = whole.map { operand($0, variables, isFlat: isFlat) }
        return codes.dropFirst().reduce(codes[0]) { gate(id, [$0, $1]) }
      }
    }
    for part in parts { move(part, into: storage(id), of: id) }
  }

  /// Has those parts of a sum that the open loop works out added there.
  ///
  /// - Parameter parts: The parts; afterwards those that are left.
  /// - Returns: false where there are none, and the sum has no row yet.
  private func addInLoop(_ parts: inout [Graph.NodeID], of sum: Graph.NodeID) -> Bool {
    guard let loop = open else { return false }
    var added: [(part: Graph.NodeID, operand: Graph.NodeID, start: Int)] = []
    for part in parts {
      guard let copy = plan.onlyCopy(part), copy.lengths == [loop.count], copy.source.start == 0,
        copy.source.strides == [1], copy.target.strides == [1]
      else { continue }
      let operand = graph.operands(of: part)[copy.operand]
      if loop.ids.contains(operand), storages[operand] != nil { added.append((part, operand, copy.target.start)) }
    }
    if added.isEmpty { return false }
    parts.removeAll { part in added.contains { $0.part == part } }
    let row = beforeLoop { cleared(sum) }
    for (part, operand, start) in added {
      open?.add(part, .addedPart(name: row.name, start: row.start + start)) { [self] in
        self.operand(operand, $0, isFlat: true)
      }
    }
    return true
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
    if locals.contains(operand) { return Code(text: storage(operand).name) }
    let strides = isFlat ? [1] : zip(shape.strides, shape.lengths).map { $1 == 1 ? 0 : $0 }
    return Code(text: element(storage(operand), strides, own))
  }
}
