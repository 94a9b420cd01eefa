/// A function in JavaScript that gives all numbers of a reverse sweep at any values of the inputs: the sweep over numbers,
/// read over symbols that stay on their edges.
///
/// It holds for the path of the program that the graph is, and says where another one would be taken. The program's
/// names do not occur in it.
package struct SweepCode {
  /// The place of a number, or of an array's, among those that the function gives.
  package struct Place: Sendable {
    package var start: Int
    package var shape: Shape
  }

  /// An edge over which something may be sent back.
  package struct Edge: Sendable {
    package var from: Graph.NodeID
    /// The place of the operand among those of `from`.
    package var place: Int
    package var to: Graph.NodeID
  }

  /// The name of the function, which takes all inputs' numbers in a row.
  package static let name = "sweep"
  /// The lines of the function and of those that it calls.
  package let lines: [String]
  /// The edges in the order of the sweep, those that send nothing at the point as well.
  package private(set) var edges: [Edge] = []
  /// The places of the sweep's numbers.
  package private(set) var places: [SweepNumber: Place] = [:]
  /// The operations that may be at a kink, with the place of a number that is not 0 there.
  package private(set) var kinks: [(node: Graph.NodeID, place: Place)] = []
  /// The conditions and indices that decided the path.
  package private(set) var guards: [(place: Place, decided: Graph.Guard)] = []

  /// The number of nodes and elements above which a page would be too slow.
  private static let largest = 4000

  /// Writes the sweep of a point's graph.
  ///
  /// - Parameter seed: The output's adjoint, in its shape.
  /// - Returns: nil for a graph that is too large.
  package init?(_ point: Point<Tensor>, seed: Tensor) {
    let graph = point.graph
    guard graph.elementCount <= Self.largest, graph.count > 0 else { return nil }
    let bench = Workbench(Graph(), .piecewise, ties: point.ties)
    let inputs = graph.inputs.enumerated().map { bench.input("u\($0)", shape: graph.shape(of: $1)) }
    let values = Evaluation.run(graph, inputs: inputs)
    var recorder = SymbolRecorder()
    let adjoints = Pullback.run(
      graph, values: values, active: graph.active(point.wrt), seed: .constant(seed),
      ties: point.ties,
      observer: &recorder)

    var numbers: [Graph.NodeID] = []
    var end = 0
    func place(_ symbol: Symbol) -> Place {
      var node = bench.node(symbol)
      let made = bench.graph.nodes[Int(node)]
      // Truth values of arrays stand only within loops, and numbers everywhere.
      if made.kind != .input, made.kind != .constant, made.primitive.isCondition, !bench.graph.shape(of: node).isScalar
      {
        node = bench.node(.apply(.choose, [symbol, 1.0, 0.0]))
      }
      numbers.append(node)
      defer { end += bench.graph.shape(of: node).count }
      return Place(start: end, shape: bench.graph.shape(of: node))
    }
    let reachable = graph.reached(from: [graph.output] + graph.guards.map(\.condition))
    for index in graph.nodes.indices where graph.nodes[index].kind == .input || reachable[index] {
      let id = Graph.NodeID(index)
      if graph.nodes[index].kind == .constant { continue }
      places[.value(id)] = place(values[Int(id)])
      places[.adjoint(id)] = place(adjoints[Int(id)].unbroadcast(to: graph.shape(of: id)))
      if let condition = Self.kink(id, graph, values) { kinks.append((id, place(condition))) }
    }
    for contribution in recorder.contributions {
      edges.append(Edge(from: contribution.from, place: contribution.place, to: contribution.to))
      places[.sent(contribution.from, contribution.place)] = place(contribution.value)
      if let local = contribution.local {
        places[.local(contribution.from, contribution.place)] = place(local)
      }
    }
    for decided in graph.guards { guards.append((place(values[Int(decided.condition)]), decided)) }
    guard !numbers.isEmpty, let program = try? GradientProgram(bench, numbers) else { return nil }
    let writer = JavaScriptWriter(program, name: Self.name)
    let function = writer.function()
    lines = JavaScriptDialect.definitions(of: writer.helpers) + function
  }

  /// Returns a number that is not 0 where an operation is at a kink; nil for one without kinks.
  private static func kink(_ id: Graph.NodeID, _ graph: Graph, _ values: [Symbol]) -> Symbol? {
    let node = graph.nodes[Int(id)]
    guard node.kind != .input, node.kind != .constant,
      let kink = Gate<Symbol>.table[Int(node.primitive.rawValue)].kink
    else { return nil }
    let operands = graph.operands(of: id).map { values[Int($0)] }
    guard node.kind == .wide, node.primitive.isArray else { return kink.condition(operands) }
    let edge = ArrayEdge(
      operation: graph.operation(id), operands: operands, output: values[Int(id)], place: 0)
    return kink.laneCondition?(edge)
  }
}

/// The observer of a pullback over symbols that keeps the contributions in order.
private struct SymbolRecorder: PullbackObserver {
  var contributions: [Contribution<Symbol>] = []
  mutating func contribute(_ contribution: Contribution<Symbol>) {
    contributions.append(contribution)
  }
}
