/// What is known of the derivative along one input: what both modes answer, what differences say, and how far rounding
/// puts either off.
package struct Evidence: Sendable {
  /// The answer, by reverse mode.
  package let reverse: Double
  /// What the gates' conventions alone give, by reverse mode and by forward mode.
  let convention: Double
  let forward: Double
  let differences: Differences
  /// The one-sided derivatives at a kink.
  let sides: (left: Double, right: Double)?
  /// How far rounding may put the modes apart.
  let rounding: Double
  /// How far it may put differences off the answer besides, where rules of arrays found that.
  let arrayRounding: Double
  /// The answer's size, and in a total that of its terms.
  let scale: Double
  /// Whether there is a value and a derivative to compare.
  let isDefined: Bool

  /// - Parameter differences: nil where there is nothing to compare.
  init(
    reverse: Double, convention: Double, forward: Double, differences: Differences?,
    sides: (left: Double, right: Double)?, rounding: Double, arrayRounding: Double
  ) {
    self.reverse = reverse
    self.convention = convention
    // Where a sweep met inf - inf, reverse mode's answer is the definition.
    self.forward = convention.isFinite && forward.isFinite ? forward : convention
    self.differences = differences ?? Differences(numeric: .none, sides: nil)
    self.sides = differences == nil ? nil : sides
    self.rounding = rounding
    self.arrayRounding = arrayRounding
    scale = fabs(reverse)
    isDefined = differences != nil
  }

  static let none = Evidence(
    reverse: .nan, convention: .nan, forward: .nan, differences: nil, sides: nil, rounding: 0, arrayRounding: 0)

  // MARK: - Totals

  /// As many numbers as stand for it in a total.
  static let count = 16

  /// Numbers that add up to those of a sum of functions, for all of them have a derivative on either side: beside a
  /// kink it is another, elsewhere the same.
  var numbers: [Double] {
    let numeric = differences.numeric
    let (left, right) = differences.sides ?? (numeric, numeric)
    return [
      reverse, convention, forward, numeric.value, numeric.error, left.value, left.error, right.value, right.error,
      sides?.left ?? reverse, sides?.right ?? reverse, rounding, arrayRounding, scale, sides == nil ? 0 : 1,
      isDefined ? 0 : 1,
    ]
  }

  /// - Parameter isDefined: whether the value is finite.
  init(numbers: ArraySlice<Double>, isDefined: Bool) {
    let n = Array(numbers)
    let isAtKink = n[14] > 0
    reverse = n[0]
    convention = n[1]
    forward = n[2]
    differences = Differences(
      numeric: NumericDerivative(value: n[3], error: n[4]),
      sides: isAtKink
        ? (NumericDerivative(value: n[5], error: n[6]), NumericDerivative(value: n[7], error: n[8])) : nil)
    sides = isAtKink ? (n[9], n[10]) : nil
    rounding = n[11]
    arrayRounding = n[12]
    scale = n[13]
    self.isDefined = isDefined && n[15] == 0 && reverse.isFinite
  }
}

// MARK: - Judging

extension Evidence {
  func verdict(_ claim: Claim.Number?, _ tolerance: GradientCheck.Tolerance) -> GradientCheck.Verdict {
    guard isDefined else { return modesAgree ? .undefined : .mismatch }
    // A side that is not known can confirm nothing.
    if let sides, sides.left.isNaN || sides.right.isNaN { return .undefined }
    if let claim, !admits(claim, tolerance) { return .mismatch }
    if !modesAgree { return .mismatch }
    // Where a value jumps, the quotients grow without bound on that side and only the convention is left to check.
    if let sides, sides.left.isInfinite || sides.right.isInfinite { return .kink }
    return differences.verdict(on: reverse, tolerance, rounding: arrayRounding, scale: scale)
  }

  private var modesAgree: Bool {
    convention == forward || (convention.isNaN && forward.isNaN)
      || fabs(convention - forward) <= rounding + 1e-12 * fmax(scale, fmax(fabs(convention), fabs(forward)))
  }

  private func admits(_ claim: Claim.Number, _ tolerance: GradientCheck.Tolerance) -> Bool {
    let claimed = claim.value
    // An infinite side bounds nothing but itself: the answer stands in its place.
    let low = sides.map { $0.left.isInfinite ? reverse : $0.left } ?? reverse
    let high = sides.map { $0.right.isInfinite ? reverse : $0.right } ?? reverse
    // An infinite answer is right or wrong, never nearly right.
    guard claimed.isFinite else { return claimed == low || claimed == high || claimed == reverse }
    let slack = tolerance.slack(
      claimed, reverse, otherwise: fmax(1e-9 * fmax(fabs(claimed), fabs(reverse)), claim.precision) + rounding)
    return fmin(low, high) - slack <= claimed && claimed <= fmax(low, high) + slack
  }
}
