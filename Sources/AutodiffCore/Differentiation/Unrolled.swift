/// A program on arrays as a program on their elements.
///
/// What is said gate by gate (one-sided derivatives at kinks, smooth pieces for finite differences) is said of elements,
/// so it is worked out there. The graph holds at one point: factorisations keep its pivots, exponentials its shifts.
package struct Unrolled {
  package private(set) var point: Point<Double>
  /// The nodes of the output's elements, row by row.
  package let outputs: [Graph.NodeID]
  /// By input of the program on arrays: the nodes of its elements, row by row.
  let inputs: [Graph.NodeID: [Graph.NodeID]]

  /// More nodes than this would take longer than anybody waits.
  package static let mostNodes = 20_000_000
  /// More than this are not worth a second look at what is undefined.
  static let fewNodes = 500_000

  /// The whole work that may go into sweeps over elements, in nodes visited.
  private static let budget = 400_000_000

  /// Nil where so many sweeps would take too long.
  package init?(_ point: Point<Tensor>, mostNodes: Int = Unrolled.mostNodes, sweeps: Int) {
    guard let unrolled = try? Unrolled(point, mostNodes: mostNodes) else { return nil }
    let work = unrolled.point.graph.count.multipliedReportingOverflow(by: sweeps)
    guard !work.overflow, work.partialValue <= Self.budget else { return nil }
    self = unrolled
  }

  /// - Throws: the limit on nodes.
  package init(_ point: Point<Tensor>, mostNodes: Int = Unrolled.mostNodes) throws(Problem) {
    var builder = Unrolling(point, mostNodes)
    try builder.run()
    let graph = builder.graph
    outputs = builder.elements[Int(point.graph.output)]
    inputs = Dictionary(uniqueKeysWithValues: point.graph.inputs.map { ($0, builder.elements[Int($0)]) })
    self.point = Point(
      graph, inputs: builder.inputValues,
      wrt: builder.askedPlaces(point), ties: point.ties)
  }

  /// A program on arrays that holds at every point of its path; nil where it has none, or would be too large.
  ///
  /// - Parameter asked: of the graph's inputs.
  package init?(anywhere graph: Graph, asked: [Graph.NodeID]) {
    // Elimination is good for the pivots of one point only.
    let eliminates: Set<Primitive> = [.det, .logdet, .inv, .solve]
    let reached = graph.reached(from: graph.guards.map(\.condition) + [graph.output])
    for id in graph.nodes.indices where reached[id] && !graph.isLeaf(Graph.NodeID(id)) {
      if eliminates.contains(graph.nodes[id].primitive) { return nil }
    }
    let zeros = graph.inputs.map { Tensor(repeating: 0, graph.shape(of: $0)) }
    let point = Point<Tensor>(
      graph: graph, values: Evaluation.run(graph, inputs: zeros), asked: asked, ties: .split)
    var builder = Unrolling(point, Self.fewNodes)
    builder.holdsAnywhere = true
    guard (try? builder.run()) != nil else { return nil }
    outputs = builder.elements[Int(graph.output)]
    inputs = Dictionary(uniqueKeysWithValues: graph.inputs.map { ($0, builder.elements[Int($0)]) })
    self.point = Point(builder.graph, inputs: builder.inputValues, wrt: builder.askedPlaces(point))
  }

  /// The same point with another element of the output as the output.
  package func at(output: Int) -> Point<Double> {
    var graph = point.graph
    graph.output = outputs[output]
    return Point(graph: graph, values: point.values, asked: point.asked, ties: point.ties)
  }
}
