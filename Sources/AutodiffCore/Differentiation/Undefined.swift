/// Where the finite numbers were left: the first operation, or the first edge of the reverse pass.
package struct Undefined: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// An operation made something not finite out of finite operands.
    case value(Primitive, operands: [Double])
    /// An input or a literal was not finite to begin with.
    case given(String)
    /// upstream · local stopped being finite while the sweep passed backwards through an operation.
    case edge(Primitive, operands: [Double], upstream: Double, local: Double)
  }

  package var cause: Cause
  /// The operation; nil where none is to blame.
  package var node: Graph.NodeID?
  package var result: Double
  package var span: Span
}

extension Point {
  /// What made the value or one of the derivatives asked for undefined or infinite; empty when all are finite.
  package func undefined(gradient: [Double]) -> [Undefined] {
    var found: [Undefined] = []
    if !value.isFinite, let source = undefinedValue { found.append(source) }
    if gradient.contains(where: { !$0.isFinite }), found.isEmpty, let source = undefinedEdge { found.append(source) }
    return found
  }

  private var undefinedValue: Undefined? {
    // Only through operands that were chosen can anything undefined reach the output.
    var reached = [Bool](repeating: false, count: graph.count)
    reached[Int(graph.output)] = true
    for id in graph.nodes.indices.reversed() where reached[id] {
      for operand in chosenOperands(id) { reached[Int(operand)] = true }
    }
    for id in graph.nodes.indices where reached[id] && !values[id].isFinite {
      let node = graph.nodes[id]
      let cause: Undefined.Cause
      switch node.kind {
      case .input: cause = .given(graph.inputNames[Int(node.a)])
      case .constant: continue
      case .unary, .binary, .wide:
        cause = .value(node.primitive, operands: operandValues(id))
      }
      return Undefined(cause: cause, node: Graph.NodeID(id), result: values[id], span: graph.spans[id])
    }
    let output = Int(graph.output)
    return Undefined(cause: .given(NumberText()(values[output])), result: values[output], span: graph.spans[output])
  }

  private var undefinedEdge: Undefined? {
    var finder = EdgeFinder()
    _ = pullback(observer: &finder)
    guard let edge = finder.first else { return nil }
    let id = Int(edge.from)
    return Undefined(
      cause: .edge(
        graph.nodes[id].primitive, operands: operandValues(id), upstream: edge.upstream, local: edge.local),
      node: edge.from, result: edge.value, span: graph.spans[id])
  }

  private func operandValues(_ id: Int) -> [Double] {
    graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
  }

  private func chosenOperands(_ id: Int) -> [Graph.NodeID] {
    let operands = graph.operands(of: Graph.NodeID(id))
    guard graph.nodes[id].kind == .wide, graph.nodes[id].primitive == .choose else { return operands }
    return [operands[0], values[Int(operands[0])] != 0 ? operands[1] : operands[2]]
  }
}

private struct EdgeFinder: PullbackObserver {
  var first: Contribution<Double>?
  mutating func contribute(_ contribution: Contribution<Double>) {
    if first == nil, !contribution.value.isFinite { first = contribution }
  }
}
