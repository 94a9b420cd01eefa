/// Values of nodes, worked out as they are asked for while a graph is built, each once.
struct KnownValues {
  /// The value of an input; nil where it has none.
  let inputs: (String) -> Tensor?
  private var values: [Tensor?] = []

  init(inputs: @escaping (String) -> Tensor?) { self.inputs = inputs }

  /// Nil where it depends on an input without a value.
  mutating func value(of id: Graph.NodeID, in graph: Graph) -> Tensor? {
    if values.count < graph.count { values += Array(repeating: nil, count: graph.count - values.count) }
    // A stack of its own: what a condition depends on may be as deep as the program is long.
    var waiting = [id]
    while let next = waiting.last {
      guard values[Int(next)] == nil else {
        waiting.removeLast()
        continue
      }
      let node = graph.nodes[Int(next)]
      switch node.kind {
      case .constant: values[Int(next)] = .scalar(graph.constants[Int(node.a)])
      case .input:
        guard let value = inputs(graph.inputNames[Int(node.a)]) else { return nil }
        values[Int(next)] = value
      case .unary, .binary, .wide:
        let operands = graph.operands(of: next)
        let missing = operands.filter { values[Int($0)] == nil }
        if missing.isEmpty {
          let known = operands.map { values[Int($0)] ?? .scalar(.nan) }
          values[Int(next)] =
            node.primitive.isArray
            ? Tensor.apply(graph.operation(next), known) : Tensor.apply(node.primitive, known)
        } else {
          waiting += missing
        }
      }
    }
    return values[Int(id)]
  }
}
