/// Reverse mode against forward mode, finite differences and a claimed answer, at one point.
package struct GradientCheck: Sendable {
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

    package static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }
    package var passes: Bool { self == .pass || self == .kink }
  }

  package struct Row: Sendable {
    package var input: String
    package var evidence: Evidence
    package var expected: Double?
    package var verdict: Verdict

    init(_ input: String, _ evidence: Evidence, _ claim: Claim.Number?, _ tolerance: Tolerance) {
      self.input = input
      self.evidence = evidence
      expected = claim?.value
      verdict = evidence.verdict(claim, tolerance)
    }

    package var reverse: Double { evidence.reverse }
    /// Where the conventions' answer is not the derivative, forward mode has the same.
    package var forward: Double { reverse == evidence.convention ? evidence.forward : reverse }
    package var numeric: NumericDerivative { evidence.differences.numeric }
    /// |reverse - numeric| over the greater of the two.
    package var relativeError: Double {
      reverse == numeric.value
        ? 0 : fabs(reverse - numeric.value) / fmax(fabs(reverse), fabs(numeric.value))
    }
  }

  package struct Tolerance: Sendable {
    package var relative: Double?
    package var absolute: Double?

    package init(relative: Double? = nil, absolute: Double? = nil) {
      self.relative = relative
      self.absolute = absolute
    }

    private var isGiven: Bool { relative != nil || absolute != nil }

    /// How far the two may be apart.
    func slack(_ left: Double, _ right: Double, otherwise: Double) -> Double {
      isGiven ? (absolute ?? 0) + (relative ?? 0) * fmax(fabs(left), fabs(right)) : otherwise
    }
  }

  package var value: Double
  package var rows: [Row]
  package var derivatives: Derivatives
  package var verdict: Verdict { rows.map(\.verdict).max() ?? .pass }

  /// - Parameters:
  ///   - inputs: a value for each of the graph's inputs.
  ///   - answers: what rules of arrays answer, where the point is of their elements; nil: what the point itself does.
  ///   - claims: by input's name.
  ///   - elsewhere: the function's value where the program takes another path than the point's.
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
      if reverse.isFinite, value.isFinite, point.value.isFinite, let place = point.place(ofAsked: index) {
        let section = Section(point.graph, inputs: inputs, along: place, elsewhere: elsewhere)
        differences = Differences(section, scheme: scheme, sides: sides)
      }
      let evidence = Evidence(
        reverse: reverse, convention: derivatives.convention[index], forward: answers.forward[index],
        differences: differences, sides: sides, rounding: roundings[index],
        arrayRounding: answers.arrays.isEmpty ? 0 : roundings[index])
      rows.append(Row(name, evidence, claims[name]?.number(inputs), tolerance))
    }
  }

  /// Of a point at which nothing is known.
  package init(unansweredBy names: [String]) {
    self.init(value: .nan, rows: names.map { Row($0, .none, nil, Tolerance()) })
  }

  /// A check of a total: which kinks were met was told of its terms.
  init(value: Double, rows: [Row]) {
    self.value = value
    self.rows = rows
    derivatives = Derivatives(
      names: rows.map(\.input), convention: rows.map(\.evidence.convention), values: rows.map(\.reverse))
  }
}
