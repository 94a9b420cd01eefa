/// The primal sweep: the value of each node from those of its operands.
package enum Evaluation {
  /// Computes a graph.
  ///
  /// - Parameter inputs: A value for each of `graph.inputs`, in their order.
  /// - Returns: A value for each node.
  package static func run<S: Field>(_ graph: Graph, inputs: [S]) -> [S] {
    run(graph, inputs: inputs, constants: graph.constants.map(S.init(_:)))
  }

  /// Computes a graph with constants of one's own.
  ///
  /// - Parameter inputs: A value for each of `graph.inputs`, in their order.
  /// - Parameter constants: A value for each of `graph.constants`.
  /// - Returns: A value for each node.
  package static func run<S: Field>(_ graph: Graph, inputs: [S], constants: [S]) -> [S] {
    var values = [S](repeating: 0.0, count: graph.count)
    for (place, id) in graph.inputs.enumerated() { values[Int(id)] = inputs[place] }
    values.withUnsafeMutableBufferPointer { values in
      graph.nodes.withUnsafeBufferPointer { nodes in
        for index in 0..<nodes.count {
          let node = nodes[index]
          switch node.kind {
          case .input: break
          case .constant: values[index] = constants[Int(node.a)]
          case .unary:
            let x = values[Int(node.a)]
            values[index] = node.primitive == .negate ? -x : S.apply(node.primitive, x)
          case .binary:
            values[index] = S.binary(node.primitive, values[Int(node.a)], values[Int(node.b)])
          case .wide:
            let operands = graph.operandLists[Int(node.a)..<Int(node.a + node.b)].map { values[Int($0)] }
            if S.isShaped, node.primitive.isArray {
              values[index] = S.apply(graph.operation(Graph.NodeID(index)), operands)
            } else {
              values[index] = S.apply(node.primitive, operands)
            }
          }
        }
      }
    }
    return values
  }
}
