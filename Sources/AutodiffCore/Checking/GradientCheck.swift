/// A check of the derivatives at one point: reverse mode against forward mode, finite differences and a claimed answer.
package struct GradientCheck: Sendable {
  /// The verdicts on a derivative, from the best to the worst.
  package enum Verdict: String, Sendable, Comparable {
    case pass, kink, undefined, mismatch

    private var rank: Int {
      switch self {
      case .pass: 0
      case .kink: 1
      case .undefined: 2
      case .mismatch: 3
      }
    }

    /// Returns a Boolean value indicating whether the first verdict is better.
    package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }
    /// A Boolean value indicating whether the derivative passes the check.
    package var passes: Bool { self == .pass || self == .kink }
  }

  /// The check of the derivative along one input.
  package struct Row: Sendable {
    /// The name of the input or of its element.
    package var input: String
    /// The evidence.
    package var evidence: Evidence
    /// The claimed derivative; nil if none is claimed.
    package var expected: Double?
    /// The verdict.
    package var verdict: Verdict

    init(_ input: String, _ evidence: Evidence, _ claim: Claim.Number?, _ tolerance: Tolerance) {
      self.input = input
      self.evidence = evidence
      expected = claim?.value
      verdict = evidence.verdict(claim, tolerance)
    }

    /// The derivative by reverse mode.
    package var reverse: Double { evidence.reverse }
    /// The derivative by forward mode; that of reverse mode if the conventions' answer is not the derivative.
    package var forward: Double { reverse == evidence.convention ? evidence.forward : reverse }
    /// The derivative by finite differences.
    package var numeric: NumericDerivative { evidence.differences.numeric }
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
  package var value: Double
  /// The checks of the derivatives, by input.
  package var rows: [Row]
  /// The derivatives with their kinks.
  package var derivatives: Derivatives
  /// The worst verdict on any derivative.
  package var verdict: Verdict { rows.map(\.verdict).max() ?? .pass }

  /// Checks the derivatives at a point.
  ///
  /// - Parameter inputs: A value for each of the graph's inputs.
  /// - Parameter answers: The answers by rules of whole arrays, if the graph is one of their elements; nil for those of
  ///   the point itself.
  /// - Parameter claims: The claimed derivatives, by input's name.
  /// - Parameter elsewhere: A closure that returns the function's value at inputs at which the program takes another
  ///   path than the point's.
  package init(
    _ point: ElementPoint, inputs: [Double], answers: ModeAnswers? = nil, scheme: DifferenceScheme,
    tolerance: Tolerance, claims: [(String, Claim)] = [], elsewhere: (([Double]) -> Double)? = nil
  ) {
    let answers = answers ?? ModeAnswers(point)
    let claims = Dictionary(claims, uniquingKeysWith: { first, _ in first })
    value = answers.value
    derivatives = answers.derivatives
    rows = []
    var roundings = point.magnitudes.map { 64 * Double.ulpOfOne * $0 }
    for array in answers.arrays {
      let largest = roundings[array].max() ?? 0
      for index in array { roundings[index] = largest }
    }
    for (index, name) in point.names.enumerated() {
      let reverse = derivatives.values[index]
      let sides = derivatives.sides(of: name)
      var differences: Differences?
      if reverse.isFinite, value.isFinite, point.value.isFinite, let place = point.place(ofWrt: index) {
        let line = LineRestriction(point.graph, inputs: inputs, along: place, elsewhere: elsewhere)
        differences = Differences(line, scheme: scheme, sides: sides)
      }
      let evidence = Evidence(
        reverse: reverse, convention: derivatives.convention[index], forward: answers.forward[index],
        differences: differences, sides: sides, rounding: roundings[index],
        arrayRounding: answers.arrays.isEmpty ? 0 : roundings[index])
      rows.append(Row(name, evidence, claims[name]?.number(inputs), tolerance))
    }
  }

  /// Creates the check of a point at which nothing is known.
  package init(unansweredBy names: [String]) {
    self.init(value: .nan, rows: names.map { Row($0, .none, nil, Tolerance()) })
  }

  /// Creates the check of a total, whose terms reported their kinks themselves.
  init(value: Double, rows: [Row]) {
    self.value = value
    self.rows = rows
    derivatives = Derivatives(
      names: rows.map(\.input), convention: rows.map(\.evidence.convention), values: rows.map(\.reverse))
  }
}
