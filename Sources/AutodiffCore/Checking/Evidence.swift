/// The evidence on the derivative along one input: the answers of both modes, the finite differences, and bounds of the
/// rounding of either.
package struct Evidence: Sendable {
  /// The answer, by reverse mode.
  package let reverse: Double
  /// The derivative by the primitives' conventions alone, in reverse mode.
  let convention: Double
  /// The derivative by the primitives' conventions alone, in forward mode.
  let forward: Double
  /// The finite differences.
  let differences: Differences
  /// The one-sided derivatives at a kink; nil elsewhere.
  let sides: (left: Double, right: Double)?
  /// The bound of the difference that rounding may make between the modes, and between them and the truth.
  let rounding: Double
  /// The size of the answer; in a total, the sum of the sizes of its terms.
  let scale: Double
  /// A Boolean value indicating whether there is a value and a derivative to compare.
  let isDefined: Bool

  /// Creates the evidence at a point.
  ///
  /// - Parameter differences: The finite differences; nil if there is nothing to compare.
  init(
    reverse: Double, convention: Double, forward: Double, differences: Differences?,
    sides: (left: Double, right: Double)?, rounding: Double
  ) {
    self.reverse = reverse
    self.convention = convention
    // If a sweep met inf - inf, the answer of reverse mode is the definition.
    self.forward = convention.isFinite && forward.isFinite ? forward : convention
    self.differences = differences ?? Differences(numeric: .none, sides: nil)
    self.sides = differences == nil ? nil : sides
    self.rounding = rounding
    scale = fabs(reverse)
    isDefined = differences != nil
  }

  /// The evidence at a point without an answer.
  static let none = Evidence(
    reverse: .nan, convention: .nan, forward: .nan, differences: nil, sides: nil, rounding: 0)

  // MARK: - Totals

  /// The number of numbers that stand for the evidence in a total.
  static let count = 15

  /// The numbers that stand for the evidence in a total. Their sums are those of the sum of the functions, for all
  /// functions have a derivative on either side: at a kink two different ones, elsewhere twice the same.
  var numbers: [Double] {
    let numeric = differences.numeric
    let (left, right) = differences.sides ?? (numeric, numeric)
    return [
      reverse, convention, forward, numeric.value, numeric.error, left.value, left.error, right.value, right.error,
      sides?.left ?? reverse, sides?.right ?? reverse, rounding, scale, sides == nil ? 0 : 1,
      isDefined ? 0 : 1,
    ]
  }

  /// Creates the evidence of a total from the sums of numbers.
  ///
  /// - Parameter isDefined: A Boolean value indicating whether the value is finite.
  init(numbers: ArraySlice<Double>, isDefined: Bool) {
    let n = Array(numbers)
    let isAtKink = n[13] > 0
    reverse = n[0]
    convention = n[1]
    forward = n[2]
    differences = Differences(
      numeric: NumericDerivative(value: n[3], error: n[4]),
      sides: isAtKink
        ? (NumericDerivative(value: n[5], error: n[6]), NumericDerivative(value: n[7], error: n[8])) : nil)
    sides = isAtKink ? (n[9], n[10]) : nil
    rounding = n[11]
    scale = n[12]
    self.isDefined = isDefined && n[14] == 0 && reverse.isFinite
  }
}

// MARK: - Judging

extension Evidence {
  /// Returns the verdict on the answer and on a claim.
  func verdict(_ claim: Claim.Number?, _ tolerance: GradientCheck.Tolerance) -> GradientCheck.Verdict {
    if let claim, claim.isBlank { return .missing }
    if claim?.misshapen != nil { return .mismatch }
    guard isDefined else { return modesAgree ? .undefined : .mismatch }
    // A side that is not known can confirm nothing.
    if let sides, sides.left.isNaN || sides.right.isNaN { return .undefined }
    if let claim, !admits(claim, tolerance) { return .mismatch }
    if !modesAgree { return .mismatch }
    // At a jump the difference quotients grow without bound, and only the convention is left to check.
    if let sides, sides.left.isInfinite || sides.right.isInfinite { return .kink }
    return differences.verdict(on: reverse, tolerance, rounding: rounding, scale: scale)
  }

  /// A Boolean value indicating whether both modes give the same, but for rounding.
  private var modesAgree: Bool {
    convention == forward || (convention.isNaN && forward.isNaN)
      || convention.isFinite && forward.isFinite
        && fabs(convention - forward) <= rounding + 1e-12 * fmax(scale, fmax(fabs(convention), fabs(forward)))
  }

  /// Returns a Boolean value indicating whether a claim is the answer, or between the one-sided derivatives at a kink,
  /// within its precision.
  func admits(_ claim: Claim.Number, _ tolerance: GradientCheck.Tolerance) -> Bool {
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
