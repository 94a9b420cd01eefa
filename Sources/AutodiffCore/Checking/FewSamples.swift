/// A derivative that differences are to confirm.
struct ExpectedDerivative {
  /// The derivative.
  var value: Double
  /// The error that an estimate may have and still tell a right derivative from a wrong one.
  var precision: Double
  /// The rounding that the derivative may have.
  var rounding: Double

  /// Returns a Boolean value indicating whether an estimate agrees with the derivative.
  func isConfirmed(by estimate: NumericDerivative) -> Bool {
    let scale = fmax(fabs(value), fabs(estimate.value))
    return fabs(estimate.value - value) <= 5 * estimate.error + 1e-8 * scale + rounding
  }
}

extension LineRestriction {
  /// The first steps that are tried, relative to the input or to 1. The second one is for functions that have a kink
  /// within the first one.
  private static let firstSteps = [0x1p-9, 0x1p-17]

  /// Returns the derivative of an element of the output by differences with two steps, if they confirm what is
  /// expected: a wrong derivative is not met by accident.
  ///
  /// - Parameter direction: -1 or 1 for the derivative to one side; nil for central differences.
  /// - Returns: nil if it takes more samples to tell.
  func fewSamples(
    _ output: Int, direction: Double? = nil, expecting expected: ExpectedDerivative
  ) -> NumericDerivative? {
    guard origin.isFinite else { return nil }
    let scale = Double(sign: .plus, exponent: fmax(fabs(origin), 1).exponent, significand: 1)
    let noise = noise(at: origin)[output]
    for step in Self.firstSteps.map({ $0 * scale }) {
      let found = direction.map { extrapolated(output, step, to: $0, noise) } ?? extrapolated(output, step, noise)
      if found.error <= expected.precision, expected.isConfirmed(by: found) { return found }
    }
    return nil
  }

  /// Returns the central difference with a step and half of it, extrapolated.
  private func extrapolated(_ output: Int, _ step: Double, _ noise: Double) -> NumericDerivative {
    let (whole, half) = (central(step, output), central(step / 2, output))
    let value = half + (half - whole) / 3
    return NumericDerivative(value: value, error: fabs(value - half) + 4 * noise / step)
  }

  /// Returns the difference to one side with a step, half and a quarter of it, extrapolated.
  private func extrapolated(
    _ output: Int, _ step: Double, to direction: Double, _ noise: Double
  ) -> NumericDerivative {
    let differences = [1, 0.5, 0.25].map { forward(direction * step * $0, output) }
    let first = 2 * differences[1] - differences[0]
    let second = 2 * differences[2] - differences[1]
    let value = second + (second - first) / 3
    return NumericDerivative(value: value, error: fabs(value - second) + 16 * noise / step)
  }
}
