/// The derivatives at a point, with all that decides which other numbers pass for them.
package struct AnswerKey: Sendable {
  package let derivatives: Derivatives
  /// The shape of the program's value.
  package let outputShape: Shape
  /// The evidence on each element of the derivative by an input, by the place of the input.
  private let evidence: [[Evidence]]
  private let isFinite: Bool

  /// Takes the derivatives at a point by reverse mode.
  ///
  /// - Parameter path: The program of which the point's graph is one path.
  /// - Throws: A `Problem` if a program on few numbers takes more nodes than the limit, element by element.
  init(_ point: ProgramPoint, _ path: Program) throws(Problem) {
    let derivatives =
      point.value.shape.isScalar
      ? point.derivatives(path: path) : Derivatives(jacobianOf: point.asArrays, path: path)
    let answers = ModeAnswers(point, derivatives)
    let program = try CheckedProgram(point)
    self.derivatives = derivatives
    outputShape = point.value.shape
    isFinite = point.value.isFinite && derivatives.areFinite
    var evidence: [Evidence?] = derivatives.values.map { _ in nil }
    for output in 0..<outputShape.count {
      let sides = answers.sides(output: output)
      let roundings = answers.leveled(program.samples.rounding(output: output))
      for (element, place) in answers.places(output: output).enumerated() {
        evidence[place] = Evidence(
          reverse: derivatives.values[place], convention: derivatives.convention[place],
          forward: answers.forward[place], differences: Differences(numeric: .none, sides: nil),
          sides: sides[program.names[element]], rounding: roundings[element])
      }
    }
    var next = 0
    self.evidence = derivatives.counts.map { count in
      defer { next += count }
      return evidence[next..<next + count].map { $0 ?? .none }
    }
  }

  /// A Boolean value indicating whether all answers are finite, and there is no kink.
  package var isUsual: Bool { isFinite && derivatives.kinks.isEmpty }

  /// A Boolean value indicating whether all answers are numbers.
  package var isDefined: Bool { isFinite }

  /// Returns a Boolean value indicating whether a number passes for an element of the derivative by an input.
  func admits(_ claim: Claim.Number, input: Int, place: Int, _ rules: Question.Rules) -> Bool {
    let evidence = evidence[input][place]
    guard claim.misshapen == nil, !evidence.reverse.isNaN else { return false }
    var tolerance = GradientCheck.Tolerance()
    tolerance.relative = rules.relativeTolerance
    if let digits = rules.digits { tolerance.absolute = Self.halfUnit(evidence.reverse, digits: digits) }
    if tolerance.relative != nil || tolerance.absolute != nil {
      tolerance.absolute = (tolerance.absolute ?? 0) + evidence.rounding
    }
    return evidence.admits(claim, tolerance)
  }

  /// Returns half a unit in the last of some significant digits of a number.
  package static func halfUnit(_ number: Double, digits: Int) -> Double {
    guard number != 0, number.isFinite else { return 0 }
    return 0.5 * Scalar.power(10, floor(Logarithm.log10(fabs(number))) - Double(digits - 1)) * (1 + 1e-9)
  }
}
