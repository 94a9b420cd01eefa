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
  package let wrt: [Graph.NodeID]
  /// The way in which ties of `max` and `min` are settled.
  package let ties: Ties

  /// Creates a point whose values are known.
  package init(graph: Graph, values: [S], wrt: [Graph.NodeID], ties: Ties) {
    self.graph = graph
    self.values = values
    self.wrt = wrt
    self.ties = ties
  }

  /// The inputs by which derivatives are taken, with their names.
  package var wrtInputs: [(name: String, node: Graph.NodeID)] { wrt.map { (graph.name(ofInput: $0), $0) } }

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
      wrt: wrt.map { $0.map { graph.inputs[$0] } } ?? graph.inputs, ties: ties)
  }

  /// Returns the point of another graph with the same inputs.
  func moved(to other: Graph) -> Point {
    Point(
      other, inputs: graph.inputs.map { values[Int($0)] },
      wrt: wrt.compactMap { graph.inputs.firstIndex(of: $0) }, ties: ties)
  }

  /// The gradient by the conventions of the primitives.
  package var gradient: [(name: String, value: S)] {
    let adjoints = adjoints
    return wrtInputs.map { ($0.name, adjoints[Int($0.node)].unbroadcast(to: graph.shape(of: $0.node)).positiveZeros) }
  }

  /// The adjoint of each node, for 1 as that of the output.
  package var adjoints: [S] {
    @_specialize(where S == Double)
    @_specialize(where S == Tensor)
    get { unobservedAdjoints }
  }

  @inline(__always)
  private var unobservedAdjoints: [S] {
    pullback(seed: 1.0)
  }

  /// Returns the adjoint of each node, for the output's adjoint in its shape.
  @inline(__always)
  func pullback(seed: S) -> [S] {
    Pullback.run(graph, values: values, active: graph.active(wrt), seed: seed, ties: ties)
  }

  /// Returns the adjoint of each node, while an observer sees each contribution.
  ///
  /// Observers explain or record, once for an answer: the sweep is not compiled anew for each of them.
  ///
  /// - Parameter seed: The output's adjoint, in its shape.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  package func pullback<Observer: PullbackObserver>(seed: S = 1.0, observer: inout Observer) -> [S]
  where Observer.Element == S {
    let active = graph.active(wrt)
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
    Point<Tensor>(graph: graph, values: values.map { .scalar($0) }, wrt: wrt, ties: ties)
  }
}

extension Point<Tensor> {
  /// The same point of a program on numbers, over numbers.
  var asNumbers: Point<Double> {
    Point<Double>(graph: graph, values: values.map { $0[0] }, wrt: wrt, ties: ties)
  }
}
