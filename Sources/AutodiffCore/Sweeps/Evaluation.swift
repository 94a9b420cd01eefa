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
        for index in 0..<nodes.count where nodes[index].kind != .input {
          values[index] = value(of: index, nodes[index], graph, values, constants)
        }
      }
    }
    return values
  }

  /// Computes some nodes of a graph anew, after values that they depend on have changed.
  ///
  /// - Parameter values: A value for each node.
  /// - Parameter constants: A value for each of `graph.constants`.
  /// - Parameter nodes: The nodes, none of them an input, in their order.
  @_specialize(where S == Double)
  @_specialize(where S == Tensor)
  static func rerun<S: Field>(_ graph: Graph, _ values: inout [S], constants: [S], nodes: [Graph.NodeID]) {
    values.withUnsafeMutableBufferPointer { values in
      for id in nodes { values[Int(id)] = value(of: Int(id), graph.nodes[Int(id)], graph, values, constants) }
    }
  }

  /// Returns the value of a node that is no input from those of its operands.
  @inline(__always)
  private static func value<S: Field>(
    of index: Int, _ node: Graph.Node, _ graph: Graph, _ values: UnsafeMutableBufferPointer<S>, _ constants: [S]
  ) -> S {
    switch node.kind {
    case .input: return values[index]
    case .constant: return constants[Int(node.a)]
    case .unary:
      let x = values[Int(node.a)]
      return node.primitive == .negate ? -x : S.apply(node.primitive, x)
    case .binary:
      return S.binary(node.primitive, values[Int(node.a)], values[Int(node.b)])
    case .wide:
      let operands = graph.operandLists[Int(node.a)..<Int(node.a + node.b)].map { values[Int($0)] }
      if S.isShaped, node.primitive.isArray {
        return S.apply(graph.operation(Graph.NodeID(truncatingIfNeeded: index)), operands)
      }
      return S.apply(node.primitive, operands)
    }
  }
}
