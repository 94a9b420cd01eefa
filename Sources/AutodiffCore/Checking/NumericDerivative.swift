/// A derivative by finite differences with a bound of its error.
package struct NumericDerivative: Sendable, Equatable {
  /// The derivative.
  package var value: Double
  /// The bound of the error; infinite if differences decide nothing.
  package var error: Double
  /// The values of which it is the forward difference; nil if it is another one.
  package var ends: Ends?

  /// The function's values at both ends of a step.
  package struct Ends: Sendable, Equatable {
    /// The value f(x).
    package var start: Double
    /// The value f(x+h).
    package var end: Double
  }

  /// The estimate where there is none.
  static let none = NumericDerivative(value: .nan, error: .infinity)

  init(value: Double, error: Double) {
    self.value = value
    self.error = error
  }

  /// Creates the middle between two one-sided derivatives, or the one that is finite.
  init(between left: NumericDerivative, _ right: NumericDerivative) {
    switch (left.value.isFinite, right.value.isFinite) {
    case (true, true):
      value = (left.value + right.value) / 2
      error = fabs(left.value - right.value) / 2 + left.error + right.error
    case (true, false): self = left
    case (false, true): self = right
    case (false, false): self = .none
    }
  }

  /// The same estimate, of which nobody knows how wrong it is.
  var undecided: NumericDerivative { NumericDerivative(value: value, error: .infinity) }
}

/// The scheme by which finite differences are taken.
package struct DifferenceScheme: Sendable {
  /// The kinds of scheme.
  package enum Kind: String, CaseIterable, Sendable {
    /// Forward differences (f(x+h) - f(x)) / h.
    case forward
    /// Central differences (f(x+h) - f(x-h)) / 2h.
    case central
    /// Steps of the program's choice, extrapolated.
    case auto
  }

  /// The kind of scheme.
  package var kind: Kind
  /// The step h; nil for one that balances truncation and rounding.
  package var step: Double?

  /// Creates a scheme.
  package init(_ kind: Kind = .auto, step: Double? = nil) {
    self.kind = kind
    self.step = step
  }
}

extension LineRestriction {
  /// Returns the derivative of an element of the output by a scheme.
  ///
  /// - Parameter expected: The derivative that differences of the program's choice are to confirm, if any.
  func derivative(
    _ scheme: DifferenceScheme, output: Int = 0, expecting expected: ExpectedDerivative? = nil
  ) -> NumericDerivative {
    switch scheme.kind {
    case .auto: automatic(output, expected)
    case .forward: forwardDifference(step: scheme.step ?? 1e-8 * fmax(1, fabs(origin)), output)
    case .central: fixed(step: scheme.step ?? 6e-6 * fmax(1, fabs(origin)), output) { central($0, output) }
    }
  }

  /// Returns the forward difference with a step.
  func forward(_ step: Double, _ output: Int = 0) -> Double {
    (values(at: origin + step)[output] - values[output]) / step
  }

  /// Returns the central difference with a step.
  func central(_ step: Double, _ output: Int = 0) -> Double {
    (values(at: origin + step)[output] - values(at: origin - step)[output]) / (2 * step)
  }

  private func forwardDifference(step: Double, _ output: Int) -> NumericDerivative {
    var result = fixed(step: step, output) { forward($0, output) }
    result.ends = NumericDerivative.Ends(start: values[output], end: values(at: origin + step)[output])
    return result
  }

  /// Returns the difference with a step as it is; that with half the step tells its error.
  private func fixed(step: Double, _ output: Int, _ difference: (Double) -> Double) -> NumericDerivative {
    let value = difference(step)
    return NumericDerivative(
      value: value, error: 2 * fabs(value - difference(step / 2)) + 2 * noise(at: origin)[output] / step)
  }

  /// Returns the derivative by steps of the program's choice: by central differences if both sides are on one smooth
  /// piece inside the domain, and else by a difference on each side.
  ///
  /// Where differences over all steps do not confirm what is expected, or nothing is, only those are taken over which
  /// the slopes of all primitives can be followed; if there are none, differences decide nothing.
  ///
  /// - Parameter expected: The derivative that the differences are to confirm, if any.
  private func automatic(_ output: Int, _ expected: ExpectedDerivative?) -> NumericDerivative {
    let all = automatic(output, areClose: false)
    if let expected, all.error.isFinite, expected.isConfirmed(by: all) { return all }
    let close = automatic(output, areClose: true)
    return close.error.isFinite || !all.error.isFinite ? close : all.undecided
  }

