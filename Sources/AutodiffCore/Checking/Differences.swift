/// What finite differences say of the derivative along one input.
struct Differences: Sendable {
  /// By the scheme; at a kink, by a difference on each side, the middle between them.
  let numeric: NumericDerivative
  /// The derivatives that a kink stands between.
  let sides: (left: NumericDerivative, right: NumericDerivative)?

  init(numeric: NumericDerivative, sides: (left: NumericDerivative, right: NumericDerivative)?) {
    self.numeric = numeric
    self.sides = sides
  }

  /// - Parameter sides: the one-sided derivatives at a kink; one that is not finite, at a jump or where the function
  ///   ends, is taken as it is, since differences have no limit there.
  init(_ section: Section, scheme: DifferenceScheme, sides: (left: Double, right: Double)?) {
    guard let sides else {
      numeric = section.derivative(scheme)
      self.sides = nil
      return
    }
    func side(_ direction: Double, _ known: Double) -> NumericDerivative {
      let difference = known.isFinite ? section.oneSided(direction) : nil
      return difference ?? NumericDerivative(value: known, error: 0)
    }
    let (left, right) = (side(-1, sides.left), side(1, sides.right))
    numeric = scheme.kind == .auto ? NumericDerivative(between: left, right) : section.derivative(scheme)
    self.sides = (left, right)
  }

  /// Whether `derivative` can be what the differences tend to.
  ///
  /// - Parameters:
  ///   - rounding: of operations by which it was found and the differences were not.
  ///   - scale: the size of what was added up to it, where that may be larger than itself.
  func verdict(
    on derivative: Double, _ tolerance: GradientCheck.Tolerance, rounding: Double = 0, scale: Double = 0
  ) -> GradientCheck.Verdict {
    func slack(_ numeric: NumericDerivative) -> Double {
      let scale = fmax(scale, fmax(fabs(derivative), fabs(numeric.value)))
      return tolerance.slack(derivative, numeric.value, otherwise: 5 * numeric.error + 1e-8 * scale + rounding)
    }
    guard let (left, right) = sides else {
      guard numeric.value.isFinite else { return .undefined }
      return fabs(derivative - numeric.value) <= slack(numeric) ? .pass : .mismatch
    }
    // A side that has no derivative bounds nothing.
    if left.value.isNaN || right.value.isNaN { return .kink }
    let (low, high) = left.value < right.value ? (left, right) : (right, left)
    return low.value - slack(low) <= derivative && derivative <= high.value + slack(high) ? .kink : .mismatch
  }
}
