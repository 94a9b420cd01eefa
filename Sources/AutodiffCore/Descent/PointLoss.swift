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
  /// The sweep of a program on arrays as a tape, with its memory; nil if there is none.
  private let tape: (steps: ArrayTape, memory: ArrayMemory)?
  /// The point whose curvature was asked for last, which is asked for again and again.
  private var bent: (parameters: [Double], point: ProgramPoint)?

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
    tape = ArrayTape(at: graph, wrt: parameters.wrt, ties: ties).map { tape in
      let memory = ArrayMemory(tape)
      var element = 0
      for input in tape.inputs {
        for place in 0..<input.count { memory.start[input.start + place] = numbers[element + place] }
        element += input.count
      }
      tape.begin(memory.start)
      return (tape, memory)
    }
  }

  /// Returns the loss and its gradient.
  ///
  /// - Throws: The problem of the program at these parameters.
  package mutating func slope(at values: [Double], rows: ArraySlice<Int>?) throws(LossProblem) -> LossAndGradient {
    if let slope = slopeByTape(at: values) { return slope }
    let point = try point(at: values)
    return LossAndGradient(
      loss: point.value.scalar ?? .nan, gradient: point.conventionalGradient, isAtKink: point.mayKink)
  }

  /// Returns the product of the Hessian and a direction, of one sweep over duals.
  ///
  /// - Throws: The problem of the program at these parameters.
  package mutating func curvature(at values: [Double], along direction: [Double]) throws(LossProblem) -> [Double] {
    if let bent, bent.parameters == values { return bent.point.conventionalCurvature(along: direction) }
    let point = try point(at: values)
    bent = (values, point)
    return point.conventionalCurvature(along: direction)
  }

  private mutating func point(at values: [Double]) throws(LossProblem) -> ProgramPoint {
    parameters.put(values, in: &numbers)
    do throws(Problem) {
      let point = try ProgramPoint(
        program, graph, numbers: numbers, tensors: parameters.elements.tensors(numbers), wrt: parameters.wrt,
        ties: ties)
      graph = point.graph
      return point
    } catch {
      throw LossProblem(problem: error)
    }
  }

  /// Returns the loss and its gradient by the tape; nil if it does not know them.
  private func slopeByTape(at values: [Double]) -> LossAndGradient? {
    guard let (tape, memory) = tape else { return nil }
    var next = 0
    for part in parameters.wrt {
      let input = tape.inputs[part]
      for place in 0..<input.count { memory.start[input.start + place] = values[next + place] }
      next += input.count
    }
    tape.prepare(memory.start)
    if tape.isInDoubt(memory.start, rows: 1) { return nil }
    let results = tape.outputs.map { output in
      UnsafeBufferPointer(start: memory.start + output.start, count: output.count)
    }
    guard results.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    return LossAndGradient(
      // Adjoints begin with +0.
      loss: results[0][0], gradient: results.dropFirst().flatMap { $0.map { $0 + 0 } })
  }
}