  private func automatic(_ output: Int, areClose: Bool) -> NumericDerivative {
    let (left, right) = (side(-1, areClose: areClose), side(1, areClose: areClose))
    if left.piece == right.piece {
      let middle = extrapolated(
        order: 2, from: max(left.first, right.first),
        noise: { index in
          fmax(left.noise(index, output), right.noise(index, output)) + left.shift(self, index, output)
            + right.shift(self, index, output)
        }
      ) { index, step in
        guard let above = right.value(index, output), let below = left.value(index, output) else { return nil }
        return Difference(above, below, over: 2 * step)
      }
      if middle.error.isFinite { return middle }
    }
    return NumericDerivative(between: oneSided(left, output) ?? .none, oneSided(right, output) ?? .none)
  }

  /// Returns the derivative to one side, from samples on one smooth piece; nil if that side has no value.
  ///
  /// - Parameter direction: -1 for the left, 1 for the right.
  /// - Parameter expected: The derivative that the differences are to confirm, if any.
  func oneSided(
    _ direction: Double, output: Int = 0, expecting expected: ExpectedDerivative? = nil
  ) -> NumericDerivative? {
    let all = oneSided(side(direction, areClose: false), output)
    if let all, let expected, expected.isConfirmed(by: all) { return all }
    let close = oneSided(side(direction, areClose: true), output)
    // A kink may have another one near it.
    if let expected, piece == nil, close.map({ !expected.isConfirmed(by: $0) }) ?? true,
      let next = oneSided(side(direction, areClose: true).close(on: self, isNext: true), output),
      next.error <= 0.1 * fabs(expected.value), expected.isConfirmed(by: next)
    {
      return next
    }
    return close ?? all?.undecided
  }

  private func oneSided(_ side: SideSamples, _ output: Int) -> NumericDerivative? {
    let noise = { (index: Int) in 2 * side.noise(index, output) + side.shift(self, index, output) }
    let result = extrapolated(order: 1, from: side.first, noise: noise) { index, step in
      side.value(index, output).map { Difference($0, values[output], over: side.direction * step) }
    }
    return result.error.isFinite ? result : nil
  }

  /// A difference quotient with its rounding.
  private struct Difference {
    var quotient: Double
    /// The change of the quotient that rounding its two values may make.
    var rounding: Double

    init(_ end: Double, _ start: Double, over step: Double) {
      quotient = (end - start) / step
      rounding = 2 * Double.ulpOfOne * fmax(fabs(end), fabs(start)) / fabs(step)
    }
  }

  /// Returns Richardson's extrapolation of difference quotients over halved steps: the entry with the least error
  /// estimate.
  ///
  /// The estimate includes the rounding; steps at which there is no difference restart the table, and steps go on to
  /// the smallest: if these clearly differ, larger ones have stepped over a change of the function nearby.
  ///
  /// Source: C. J. F. Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4 (1982).
  private func extrapolated(
    order: Int, from first: Int, noise: (_ index: Int) -> Double,
    _ difference: (_ index: Int, _ step: Double) -> Difference?
  ) -> NumericDerivative {
    var best = NumericDerivative.none
    var previous: [Double] = []
    for (index, step) in steps.enumerated().dropFirst(first) {
      guard let first = difference(index, step), first.quotient.isFinite else {
        previous = []
        continue
      }
      var row = [first.quotient]
      let rounding = 2 * noise(index) / step + first.rounding
      var weight = 1.0
      var found = NumericDerivative.none
      for (column, above) in previous.prefix(7).enumerated() {
        weight *= order == 2 ? 4 : 2
        let value = row[column] + (row[column] - above) / (weight - 1)
        row.append(value)
        let error = fmax(fabs(value - row[column]), fabs(value - above)) + rounding
        if error < found.error { found = NumericDerivative(value: value, error: error) }
      }
      if found.error < best.error || fabs(found.value - best.value) > 4 * (found.error + best.error) + 100 * rounding {
        best = found
      }
      previous = row
    }
    return best
  }
}
