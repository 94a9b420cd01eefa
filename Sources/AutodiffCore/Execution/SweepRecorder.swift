/// The graph that `Recorded` numbers grow.
final class SweepRecorder {
  var graph: Graph
  /// Whether the forward sweep is done, so that what is added from here on are adjoints.
  private(set) var sweepsBack = false
  /// Where the reverse sweep begins.
  private var start: Graph.NodeID = 0
  /// Values whose derivatives are undefined where they are nan.
  var defined: Set<Graph.NodeID> = []
  /// What could not be built; the graph is then of no use.
  private(set) var problem: Problem?

  init(limits: Limits) { graph = Graph(limits: limits) }

  func beginSweep() {
    sweepsBack = true
    start = Graph.NodeID(graph.count)
  }

  func endSweep() { sweepsBack = false }

  /// Whether a node is not of the forward sweep.
  func isOfSweep(_ id: Graph.NodeID) -> Bool { id >= start }

  func input(_ name: String) -> Recorded {
    attempt { () throws(Problem) in try graph.input(name, span: .none) }
  }

  func recorded(_ id: Graph.NodeID) -> Recorded {
    let node = graph.nodes[Int(id)]
    return node.kind == .constant ? .constant(graph.constants[Int(node.a)]) : .node(id, self)
  }

  func node(_ recorded: Recorded) -> Graph.NodeID {
    switch recorded {
    case .node(let id, _): return id
    case .constant(let value):
      guard case .node(let id, _) = attempt({ () throws(Problem) in try graph.constant(value) }) else { return 0 }
      return id
    }
  }

  func append(_ primitive: Primitive, _ operands: [Recorded]) -> Recorded {
    let ids = operands.map(node)
    return attempt { () throws(Problem) in try graph.apply(primitive, ids) }
  }

  /// Rules cannot throw, so the first problem waits here until the building is done.
  private func attempt(_ build: () throws(Problem) -> Graph.NodeID) -> Recorded {
    guard problem == nil else { return .constant(.nan) }
    do throws(Problem) {
      return .node(try build(), self)
    } catch {
      problem = error
      return .constant(.nan)
    }
  }
}
