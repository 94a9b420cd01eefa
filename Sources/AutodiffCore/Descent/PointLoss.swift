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
    let point: ProgramPoint
    do throws(Problem) {
      point = try ProgramPoint(
        program, graph, numbers: numbers, tensors: parameters.elements.tensors(numbers), wrt: parameters.asked,
        ties: ties)
    } catch {
      throw LossProblem(problem: error)
    }
    graph = point.graph
    return Slope(
      loss: point.value.scalar ?? .nan, gradient: point.conventionalGradient, isAtKink: point.mayKink)
  }
}
