/// Forward mode: tangents carried from the inputs to the output.
///
/// Source: R. E. Wengert, "A simple automatic derivative evaluation program", CACM 7 (1964); Griewank and Walther,
/// Evaluating Derivatives, 2nd ed., §3.1.
package enum Pushforward {
  /// - Parameter direction: a tangent for each input that has one.
  /// - Returns: a tangent for each node; zero where none arrived.
  package static func run<S: Field>(
    _ graph: Graph, values: [S], direction: [(input: Graph.NodeID, tangent: S)], ties: Ties = .split
  ) -> [S] {
    var tangents = [S](repeating: 0.0, count: graph.count)
    // A node is live when a tangent really reached it: one that a router cut off is not zero but absent.
    var live = [Bool](repeating: false, count: graph.count)
    for (input, tangent) in direction {
      tangents[Int(input)] = tangent
      live[Int(input)] = true
    }
    let active = graph.active(direction.map(\.input))
    Linearization.withBuffers(graph, values, active, ties) { linear in
      for (id, node) in graph.nodes.enumerated() where active[id] {
        linear.forEachEdge(of: id, node) { _, operand, local in
          guard live[operand] else { return }
          tangents[id] = tangents[id] + tangents[operand] * local
          live[id] = true
        }
      }
    }
    return tangents
  }
}
