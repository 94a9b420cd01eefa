/// A program's value as a function of some of its inputs, the others staying as they are.
///
/// The gradient is that of one reverse sweep, by the gates' conventions.
package struct PointLoss: Loss {
  private let program: Program
  /// The path that was taken last: most steps take it again.
  private var graph: Graph
  private let parameters: Parameters
  private let ties: Ties
  /// All elements of the inputs.
  private var numbers: [Double]

  package var rows: Int { 1 }

  /// - Parameter numbers: all elements of the inputs.
  package init(_ program: Program, _ graph: Graph, _ parameters: Parameters, at numbers: [Double], ties: Ties = .split)
  {
    self.program = program
    self.graph = graph
    self.parameters = parameters
    self.numbers = numbers
    self.ties = ties
  }

  package mutating func slope(at values: [Double], rows: ArraySlice<Int>?) throws(LossProblem) -> Slope {
    parameters.put(values, in: &numbers)
    if graph.isScalar, graph.guards.isEmpty {
      let point = Point<Double>(graph, inputs: numbers, wrt: parameters.asked, ties: ties)
      let adjoints = point.adjoints
      return Slope(
        loss: point.value, gradient: point.asked.map { adjoints[Int($0)] }, isAtKink: point.mayKink)
    }
    let inputs = parameters.elements.tensors(numbers)
    do throws(Problem) {
      graph = try program.path(of: graph, at: inputs)
    } catch {
      throw LossProblem(problem: error)
    }
    let point = Point<Tensor>(graph, inputs: inputs, wrt: parameters.asked, ties: ties)
    return Slope(
      loss: point.value.scalar ?? .nan, gradient: point.gradient.flatMap(\.value.elements), isAtKink: point.mayKink)
  }
}

extension Point<Double> {
  /// Whether a gate that something asked for passes through stands at a kink.
  fileprivate var mayKink: Bool {
    let active = graph.active(asked)
    return graph.nodes.indices.contains { id in
      guard active[id], let kink = graph.nodes[id].primitive.gate.kink else { return false }
      return !graph.isLeaf(Graph.NodeID(id)) && kink.isAt(graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] })
    }
  }
}
