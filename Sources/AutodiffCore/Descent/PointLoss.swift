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
    let point: ProgramPoint
    do throws(Problem) {
      point = try ProgramPoint(
        program, graph, numbers: numbers, tensors: parameters.elements.tensors(numbers), wrt: parameters.wrt,
        ties: ties)
    } catch {
      throw LossProblem(problem: error)
    }
    graph = point.graph
    return LossAndGradient(
      loss: point.value.scalar ?? .nan, gradient: point.conventionalGradient, isAtKink: point.mayKink)
  }
}
