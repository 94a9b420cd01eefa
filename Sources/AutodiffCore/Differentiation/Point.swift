/// A graph at one point, of which values and derivatives are computed.
///
/// `S` is a `Field`, which the extensions require: `Double` where all is scalar, `Tensor` where there are arrays.
package struct Point<S> {
  /// A direction: a tangent for each input that moves, in its shape.
  package typealias Direction = [(input: Graph.NodeID, tangent: S)]

  /// The graph.
  package let graph: Graph
  /// The value of each node.
  package let values: [S]
  /// The inputs by which derivatives are taken, in the order of the answer.
  package let asked: [Graph.NodeID]
  /// The way in which ties of `max` and `min` are settled.
  package let ties: Ties

  /// Creates a point whose values are known.
  package init(graph: Graph, values: [S], asked: [Graph.NodeID], ties: Ties) {
    self.graph = graph
    self.values = values
    self.asked = asked
    self.ties = ties
  }

  /// The inputs by which derivatives are taken, with their names.
  package var wrt: [(name: String, node: Graph.NodeID)] { asked.map { (graph.name(ofInput: $0), $0) } }

  /// The value of the output.
  package var value: S { values[Int(graph.output)] }
}

// These are called from other modules, where generic code runs many times slower than what is specialised here.
extension Point where S: Field {
  /// Computes a graph at a point.
  ///
  /// - Parameter inputs: A value for each of `graph.inputs`.
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among `graph.inputs`; nil for all of them.
  @_specialize(where S == Double)
  @_specialize(where S == Tensor)
  package init(_ graph: Graph, inputs: [S], wrt: [Int]? = nil, ties: Ties = .split) {
    self.init(
      graph: graph, values: Evaluation.run(graph, inputs: inputs),
      asked: wrt.map { $0.map { graph.inputs[$0] } } ?? graph.inputs, ties: ties)
  }

  /// The gradient by the conventions of the primitives.
  package var gradient: [(name: String, value: S)] {
    let adjoints = adjoints
    return wrt.map { ($0.name, adjoints[Int($0.node)].unbroadcast(to: graph.shape(of: $0.node))) }
  }

  /// The adjoint of each node, for 1 as that of the output.
  package var adjoints: [S] {
    @_specialize(where S == Double)
    @_specialize(where S == Tensor)
    get { unobservedAdjoints }
  }

  @inline(__always)
  private var unobservedAdjoints: [S] {
    var unobserved = Unobserved<S>()
    return pullback(observer: &unobserved)
  }

  /// Returns the adjoint of each node, while an observer sees each contribution.
  ///
  /// - Parameter seed: The output's adjoint, in its shape.
  package func pullback<Observer: PullbackObserver>(seed: S = 1.0, observer: inout Observer) -> [S]
  where Observer.Element == S {
    let active = graph.active(asked)
    return Pullback.run(graph, values: values, active: active, seed: seed, ties: ties, observer: &observer)
  }

  /// Returns the tangent of each node along a direction.
  @_specialize(where S == Double)
  @_specialize(where S == Tensor)
  package func pushforward(_ direction: Direction) -> [S] {
    Pushforward.run(graph, values: values, direction: direction, ties: ties)
  }
}

extension Point<Double> {
  /// The gradient, with the true derivative at kinks whose sides agree, and a report of those whose sides differ.
  package var derivatives: Derivatives { KinkAnalysis.derivatives(self) }

  /// The same point, with values that can be arrays.
  package var asArrays: Point<Tensor> {
    Point<Tensor>(graph: graph, values: values.map { .scalar($0) }, asked: asked, ties: ties)
  }
}
