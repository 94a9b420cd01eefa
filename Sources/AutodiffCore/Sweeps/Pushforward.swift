/// Forward mode: tangents carried from the inputs to the output.
///
/// Source: R. E. Wengert, "A simple automatic derivative evaluation program", CACM 7 (1964); Griewank and Walther,
/// Evaluating Derivatives, 2nd ed., §3.1.
package enum Pushforward {
  /// Carries tangents from inputs to all nodes.
  ///
  /// - Parameter direction: A tangent for each input that has one.
  /// - Returns: A tangent for each node; zero if none arrived.
  package static func run<S: Field>(
    _ graph: Graph, values: [S], direction: [(input: Graph.NodeID, tangent: S)], ties: Ties = .split
  ) -> [S] {
    sweep(graph, values: values, direction: direction, ties: ties).tangents
  }

  /// Carries tangents from inputs to all nodes, and keeps apart those that are zero and those that are absent.
  ///
  /// - Parameter direction: A tangent for each input that has one.
  /// - Returns: A tangent for each node, and a Boolean value indicating whether one arrived: a tangent of an operand
  ///   that was not selected is not zero but absent.
  package static func sweep<S: Field>(
    _ graph: Graph, values: [S], direction: [(input: Graph.NodeID, tangent: S)], ties: Ties = .split
  ) -> (tangents: [S], live: [Bool]) {
    var tangents = [S](repeating: 0.0, count: graph.count)
    var live = [Bool](repeating: false, count: graph.count)
    for (input, tangent) in direction {
      tangents[Int(input)] = tangent
      live[Int(input)] = true
    }
    let active = graph.active(direction.map(\.input))
    Linearization.withBuffers(graph, values, active, S.gates(ties)) { linear in
      for (id, node) in graph.nodes.enumerated() where active[id] {
        if S.isShaped, node.primitive.isArray, node.kind == .wide {
          if case .array(.linear) = linear.gates[Int(node.primitive.rawValue)].derivative {
            // All operands are taken at once: a long list would otherwise be put together once for each of its
            // elements.
            let operands = graph.operands(of: Graph.NodeID(id)).map(Int.init)
            guard operands.contains(where: { live[$0] }) else { continue }
            tangents[id] = linear.arrayEdge(of: id, node).pushAll { live[operands[$0]] ? tangents[operands[$0]] : nil }
            live[id] = true
            continue
          }
          linear.forEachArrayEdge(of: id, node) { operand, edge in
            guard live[operand] else { return }
            let carried = edge.push(tangents[operand], linear.gates[Int(node.primitive.rawValue)].derivative)
            tangents[id] = live[id] ? tangents[id] + carried : carried
            live[id] = true
          }
          continue
        }
        linear.forEachEdge(of: id, node) { _, operand, local in
          guard live[operand] else { return }
          var carried = S.carry(tangents[operand], local)
          if S.isShaped {
            if let mask = linear.mask(node, local) { carried = carried.masked(by: mask) }
            carried = carried.unbroadcast(to: values[id].shape)
          }
          tangents[id] = tangents[id] + carried
          live[id] = true
        }
      }
    }
    return (tangents, live)
  }
}
