/// The finite differences along one input, as estimates of the derivative.
struct Differences: Sendable {
  /// The estimate by the scheme; at a kink, the middle between the differences on each side.
  let numeric: NumericDerivative
  /// The estimates on each side of a kink; nil elsewhere.
  let sides: (left: NumericDerivative, right: NumericDerivative)?

  init(numeric: NumericDerivative, sides: (left: NumericDerivative, right: NumericDerivative)?) {
    self.numeric = numeric
    self.sides = sides
  }

  /// Takes the differences of an element of the output along one input.
  ///
  /// - Parameter sides: The one-sided derivatives at a kink. One that is not finite, at a jump or where the function
  ///   ends, is taken as it is, since differences have no limit there.
  /// - Parameter expected: The derivative that the differences are to confirm; nil if they are to be as good as they
  ///   can be.
  init(
    _ line: LineRestriction, output: Int = 0, scheme: DifferenceScheme, sides: (left: Double, right: Double)?,
    expecting expected: ExpectedDerivative? = nil
  ) {
    guard let sides else {
      let few = scheme.kind == .auto && line.isDear ? expected.flatMap { line.fewSamples(output, expecting: $0) } : nil
      numeric = few ?? line.derivative(scheme, output: output, expecting: expected)
      self.sides = nil
      return
    }
    func side(_ direction: Double, _ known: Double) -> NumericDerivative {
      guard known.isFinite else { return NumericDerivative(value: known, error: 0) }
      var expected = expected
      expected?.value = known
      if line.isDear, let expected, let few = line.fewSamples(output, direction: direction, expecting: expected) {
        return few
      }
      return line.oneSided(direction, output: output, expecting: expected) ?? NumericDerivative(value: known, error: 0)
    }
    let (left, right) = (side(-1, sides.left), side(1, sides.right))
    numeric =
      scheme.kind == .auto ? NumericDerivative(between: left, right) : line.derivative(scheme, output: output)
    self.sides = (left, right)
  }

  /// Returns a verdict on whether `derivative` can be the limit of the differences.
  ///
  /// - Parameter rounding: The rounding of the operations by which the derivative was found.
  /// - Parameter scale: The size of the terms of which the derivative is the sum, if that may be larger than the sum.
  func verdict(
    on derivative: Double, _ tolerance: GradientCheck.Tolerance, rounding: Double = 0, scale: Double = 0
  ) -> GradientCheck.Verdict {
    func slack(_ numeric: NumericDerivative) -> Double {
      // Differences that decide nothing contradict nothing, whatever the tolerance.
      if numeric.error == .infinity { return .infinity }
      let scale = fmax(scale, fmax(fabs(derivative), fabs(numeric.value)))
      return tolerance.slack(derivative, numeric.value, otherwise: 5 * numeric.error + 1e-8 * scale + rounding)
    }
    guard let (left, right) = sides else {
      guard numeric.value.isFinite else { return .undefined }
      return fabs(derivative - numeric.value) <= slack(numeric) ? .pass : .mismatch
    }
    // A side without a derivative bounds nothing.
    if left.value.isNaN || right.value.isNaN { return .kink }
    let (low, high) = left.value < right.value ? (left, right) : (right, left)
    return low.value - slack(low) <= derivative && derivative <= high.value + slack(high) ? .kink : .mismatch
  }
}
