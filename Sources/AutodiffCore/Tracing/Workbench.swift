/// The builder of a graph that symbols share.
package final class Workbench {
  package internal(set) var graph: Graph
  /// The first thing that could not be built; the graph is then of no use.
  package private(set) var problem: Problem?
  let simplification: Simplification
  /// A Boolean value indicating whether hidden primitives are written by their definitions, for a person to read.
  let spellsOut: Bool
  let ties: Ties
  /// The place in the source that new nodes are written for.
  var span: Span

  /// By adjoints that are not there everywhere: a number that is not 0 where they are.
  var presences: [Graph.NodeID: Symbol] = [:]
  /// Values whose derivatives are undefined where they are nan.
  var defined: Set<Graph.NodeID> = []
  /// A Boolean value indicating whether the forward sweep is done, so that what is added from here on are adjoints.
  private(set) var isInSweep = false
  private var sweepStart: Graph.NodeID = 0

  package init(
    _ graph: Graph, span: Span = .none, _ simplification: Simplification = .realValued, spellsOut: Bool = false,
    ties: Ties = .split
  ) {
    self.graph = graph
    self.graph.unseal()
    self.span = span
    self.simplification = simplification
    self.spellsOut = spellsOut
    self.ties = ties
  }

  // MARK: - Sweeps

  func beginSweep() {
    isInSweep = true
    sweepStart = Graph.NodeID(graph.count)
  }

  func endSweep() { isInSweep = false }

  /// Returns a Boolean value indicating whether a node is of the sweep back.
  func isOfSweep(_ id: Graph.NodeID) -> Bool { id >= sweepStart }

  // MARK: - Nodes

  /// Returns the symbol of a node; a constant's reads as a plain number, so that rules can simplify with it.
  package func symbol(_ id: Graph.NodeID) -> Symbol {
    let node = graph.nodes[Int(id)]
    return node.kind == .constant ? Symbol(graph.constants[Int(node.a)]) : .node(id, self)
  }

  package func input(_ name: String, shape: Shape = .scalar) -> Symbol {
    attempt { () throws(Problem) in try graph.input(name, shape: shape, span: span) }
  }

  package func node(_ symbol: Symbol) -> Graph.NodeID {
    switch symbol {
    case .node(let id, _): return id
    case .constant(.scalar(let value)): return scalar(value)
    case .constant(.array(let shape, let elements)):
      let array =
        symbol.value.map { append(.broadcast(to: shape), [scalar($0)]) }
        ?? append(.stack(shape), elements.map(scalar))
      if case .node(let id, _) = array { return id }
      return 0
    }
  }

  private func scalar(_ value: Double) -> Graph.NodeID {
    let node = attempt { () throws(Problem) in try graph.constant(value, span: span) }
    if case .node(let id, _) = node { return id }
    return 0
  }

  func append(_ primitive: Primitive, _ operands: [Symbol]) -> Symbol {
    let ids = operands.map(node)
    return attempt { () throws(Problem) in try graph.apply(primitive, ids, span: span) }
  }

  func append(_ operation: ArrayOperation, _ operands: [Symbol]) -> Symbol { append(operation, operands.map(node)) }

  private func append(_ operation: ArrayOperation, _ operands: [Graph.NodeID]) -> Symbol {
    attempt { () throws(Problem) in try graph.apply(operation, operands, span: span) }
  }

  /// Builds a node. Rules cannot throw, so the first problem waits here until the building is done.
  private func attempt(_ build: () throws(Problem) -> Graph.NodeID) -> Symbol {
    guard problem == nil else { return Symbol(.nan) }
    do throws(Problem) {
      return .node(try build(), self)
    } catch {
      problem = error
      return Symbol(.nan)
    }
  }
}
