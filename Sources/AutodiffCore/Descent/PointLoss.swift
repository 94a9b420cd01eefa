/// The value of a program as a function of some of its inputs, with the others fixed.
///
/// The gradient is that of one reverse sweep, by the primitives' conventions at kinks.
package struct PointLoss: Loss {
  private let program: Program
  /// The path that was taken last: most steps take it again.
  private var graph: Graph
  private let parameters: Parameters
  private let ties: Ties
  /// The elements of all inputs.
  private var numbers: [Double]

  /// The number of rows, 1: there is no table.
  package var rows: Int { 1 }

  /// Creates a loss.
  ///
  /// - Parameter graph: A path of the program.
  /// - Parameter numbers: The elements of all inputs.
  package init(_ program: Program, _ graph: Graph, _ parameters: Parameters, at numbers: [Double], ties: Ties = .split)
  {
    self.program = program
    self.graph = graph
    self.parameters = parameters
    self.numbers = numbers
    self.ties = ties
  }

  /// Returns the loss and its gradient.
  ///
  /// - Throws: The problem of the program at these parameters.
  package mutating func slope(at values: [Double], rows: ArraySlice<Int>?) throws(LossProblem) -> LossAndGradient {
    parameters.put(values, in: &numbers)
    if graph.isScalar, graph.guards.isEmpty {
      let point = Point<Double>(graph, inputs: numbers, wrt: parameters.asked, ties: ties)
      let adjoints = point.adjoints
      return LossAndGradient(
        loss: point.value, gradient: point.asked.map { adjoints[Int($0)] }, isAtKink: point.mayKink)
    }
    let inputs = parameters.elements.tensors(numbers)
    do throws(Problem) {
      graph = try program.path(of: graph, at: inputs)
    } catch {
      throw LossProblem(problem: error)
    }
    let point = Point<Tensor>(graph, inputs: inputs, wrt: parameters.asked, ties: ties)
    return LossAndGradient(
      loss: point.value.scalar ?? .nan, gradient: point.gradient.flatMap(\.value.elements), isAtKink: point.mayKink)
  }
}

extension Point<Double> {
  /// A Boolean value indicating whether an operation on the way from the inputs in question to the output is at a kink.
  fileprivate var mayKink: Bool {
    let active = graph.active(asked)
    return graph.nodes.indices.contains { id in
      guard active[id], let kink = graph.nodes[id].primitive.gate.kink else { return false }
      return !graph.isLeaf(Graph.NodeID(id)) && kink.isAt(graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] })
    }
  }
}
