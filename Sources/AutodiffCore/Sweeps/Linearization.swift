/// A graph at a point with the local derivative of every edge, which both sweeps read.
struct Linearization<S> {
  let graph: Graph
  /// The value of each node.
  let values: UnsafeBufferPointer<S>
  /// A Boolean value for each node indicating whether it is active.
  let active: UnsafeBufferPointer<Bool>
  /// The rows of the primitives.
  let gates: UnsafeBufferPointer<Gate<S>>
}

extension Linearization where S: Field {
  /// Calls `body` for each active operand of a node: its place, its node and the local derivative by it.
  ///
  /// An edge from an operand that was not selected, and one out of a function that is flat, is left out: it carries
  /// nothing at all, not even zero times infinity.
  @inline(__always)
  func forEachEdge(of id: Int, _ node: Graph.Node, _ body: (_ place: Int, _ operand: Int, _ local: S) -> Void) {
    switch node.kind {
    case .input, .constant: return
    case .unary:
      let x = Int(node.a)
      guard active[x] else { return }
      if node.primitive == .negate { return body(0, x, -1.0) }
      guard case .unary(let rule) = gates[Int(node.primitive.rawValue)].derivative else { return }
      let local = rule(values[x], values[id]).defined(where: values[id])
      if local.isZero, gates[Int(node.primitive.rawValue)].selects { return }
      body(0, x, local)
    case .binary:
      let x = Int(node.a)
      let y = Int(node.b)
      // Arithmetic is too common for the detour over the table, so its rules are written here once more.
      if node.primitive == .multiply {
        if active[x] { body(0, x, values[y]) }
        if active[y] { body(1, y, values[x]) }
      } else if node.primitive == .add {
        if active[x] { body(0, x, 1.0) }
        if active[y] { body(1, y, 1.0) }
      } else if node.primitive == .subtract {
        if active[x] { body(0, x, 1.0) }
        if active[y] { body(1, y, -1.0) }
      } else if node.primitive == .divide {
        if active[x] { body(0, x, (1.0 / values[y]).defined(where: values[id])) }
        if active[y] { body(1, y, (-values[id] / values[y]).defined(where: values[id])) }
      } else if node.primitive == .power, !active[y] {
        // x^0 is 1 everywhere, so a constant exponent 0 sends nothing.
        if values[y].isZero { return }
        body(0, x, S.powerSlope(values[x], values[y]).defined(where: values[id]))
      } else {
        guard case .binary(let first, let second) = gates[Int(node.primitive.rawValue)].derivative else { return }
        if active[x] { body(0, x, first(values[x], values[y], values[id]).defined(where: values[id])) }
        if active[y] { body(1, y, second(values[x], values[y], values[id]).defined(where: values[id])) }
      }
    case .wide:
      if S.isShaped, node.primitive.isArray { return }
      let first = Int(node.a)
      let count = Int(node.b)
      if case .extremum(_, let ties) = gates[Int(node.primitive.rawValue)].derivative {
        let output = values[id]
        return Extremum.forEachShare(
          count, output, ties, operand: { values[Int(graph.operandLists[first + $0])] }
        ) { place, share in
          let operand = Int(graph.operandLists[first + place])
          let local = share.defined(where: output)
          if active[operand], !local.isZero { body(place, operand, local) }
        }
      }
      guard case .many(let rule) = gates[Int(node.primitive.rawValue)].derivative else { return }
      let selects = gates[Int(node.primitive.rawValue)].selects
      let locals = rule((first..<first + count).map { values[Int(graph.operandLists[$0])] }, values[id])
      for place in 0..<count {
        let operand = Int(graph.operandLists[first + place])
        guard active[operand] else { continue }
        // The branch of a choice is decided by its condition, so an undefined branch is no reason to look at the other.
        let local = node.primitive == .choose ? locals[place] : locals[place].defined(where: values[id])
        if selects, local.isZero { continue }
        body(place, operand, local)
      }
    }
  }

  /// Returns the part of an operand's adjoint that comes from a node's, where the local derivative alone has left the
  /// range of doubles.
  @inline(never)
  func pull(_ upstream: S, _ local: S, _ node: Graph.Node, _ id: Int, _ place: Int) -> S {
    guard let pull = gates[Int(node.primitive.rawValue)].pull else { return upstream * local }
    return pull(upstream, graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }, values[id], place)
  }

  /// Returns an array that is 0 at elements over which an edge carries nothing; nil if there are none.
  @inline(__always)
  func mask(_ node: Graph.Node, _ local: S) -> S? {
    guard S.isShaped else { return nil }
    if gates[Int(node.primitive.rawValue)].selects { return local }
    // An exponent that is the constant 0 sends nothing.
    return node.primitive == .power && !active[Int(node.b)] ? values[Int(node.b)] : nil
  }

  /// Calls `body` for each active operand of an operation on whole arrays.
  func forEachArrayEdge(of id: Int, _ node: Graph.Node, _ body: (_ operand: Int, _ edge: ArrayEdge<S>) -> Void) {
    let operands = graph.operandLists[Int(node.a)..<Int(node.a + node.b)]
    var edge = arrayEdge(of: id, node)
    for (place, operand) in operands.enumerated() where active[Int(operand)] && !node.primitive.holds(place) {
      edge.place = place
      body(Int(operand), edge)
    }
  }

  /// Returns the first edge of an operation on whole arrays; the others differ in their place.
  func arrayEdge(of id: Int, _ node: Graph.Node) -> ArrayEdge<S> {
    ArrayEdge(
      operation: graph.operation(Graph.NodeID(id)),
      operands: graph.operandLists[Int(node.a)..<Int(node.a + node.b)].map { values[Int($0)] }, output: values[id],
      place: 0)
  }

  /// Calls `body` with a graph at a point whose arrays are buffers, so that sweeps are not slowed by checks.
  static func withBuffers<R>(
    _ graph: Graph, _ values: [S], _ active: [Bool], _ gates: [Gate<S>], _ body: (Linearization<S>) -> R
  ) -> R {
    values.withUnsafeBufferPointer { values in
      active.withUnsafeBufferPointer { active in
        gates.withUnsafeBufferPointer { gates in
          body(Linearization(graph: graph, values: values, active: active, gates: gates))
        }
      }
    }
  }
}
