/// A graph at one point, with everything that is asked of it there.
package struct Point {
  package typealias Direction = [(input: Graph.NodeID, tangent: Double)]

  package let graph: Graph
  /// A value for each node.
  package let values: [Double]
  /// The inputs that derivatives are asked for, in the order of the answer.
  package let asked: [Graph.NodeID]
  package let ties: Ties

  /// - Parameters:
  ///   - inputs: a value for each of `graph.inputs`.
  ///   - wrt: places among `graph.inputs`; nil: all of them.
  package init(_ graph: Graph, inputs: [Double], wrt: [Int]? = nil, ties: Ties = .split) {
    self.graph = graph
    self.ties = ties
    values = Evaluation.run(graph, inputs: inputs)
    asked = wrt.map { $0.map { graph.inputs[$0] } } ?? graph.inputs
  }

  /// The inputs asked for, with their names.
  package var wrt: [(name: String, node: Graph.NodeID)] { asked.map { (graph.name(ofInput: $0), $0) } }

  package var value: Double { values[Int(graph.output)] }

  /// The gradient, with the true derivative at kinks whose sides agree, and a report of those whose sides do not.
  package var derivatives: Derivatives { KinkAnalysis.derivatives(self) }

  /// The gradient by the gates' conventions alone.
  package var gradient: [(name: String, value: Double)] {
    let adjoints = adjoints
    return wrt.map { ($0.name, adjoints[Int($0.node)]) }
  }

  /// The adjoint of each node.
  package var adjoints: [Double] {
    var unobserved = Unobserved<Double>()
    return pullback(observer: &unobserved)
  }

  package func pullback<Observer: PullbackObserver>(observer: inout Observer) -> [Double]
  where Observer.Element == Double {
    let active = graph.active(asked)
    return Pullback.run(graph, values: values, active: active, seed: 1, ties: ties, observer: &observer)
  }

  package func pushforward(_ direction: Direction) -> [Double] {
    Pushforward.run(graph, values: values, direction: direction, ties: ties)
  }
}
