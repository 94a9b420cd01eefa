/// The values of nodes that are known while a graph is built, each worked out once, when it is first asked for.
struct KnownValues {
  /// A closure that returns the value of an input by its name, or nil if it has none.
  let inputs: (String) -> Tensor?
  private var values: [Tensor?] = []

  /// Creates values without any node's.
  init(inputs: @escaping (String) -> Tensor?) { self.inputs = inputs }

  /// Returns the value of a node, or nil if it depends on an input without a value.
  ///
  /// - Throws: The limit on memory.
  mutating func value(of id: Graph.NodeID, in graph: Graph) throws(Problem) -> Tensor? {
    if values.count < graph.count { values += Array(repeating: nil, count: graph.count - values.count) }
    if let value = values[Int(id)] { return value }
    // The nodes wait on a stack of their own: a condition may depend on nodes as deep as the program is long.
    var waiting = [id]
    while let next = waiting.last {
      guard values[Int(next)] == nil else {
        waiting.removeLast()
        continue
      }
      let node = graph.nodes[Int(next)]
      if node.shape != 0, node.kind != .input {
        let bytes = 2 * MemoryLayout<Double>.stride * graph.shape(of: next).count
        try MemoryNeed(bytes: bytes).check(against: graph.freeMemory, graph.spans[Int(next)])
      }
      switch node.kind {
      case .constant: values[Int(next)] = .scalar(graph.constants[Int(node.a)])
      case .input:
        guard let value = inputs(graph.inputNames[Int(node.a)]) else { return nil }
        values[Int(next)] = value
      case .unary:
        if let x = values[Int(node.a)] {
          values[Int(next)] = Tensor.apply(node.primitive, x)
        } else {
          waiting.append(node.a)
        }
      case .binary:
        if let x = values[Int(node.a)], let y = values[Int(node.b)] {
          values[Int(next)] = Tensor.apply(node.primitive, x, y)
        } else {
          if values[Int(node.a)] == nil { waiting.append(node.a) }
          if values[Int(node.b)] == nil { waiting.append(node.b) }
        }
      case .wide:
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
