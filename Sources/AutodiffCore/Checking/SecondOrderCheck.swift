/// A check of the second derivatives of a scalar: they are the first ones of the gradient, which differences are taken of.
package struct SecondOrderCheck {
  private let program: CheckedProgram
  private let answers: ModeAnswers
  /// A Boolean value indicating whether an operation of the gradient is at a kink, where it goes by the conventions, and
  /// its derivatives need not be the second ones.
  private let isAtKink: Bool

  /// Prepares the check at a point.
  ///
  /// Forward over reverse mode is compared with forward mode over the gradient as a program of its own.
  ///
  /// - Parameters:
  ///   - gradient: The first derivatives there.
  ///   - elsewhere: A closure that returns the first derivatives at other inputs, where the recorded gradient is not the
  ///     program's, since roots are found anew; nil if it is.
  /// - Throws: A `Problem` if the gradient, element by element, takes more nodes than the limit.
  package init(
    _ point: ProgramPoint, gradient: Derivatives, elsewhere: (([Double]) -> [Double])? = nil
  ) throws(Problem) {
    let elements: Point<Double>
    switch point.values {
    case .numbers(let point): elements = point
    case .arrays(let point): elements = try Unrolled(point).point
    case .elements(let point): elements = try Unrolled(point.asArrays).point
    }
    let recording = try Recording(elements.graph, wrt: elements.wrt, .gradient, limits: Limits())
    program = CheckedProgram(gradientOf: elements, recording, elsewhere: elsewhere)
    let hessian = Hessian(point.asArrays, gradient: gradient.tensors)
    let names = program.names
    var columns = names.map { _ in [Double]() }
    // A column has the derivatives by its input, for each first one in turn.
    for (row, firsts) in zip(hessian.blocks, gradient.counts) {
      for first in 0..<firsts {
        var column = 0
        for (block, count) in zip(row, gradient.counts) {
          for second in 0..<count {
            columns[column].append(block[first * count + second])
            column += 1
          }
        }
      }
    }
    let shape = Shape([names.count])
    let inputs = recording.graph.inputs
    let values = Evaluation.run(
      recording.graph, inputs: elements.graph.inputs.map { elements.values[Int($0)] })
    let recorded = Point(graph: recording.graph, values: values, wrt: inputs, ties: elements.ties)
    isAtKink = recorded.mayKink || elements.mayKink
    let forward = elements.wrt.flatMap { id -> [Double] in
      let input = inputs[elements.graph.inputs.firstIndex(of: id) ?? 0]
      let tangents = Pushforward.run(
        recording.graph, values: values, direction: [(input: input, tangent: 1)], ties: elements.ties)
      return recording.outputs.dropFirst().map { tangents[Int($0)] }
    }
    answers = ModeAnswers(
      value: Tensor(shape, recording.outputs.dropFirst().map { values[Int($0)] }),
      derivatives: Derivatives(names: names, convention: columns.map { Tensor(shape, $0) }), forward: forward,
      areOfArrays: false)
  }

  /// Returns the check.
  ///
  /// - Parameter claims: The claimed derivatives, by the names of the two inputs, such as `x/y`.
  package func check(
    _ scheme: DifferenceScheme, _ tolerance: GradientCheck.Tolerance, claims: [String: Claim.Number]
  ) -> GradientCheck {
    GradientCheck(
      program, answers: answers, scheme: scheme, tolerance: tolerance, claims: claims, isDoubtful: isAtKink)
  }
}
