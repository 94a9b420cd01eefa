/// A program on arrays as a program on their elements.
///
/// One-sided derivatives at kinks, and smooth pieces for finite differences, are found gate by gate: for elements, that
/// is, here. The graph holds at one point: factorizations keep its pivots, exponentials its shifts.
package struct Unrolled {
  package private(set) var point: Point<Double>
  /// The nodes of the output's elements, row by row.
  package let outputs: [Graph.NodeID]
  /// The nodes of the elements of each input of the program on arrays, row by row.
  let inputs: [Graph.NodeID: [Graph.NodeID]]

  /// The most nodes: more would take longer than anybody waits.
  package static let mostNodes = 20_000_000
  /// The most nodes that are worth a second look at undefined derivatives.
  static let fewNodes = 500_000

  /// The whole work that may go into sweeps over elements, in nodes visited.
  private static let budget = 400_000_000

  /// Unrolls a program at a point, unless so many sweeps over its elements would take too long.
  ///
  /// - Returns: nil where they would, or where there would be too many nodes.
  package init?(_ point: Point<Tensor>, mostNodes: Int = Unrolled.mostNodes, sweeps: Int) {
    guard let unrolled = try? Unrolled(point, mostNodes: mostNodes) else { return nil }
    let work = unrolled.point.graph.count.multipliedReportingOverflow(by: sweeps)
    guard !work.overflow, work.partialValue <= Self.budget else { return nil }
    self = unrolled
  }

  /// Unrolls a program at a point.
  ///
  /// - Throws: the limit on nodes.
  package init(_ point: Point<Tensor>, mostNodes: Int = Unrolled.mostNodes) throws(Problem) {
    var builder = Unrolling(point, mostNodes)
    try builder.run()
    let graph = builder.graph
    outputs = builder.elements[Int(point.graph.output)]
    inputs = Dictionary(uniqueKeysWithValues: point.graph.inputs.map { ($0, builder.elements[Int($0)]) })
    self.point = Point(
      graph, inputs: builder.inputValues,
      wrt: builder.wrtPlaces(point), ties: point.ties)
  }

  /// Returns the same point with one element of the output, counted row by row, as the output.
  package func at(output: Int) -> Point<Double> {
    var graph = point.graph
    graph.output = outputs[output]
    return Point(graph: graph, values: point.values, wrt: point.wrt, ties: point.ties)
  }
}
