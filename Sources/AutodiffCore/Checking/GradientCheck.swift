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

    fileprivate var isGiven: Bool { relative != nil || absolute != nil }

    fileprivate func allows(_ left: Double, _ right: Double, otherwise: Double) -> Bool {
      let bound =
        isGiven ? (absolute ?? 0) + (relative ?? 0) * fmax(fabs(left), fabs(right)) : otherwise
      return fabs(left - right) <= bound
    }
  }

  package var value: Double
  package var rows: [Row]
  package var derivatives: Derivatives
  package var verdict: Verdict { rows.map(\.verdict).max() ?? .pass }

  /// - Parameters:
  ///   - inputs: a value for each of the graph's inputs.
  ///   - claims: by input's name.
  package init(
    _ point: Point, inputs: [Double], scheme: DifferenceScheme, tolerance: Tolerance, claims: [(String, Claim)] = []
  ) {
    value = point.value
    derivatives = point.derivatives
    rows = []
    var scales = ScaleObserver(count: point.graph.count)
    let adjoints = point.pullback(observer: &scales)
    let noise = Self.noise(point, adjoints)
    for (index, (name, node)) in point.wrt.enumerated() {
      let reverse = derivatives.gradient[index].value
      let convention = derivatives.convention[index]
      let tangent = point.pushforward([(input: node, tangent: 1)])[Int(point.graph.output)]
      let scale = scales.sums[Int(node)]
      // Where a sweep met inf - inf, reverse mode's answer is the definition.
      let forward = convention.isFinite && tangent.isFinite ? tangent : convention
      let modesAgree = Self.agree(convention, forward, slack: 64 * Double.ulpOfOne * scale)

      guard reverse.isFinite, point.value.isFinite, let place = point.graph.inputs.firstIndex(of: node) else {
        rows.append(
          Row(
            input: name, reverse: reverse, forward: forward, numeric: .none, relativeError: .nan,
            expected: claims.first { $0.0 == name }?.1.value(inputs), verdict: modesAgree ? .undefined : .mismatch))
        continue
      }
      let section = Section(point.graph, inputs: inputs, along: place)
      let sides = derivatives.sides(of: name)
      let isAtKink = sides != nil || reverse != convention
      let numeric =
        isAtKink && scheme.kind == .auto
        ? Self.bothSides(section, noise) : section.derivative(scheme, noise: noise)
      let tolerated = 5 * numeric.error + 1e-8 * fmax(fabs(reverse), fabs(numeric.value))
      var verdict = Verdict.pass
      if let sides {
        verdict = Self.isBetween(reverse, sides, slack: 0) ? .kink : .mismatch
      } else if !numeric.value.isFinite {
        // No difference could be taken, so nothing was checked.
        verdict = .undefined
      } else if !tolerance.allows(reverse, numeric.value, otherwise: tolerated) {
        verdict = .mismatch
      }
      if !modesAgree { verdict = .mismatch }
      var expected: Double?
      if let claim = claims.first(where: { $0.0 == name })?.1 {
        let claimed = claim.value(inputs)
        expected = claimed
        let slack = 1e-9 * fmax(fabs(claimed), fabs(reverse)) + 64 * Double.ulpOfOne * scale
        let isRight =
          sides.map { Self.isBetween(claimed, $0, slack: slack + claim.writtenPrecision) }
          ?? (tolerance.allows(claimed, reverse, otherwise: slack)
            || (!tolerance.isGiven && fabs(claimed - reverse) <= claim.writtenPrecision + slack))
        if !isRight { verdict = .mismatch }
      }
      rows.append(
        Row(
          input: name, reverse: reverse, forward: reverse == convention ? forward : reverse, numeric: numeric,
          relativeError: Self.relative(reverse, numeric.value), expected: expected, verdict: verdict))
    }
  }

  // MARK: - Comparing

  private static func agree(_ left: Double, _ right: Double, slack: Double) -> Bool {
    left == right || (left.isNaN && right.isNaN)
      || fabs(left - right) <= slack + 1e-12 * fmax(fabs(left), fabs(right))
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

  /// At a kink a difference is taken on each side, and what lies between them is the error.
  private static func bothSides(_ section: Section, _ noise: Double) -> NumericDerivative {
    let left = section.oneSided(-1, noise: noise)
    let right = section.oneSided(1, noise: noise)
    guard let left, let right else { return left ?? right ?? .none }
    return NumericDerivative(
      value: (left.value + right.value) / 2, error: fabs(left.value - right.value) / 2 + left.error + right.error)
  }

  /// What rounding every operation once does to f, to first order: Σ |adjoint · value| ε.
  ///
  /// N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
  private static func noise(_ point: Point, _ adjoints: [Double]) -> Double {
    var sum = fabs(point.value)
    for (adjoint, value) in zip(adjoints, point.values) {
      let part = fabs(adjoint * value)
      if part.isFinite { sum += part }
    }
    return sum * Double.ulpOfOne / 2
  }
}

/// Sums of the sizes of what arrives at each node: the scale of its adjoint's rounding.
private struct ScaleObserver: PullbackObserver {
  var sums: [Double]

  init(count: Int) { sums = Array(repeating: 0, count: count) }

  mutating func contribute(_ contribution: Contribution<Double>) {
    sums[Int(contribution.to)] += fabs(contribution.value)
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
