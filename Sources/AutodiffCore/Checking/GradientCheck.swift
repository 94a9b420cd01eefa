/// A check of the derivatives at one point: reverse mode against forward mode, finite differences and a claimed answer.
package struct GradientCheck: Sendable {
  /// The verdicts on a derivative, from the best to the worst.
  package enum Verdict: String, Sendable, Comparable {
    case pass, kink, undefined
    /// A claim that was left blank.
    case missing
    case mismatch

    private var rank: Int {
      switch self {
      case .pass: 0
      case .kink: 1
      case .undefined: 2
      case .missing: 3
      case .mismatch: 4
      }
    }

    /// Returns a Boolean value indicating whether the first verdict is better.
    package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }
    /// A Boolean value indicating whether the derivative passes the check.
    package var passes: Bool { self == .pass || self == .kink }
  }

  /// The check of the derivative along one input.
  package struct Row: Sendable {
    /// The subscript of the output's element; nil for a scalar.
    package var output: String?
    /// The name of the input or of its element.
    package var input: String
    /// The evidence.
    package var evidence: Evidence
    /// The claimed derivative; nil if none is claimed.
    package var expected: Claim.Number?
    /// The verdict.
    package var verdict: Verdict

    init(
      _ input: String, output: String? = nil, _ evidence: Evidence, _ claim: Claim.Number?, _ tolerance: Tolerance
    ) {
      self.output = output
      self.input = input
      self.evidence = evidence
      expected = claim
      verdict = evidence.verdict(claim, tolerance)
    }

    /// The name of the derivative: that of the input, behind that of the output if it has elements.
    package var name: String { Self.name(input, output: output) }

    /// Returns the name of the derivative of an element of the output by an input.
    package static func name(_ input: String, output: String?) -> String { output.map { "f\($0)/\(input)" } ?? input }

    /// The derivative by reverse mode.
    package var reverse: Double { evidence.reverse }
    /// The derivative by forward mode; that of reverse mode if the conventions' answer is not the derivative.
    package var forward: Double { reverse == evidence.convention ? evidence.forward : reverse }
    /// The derivative by finite differences.
    package var numeric: NumericDerivative { evidence.differences.numeric }
    /// A Boolean value indicating whether the derivative passes although differences decide nothing, so that only
    /// reverse and forward mode have been compared.
    package var restsOnSweeps: Bool {
      guard verdict.passes, evidence.sides == nil, numeric.value.isFinite else { return false }
      let size = fmax(fabs(reverse), fabs(numeric.value))
      return numeric.error == .infinity || numeric.error > size && size > evidence.rounding
    }
    /// The relative error |reverse - numeric| over the greater magnitude of the two.
    package var relativeError: Double {
      reverse == numeric.value
        ? 0 : fabs(reverse - numeric.value) / fmax(fabs(reverse), fabs(numeric.value))
    }
  }

  /// The tolerances that the user gives, if any.
  package struct Tolerance: Sendable {
    /// The tolerance relative to the greater magnitude of the two.
    package var relative: Double?
    /// The absolute tolerance.
    package var absolute: Double?

    /// Creates tolerances.
    package init(relative: Double? = nil, absolute: Double? = nil) {
      self.relative = relative
      self.absolute = absolute
    }

    private var isGiven: Bool { relative != nil || absolute != nil }

    /// Returns the difference that two derivatives may have: by the tolerances given, or else `otherwise`.
    func slack(_ left: Double, _ right: Double, otherwise: Double) -> Double {
      isGiven ? (absolute ?? 0) + (relative ?? 0) * fmax(fabs(left), fabs(right)) : otherwise
    }
  }

  /// The value of the function.
  package var value: Tensor
  /// The checks of the derivatives, by the output's elements and by input.
  package var rows: [Row]
  /// The derivatives with their kinks.
  package var derivatives: Derivatives
  /// The worst verdict on any derivative.
  package var verdict: Verdict { rows.map(\.verdict).max() ?? .pass }

  /// Checks the derivatives at a point.
  ///
  /// - Parameter answers: The answers of both modes, by rules of whole arrays if the program has arrays.
  /// - Parameter claims: The claimed derivatives, by the name of a row.
  /// - Parameter isDoubtful: A Boolean value indicating whether forward mode and differences follow a program that may
  ///   not be the answers' at the point, and can confirm them but not refute them.
  package init(
    _ program: CheckedProgram, answers: ModeAnswers, scheme: DifferenceScheme, tolerance: Tolerance,
    claims: [String: Claim.Number] = [:], isDoubtful: Bool = false
  ) {
    value = answers.value
    derivatives = answers.derivatives
    rows = []
    let samples = program.samples
    let values = samples.values
    let outputs = values.indices.map { output in
      Output(
        subscriptText: value.shape.isScalar ? nil : value.shape.subscriptText(output),
        places: answers.places(output: output), sides: answers.sides(output: output),
        roundings: answers.leveled(samples.rounding(output: output)))
    }
    let precisions = outputs.map { output in
      1e-8 * output.places.reduce(0) { fmax($0, fabs(answers.derivatives.values[$1])) }
    }
    var columns: [[Row]] = []
    for (element, name) in program.names.enumerated() {
      let line = program.line(element)
      columns.append(
        outputs.enumerated().map { index, output in
          let place = output.places[element]
          let reverse = derivatives.values[place]
          let sides = output.sides[name]
          let isDefined = reverse.isFinite && value[index].isFinite && values[index].isFinite
          func differences(_ line: LineRestriction, rounding: Double) -> Differences? {
            let precision = fmax(1e-5 * fabs(reverse), precisions[index])
            let expected = ExpectedDerivative(value: reverse, precision: precision, rounding: rounding)
            return isDefined
              ? Differences(line, output: index, scheme: scheme, sides: sides, expecting: expected) : nil
          }
          func row(_ differences: Differences?, rounding: Double, forward: Double? = nil) -> Row {
            let evidence = Evidence(
              reverse: reverse, convention: derivatives.convention[place], forward: forward ?? answers.forward[place],
              differences: differences, sides: sides, rounding: rounding)
            // A second derivative has the names of both inputs.
            let input = program.firstNames.map { "\($0[index])/\(name)" } ?? name
            let subscriptText = program.firstNames == nil ? output.subscriptText : nil
            let claim = claims[Row.name(input, output: subscriptText)]
            return Row(input, output: subscriptText, evidence, claim, tolerance)
          }
          let found = differences(line, rounding: output.roundings[element])
          let first = row(found, rounding: output.roundings[element])
          if isDoubtful, isDefined, first.evidence.verdict(nil, tolerance) == .mismatch {
            let numeric = found?.numeric.value ?? .nan
            let nothing = NumericDerivative(value: numeric.isFinite ? numeric : reverse, error: .infinity)
            return row(
              Differences(numeric: nothing, sides: nil), rounding: output.roundings[element],
              forward: derivatives.convention[place])
          }
          // A kink is one at the point, but not where rounding moves it to.
          guard first.verdict == .mismatch, isDefined, derivatives.kinks.isEmpty else { return first }
          let instability = samples.instability(output: index)
          let rounding = output.roundings[element] + instability.derivatives[element]
          // The differences may be right, and the claim wrong.
          if first.evidence.verdict(nil, tolerance) != .mismatch { return row(found, rounding: rounding) }
          var unstable = line.again
          unstable.leastNoise[index] = instability.value
          return row(differences(unstable, rounding: rounding), rounding: rounding)
        })
    }
    for index in outputs.indices { rows += columns.map { $0[index] } }
  }

  /// An element of the output, with what is known of its derivatives by each element of the inputs.
  private struct Output {
    var subscriptText: String?
    var places: [Int]
    var sides: [String: (left: Double, right: Double)]
    var roundings: [Double]
  }

  /// Creates the check of a point at which nothing is known.
  package init(unansweredBy names: [String]) {
    self.init(value: .nan, rows: names.map { Row($0, .none, nil, Tolerance()) })
  }

  /// Creates the check of a total, whose terms reported their kinks themselves.
  init(value: Double, rows: [Row]) {
    self.value = .scalar(value)
    self.rows = rows
    derivatives = Derivatives(
      names: rows.map(\.input), convention: rows.map(\.evidence.convention), values: rows.map(\.reverse))
  }
}
