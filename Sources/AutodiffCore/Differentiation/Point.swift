/// A graph at one point, with everything that is asked of it there.
///
/// `S` is a `Field`, which the extensions ask for: `Double` where all is scalar, `Tensor` where there are arrays.
package struct Point<S> {
  package typealias Direction = [(input: Graph.NodeID, tangent: S)]

  package let graph: Graph
  /// A value for each node.
  package let values: [S]
  /// The inputs that derivatives are asked for, in the order of the answer.
  package let asked: [Graph.NodeID]
  package let ties: Ties

  package init(graph: Graph, values: [S], asked: [Graph.NodeID], ties: Ties) {
    self.graph = graph
    self.values = values
    self.asked = asked
    self.ties = ties
  }

  /// The inputs asked for, with their names.
  package var wrt: [(name: String, node: Graph.NodeID)] { asked.map { (graph.name(ofInput: $0), $0) } }

  package var value: S { values[Int(graph.output)] }
}

// Other modules call these, and generic code runs many times slower than what is specialised here.
extension Point where S: Field {
  /// - Parameters:
  ///   - inputs: a value for each of `graph.inputs`.
  ///   - wrt: places among `graph.inputs`; nil: all of them.
  @_specialize(where S == Double)
  @_specialize(where S == Tensor)
  package init(_ graph: Graph, inputs: [S], wrt: [Int]? = nil, ties: Ties = .split) {
    self.init(
      graph: graph, values: Evaluation.run(graph, inputs: inputs),
      asked: wrt.map { $0.map { graph.inputs[$0] } } ?? graph.inputs, ties: ties)
  }

  /// The gradient by the gates' conventions alone.
  package var gradient: [(name: String, value: S)] {
    let adjoints = adjoints
    return wrt.map { ($0.name, adjoints[Int($0.node)].unbroadcast(to: graph.shape(of: $0.node))) }
  }

  /// The adjoint of each node, from the output's 1.
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

  /// - Parameter seed: the output's adjoint, in its shape.
  package func pullback<Observer: PullbackObserver>(seed: S = 1.0, observer: inout Observer) -> [S]
  where Observer.Element == S {
    let active = graph.active(asked)
    return Pullback.run(graph, values: values, active: active, seed: seed, ties: ties, observer: &observer)
  }

  @_specialize(where S == Double)
  @_specialize(where S == Tensor)
  package func pushforward(_ direction: Direction) -> [S] {
    Pushforward.run(graph, values: values, direction: direction, ties: ties)
  }
}

extension Point<Double> {
  /// The gradient, with the true derivative at kinks whose sides agree, and a report of those whose sides do not.
  package var derivatives: Derivatives { KinkAnalysis.derivatives(self) }

  /// The same point, with values that can be arrays.
  package var asArrays: Point<Tensor> {
    Point<Tensor>(graph: graph, values: values.map { .scalar($0) }, asked: asked, ties: ties)
  }
}
