/// An exercise whose text is read otherwise: the same graph but for one node.
struct Rereading {
  /// The graph as it is read.
  private(set) var graph = Graph()
  /// The node that stands for each node of the exercise.
  private var nodes: [Graph.NodeID] = []
  private let exercise: Exercise

  /// Builds a node otherwise, from the operands as they are read.
  typealias Change = (_ node: Graph.NodeID, _ operands: [Graph.NodeID], inout Graph) throws(Problem) -> Graph.NodeID?

  /// Reads an exercise otherwise.
  ///
  /// - Parameter change: A closure that builds a node otherwise, or returns nil to leave it as it is.
  /// - Throws: A `Problem` if shapes do not fit or a limit is exceeded.
  init(_ exercise: Exercise, _ change: Change) throws(Problem) {
    self.exercise = exercise
    let old = exercise.graph
    for id in 0..<Graph.NodeID(old.count) {
      let node = old.nodes[Int(id)]
      let span = old.spans[Int(id)]
      let operands = old.operands(of: id).map { nodes[Int($0)] }
      if let changed = try change(id, operands, &graph) {
        nodes.append(changed)
        continue
      }
      switch node.kind {
      case .input: nodes.append(try graph.input(old.name(ofInput: id), shape: old.shape(of: id), span: span))
      case .constant: nodes.append(try graph.constant(old.constants[Int(node.a)], span: span))
      case .unary, .binary, .wide:
        nodes.append(
          node.kind == .wide && node.primitive.isArray
            ? try graph.apply(old.operation(id), operands, span: span)
            : try graph.apply(node.primitive, operands, span: span))
      }
    }
    graph.orderInputs(as: old.orderedInputNames)
    graph.output = nodes[Int(old.output)]
  }

  /// Returns the formula of what stands for a node of the exercise.
  func formula(_ node: Graph.NodeID) -> String {
    Formula(graph, style: .language, number: NumberText(digits: 6)) { _ in nil }.text(nodes[Int(node)])
  }

  /// The derivatives by all inputs; nil if the output has another shape.
  ///
  /// - Parameter passing: The nodes as they are read that pass on what comes back to them as it is.
  func answers(passing: Set<Graph.NodeID> = []) -> [Tensor]? {
    guard graph.shape(of: graph.output) == exercise.seed.shape else { return nil }
    let point = Point(graph, inputs: exercise.graph.inputs.map { exercise.values[Int($0)] }, ties: exercise.point.ties)
    var observer = Passing(graph: graph, nodes: passing)
    let adjoints = point.pullback(seed: exercise.seed, observer: &observer)
    return graph.inputs.map { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)) + 0.0 }
  }
}

/// A sweep of which some nodes send their adjoint on to their first operand as it is.
private struct Passing: PullbackObserver {
  typealias Element = Tensor
  let graph: Graph
  let nodes: Set<Graph.NodeID>
  private var received: [Graph.NodeID: Tensor] = [:]

  init(graph: Graph, nodes: Set<Graph.NodeID>) {
    self.graph = graph
    self.nodes = nodes
  }

  mutating func contribute(_ contribution: Contribution<Tensor>) {
    guard nodes.contains(contribution.to) else { return }
    received[contribution.to] = received[contribution.to].map { $0 + contribution.value } ?? contribution.value
  }

  mutating func sent(from node: Graph.NodeID) -> [Sent]? {
    guard nodes.contains(node), let upstream = received[node] else { return nil }
    return [(graph.operands(of: node)[0], upstream)]
  }
}
