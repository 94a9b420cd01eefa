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
    package var reverse: Double
    package var forward: Double
    package var numeric: NumericDerivative
    /// |reverse - numeric| over the greater of the two.
    package var relativeError: Double
    package var expected: Double?
    package var verdict: Verdict
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
    _ point: Point<Double>, inputs: [Double], answers: ModeAnswers? = nil, scheme: DifferenceScheme,
    tolerance: Tolerance, claims: [(String, Claim)] = [], elsewhere: (([Double]) -> Double)? = nil
  ) {
    let answers = answers ?? ModeAnswers(point)
    let claims = Dictionary(claims, uniquingKeysWith: { first, _ in first })
    value = answers.value
    derivatives = answers.derivatives
    rows = []
    var scales = ScaleObserver(point.graph)
    _ = point.pullback(observer: &scales)
    var roundings = point.asked.map { 64 * Double.ulpOfOne * scales.sums[Int($0)] }
    for array in answers.arrays {
      let largest = roundings[array].max() ?? 0
      for index in array { roundings[index] = largest }
    }
    for (index, (name, node)) in point.wrt.enumerated() {
      let reverse = derivatives.values[index]
      let convention = derivatives.convention[index]
      let tangent = answers.forward[index]
      let rounding = roundings[index]
      // Where a sweep met inf - inf, reverse mode's answer is the definition.
      let forward = convention.isFinite && tangent.isFinite ? tangent : convention
      let modesAgree = Self.agree(convention, forward, slack: rounding)

      guard reverse.isFinite, value.isFinite, point.value.isFinite, let place = point.graph.inputs.firstIndex(of: node)
      else {
        rows.append(
          Row(
            input: name, reverse: reverse, forward: forward, numeric: .none, relativeError: .nan,
            expected: claims[name]?.value(inputs), verdict: modesAgree ? .undefined : .mismatch))
        continue
      }
      let section = Section(point.graph, inputs: inputs, along: place, elsewhere: elsewhere)
      let sides = derivatives.sides(of: name)
      let differences = Differences(section, scheme: scheme, sides: sides)
      var verdict = differences.verdict(on: reverse, tolerance, rounding: answers.arrays.isEmpty ? 0 : rounding)
      // Where a value jumps, the quotients grow without bound on that side and only the convention is left to check.
      let jumps = sides.map { $0.left.isInfinite || $0.right.isInfinite } ?? false
      if jumps { verdict = .kink }
      if !modesAgree { verdict = .mismatch }
      var expected: Double?
      if let claim = claims[name] {
        let claimed = claim.value(inputs)
        expected = claimed
        let slack = fmax(1e-9 * fmax(fabs(claimed), fabs(reverse)), claim.writtenPrecision) + rounding
        let bounds = sides.map { Self.finite($0, reverse) } ?? (left: reverse, right: reverse)
        // An infinite answer is right or wrong, never nearly right.
        let isRight =
          claimed.isFinite
          ? Self.isBetween(claimed, bounds, slack: tolerance.slack(claimed, reverse, otherwise: slack))
          : claimed == bounds.left || claimed == bounds.right || claimed == reverse
        if !isRight {
          verdict = .mismatch
        }
      }
      // A side that is not known can confirm nothing.
      if let sides, sides.left.isNaN || sides.right.isNaN { verdict = .undefined }
      rows.append(
        Row(
          input: name, reverse: reverse, forward: reverse == convention ? forward : reverse,
          numeric: differences.numeric, relativeError: Self.relative(reverse, differences.numeric.value),
          expected: expected, verdict: verdict))
    }
  }

  // MARK: - Comparing

  private static func agree(_ left: Double, _ right: Double, slack: Double) -> Bool {
    left == right || (left.isNaN && right.isNaN)
      || fabs(left - right) <= slack + 1e-12 * fmax(fabs(left), fabs(right))
  }

  /// The sides, with the answer itself in place of an infinite one.
  private static func finite(_ sides: (left: Double, right: Double), _ answer: Double) -> (left: Double, right: Double)
  {
    (sides.left.isInfinite ? answer : sides.left, sides.right.isInfinite ? answer : sides.right)
  }

  private static func isBetween(_ value: Double, _ sides: (left: Double, right: Double), slack: Double) -> Bool {
    // A side that has no derivative bounds nothing.
    let low = sides.left.isNaN || sides.right.isNaN ? -Double.infinity : fmin(sides.left, sides.right)
    let high = sides.left.isNaN || sides.right.isNaN ? Double.infinity : fmax(sides.left, sides.right)
    return low - slack <= value && value <= high + slack
  }

  private static func relative(_ exact: Double, _ other: Double) -> Double {
    exact == other ? 0 : fabs(exact - other) / fmax(fabs(exact), fabs(other))
  }
}

/// Sums of the sizes of all products of local derivatives from the output to each node: the scale of the rounding that
/// its derivative has in either mode, however much of it cancels on the way.
///
/// N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
private struct ScaleObserver: PullbackObserver {
  var sums: [Double]

  init(_ graph: Graph) {
    sums = Array(repeating: 0, count: graph.count)
    sums[Int(graph.output)] = 1
  }

  mutating func contribute(_ contribution: Contribution<Double>) {
    let size = fabs((contribution.local ?? 0) * sums[Int(contribution.from)])
    if size.isFinite { sums[Int(contribution.to)] += size }
  }
}

extension Derivatives {
  /// The one-sided derivatives along an input that has a kink.
  package func sides(of input: String) -> (left: Double, right: Double)? {
    for kink in kinks {
      if let side = kink.sides.first(where: { $0.input == input }) { return (side.left, side.right) }
    }
    return nil
  }
}
