/// A graph under construction, shared by the symbols that are its nodes.
package final class Workbench {
  /// The graph built so far.
  package internal(set) var graph: Graph
  /// The first problem met; the graph is then of no use.
  package private(set) var problem: Problem?
  /// The liberty taken with operations that need not be built.
  let simplification: Simplification
  /// A Boolean value indicating whether hidden primitives are written by their definitions, for a person to read.
  let spellsOut: Bool
  /// The way in which ties of `max` and `min` are settled.
  let ties: Ties
  /// The care taken with local derivatives that leave the range of doubles.
  let care: RangeCare
  /// A Boolean value indicating whether primitives stay whole in a graph that keeps bits: a step for arrays is a loop of
  /// its own, in which a form of several steps would go through memory.
  let keepsGates: Bool
  /// The place in the source that new nodes are written for.
  var span: Span

  /// A number for each adjoint that is absent somewhere, which is not 0 where it is present.
  var presences: [Graph.NodeID: Symbol] = [:]
  /// The nodes whose derivatives are undefined where they themselves are nan.
  var defined: Set<Graph.NodeID> = []
  /// A Boolean value indicating whether the forward sweep is done, so that what is added from here on are adjoints.
  private(set) var isInSweep = false
  private var sweepStart: Graph.NodeID = 0
  /// The lines along which nan goes on, as far as they were asked for.
  private var lines = NaNLines()

  /// Creates a builder that continues a graph.
  ///
  /// - Parameter span: The place in the source that new nodes name.
  /// - Parameter spellsOut: A Boolean value indicating whether hidden primitives are written by their definitions.
  package init(
    _ graph: Graph, span: Span = .none, _ simplification: Simplification = .realValued, spellsOut: Bool = false,
    ties: Ties = .split, care: RangeCare = .none, keepsGates: Bool = false
  ) {
    self.keepsGates = keepsGates
    self.graph = graph
    self.graph.unseal()
    self.span = span
    self.simplification = simplification
    self.spellsOut = spellsOut
    self.ties = ties
    self.care = care
  }

  // MARK: - Sweeps

  /// Notes that the forward sweep is done and adjoints follow.
  func beginSweep() {
    isInSweep = true
    sweepStart = Graph.NodeID(graph.count)
  }

  /// Notes that the adjoints are done.
  func endSweep() { isInSweep = false }

  /// Returns a Boolean value indicating whether a node was added by the reverse sweep.
  func isOfSweep(_ id: Graph.NodeID) -> Bool { id >= sweepStart }

  // MARK: - Lines of nan

  /// Returns a Boolean value indicating whether a node is known at once to be nan where one before it is.
  func isOnLine(_ id: Graph.NodeID, behind other: Graph.NodeID) -> Bool { lines.isOn(id, behind: other, in: graph) }

  // MARK: - Nodes

  /// Returns the symbol of a node; a constant's reads as a plain number, so that rules can simplify with it.
  package func symbol(_ id: Graph.NodeID) -> Symbol {
    let node = graph.nodes[Int(id)]
    return node.kind == .constant ? Symbol(graph.constants[Int(node.a)]) : .node(id, self)
  }

  /// Returns the symbol of a new input.
  package func input(_ name: String, shape: Shape = .scalar) -> Symbol {
    attempt { () throws(Problem) in try graph.input(name, shape: shape, span: span) }
  }

  /// Returns the node of a symbol, appending a constant that is not in the graph yet.
  package func node(_ symbol: Symbol) -> Graph.NodeID {
    switch symbol {
    case .node(let id, _): return id
    case .constant(.scalar(let value)): return scalar(value)
    case .constant(.array(let shape, let elements)):
      if simplification == .piecewise, let factor = Self.factorOfIdentity(shape, elements) {
        let identity = append(.identity(shape), [Symbol]())
        return node(factor == 1 ? identity : append(.multiply, [Symbol(factor), identity]))
      }
      let array =
        symbol.value.map { append(.broadcast(to: shape), [scalar($0)]) }
        ?? append(.stack(shape), elements.map(scalar))
      if case .node(let id, _) = array { return id }
      return 0
    }
  }

  /// The length of a square matrix up to which its elements are written one by one.
  private static let mostWritten = 4

  /// Returns the number by which the identity matrix is multiplied in these elements; nil for other arrays, and for
  /// small ones.
  private static func factorOfIdentity(_ shape: Shape, _ elements: [Double]) -> Double? {
    guard shape.rank == 2, shape.lengths[0] == shape.lengths[1], shape.lengths[0] > mostWritten else { return nil }
    let factor = elements[0]
    guard factor.isFinite, factor != 0 else { return nil }
    let isIdentity = elements.enumerated().allSatisfy { place, element in
      place.isMultiple(of: shape.lengths[0] + 1) ? element == factor : element == 0
    }
    return isIdentity ? factor : nil
  }

  /// Returns the node of a constant.
  private func scalar(_ value: Double) -> Graph.NodeID {
    let node = attempt { () throws(Problem) in try graph.constant(value, span: span) }
    if case .node(let id, _) = node { return id }
    return 0
  }

  /// Returns the symbol of a primitive, element by element.
  func append(_ primitive: Primitive, _ operands: [Symbol]) -> Symbol {
    let ids = operands.map(node)
    return attempt { () throws(Problem) in try graph.apply(primitive, ids, span: span) }
  }

  /// Returns the symbol of an operation on arrays.
  func append(_ operation: ArrayOperation, _ operands: [Symbol]) -> Symbol { append(operation, operands.map(node)) }

  private func append(_ operation: ArrayOperation, _ operands: [Graph.NodeID]) -> Symbol {
    attempt { () throws(Problem) in try graph.apply(operation, operands, span: span) }
  }

  /// Builds a node. A rule cannot throw, so the first problem is kept until the building is done.
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
