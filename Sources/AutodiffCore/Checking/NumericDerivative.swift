/// A derivative by finite differences with a bound of its error.
package struct NumericDerivative: Sendable, Equatable {
  /// The derivative.
  package var value: Double
  /// The bound of the error.
  package var error: Double

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
  /// Returns the derivative by a scheme.
  func derivative(_ scheme: DifferenceScheme) -> NumericDerivative {
    switch scheme.kind {
    case .auto: automatic
    case .forward: fixed(step: scheme.step ?? 1e-8 * fmax(1, fabs(origin)), forward)
    case .central: fixed(step: scheme.step ?? 6e-6 * fmax(1, fabs(origin)), central)
    }
  }

  /// Returns the forward difference with a step.
  func forward(_ step: Double) -> Double { (value(at: origin + step) - value) / step }

  /// Returns the central difference with a step.
  func central(_ step: Double) -> Double { (value(at: origin + step) - value(at: origin - step)) / (2 * step) }

  /// Returns the difference with a step as it is; that with half the step tells its error.
  private func fixed(step: Double, _ difference: (Double) -> Double) -> NumericDerivative {
    let value = difference(step)
    return NumericDerivative(value: value, error: 2 * fabs(value - difference(step / 2)) + 2 * noise(at: origin) / step)
  }

  /// The derivative by steps of the program's choice: by central differences if both sides are on one smooth piece
  /// inside the domain, and else by a difference on each side.
  private var automatic: NumericDerivative {
    let (left, right) = (SideSamples(self, -1), SideSamples(self, 1))
    if left.piece == right.piece {
      let middle = extrapolated(order: 2, noise: fmax(left.noise, right.noise)) { index, step in
        guard let above = right[index], let below = left[index] else { return nil }
        return Difference(above, below, over: 2 * step)
      }
      if middle.error.isFinite { return middle }
    }
    return NumericDerivative(between: oneSided(left) ?? .none, oneSided(right) ?? .none)
  }

  /// Returns the derivative to one side, from samples on one smooth piece; nil if that side has no value.
  ///
  /// - Parameter direction: -1 for the left, 1 for the right.
  func oneSided(_ direction: Double) -> NumericDerivative? { oneSided(SideSamples(self, direction)) }

  private func oneSided(_ side: SideSamples) -> NumericDerivative? {
    let result = extrapolated(order: 1, noise: 2 * side.noise) { index, step in
      side[index].map { Difference($0, value, over: side.direction * step) }
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
    order: Int, noise: Double, _ difference: (_ index: Int, _ step: Double) -> Difference?
  ) -> NumericDerivative {
    var best = NumericDerivative.none
    // No step leads away from infinity, and halving would never end.
    guard origin.isFinite else { return best }
    var previous: [Double] = []
    for (index, step) in steps.enumerated() {
      guard let first = difference(index, step), first.quotient.isFinite else {
        previous = []
        continue
      }
      var row = [first.quotient]
      let rounding = 2 * noise / step + first.rounding
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

/// The samples of a function on one side of a point, at the steps of the line.
private struct SideSamples {
  let direction: Double
  /// The smooth piece next to the point; nil if there is none.
  let piece: Int?
  /// The bound of the rounding of the function, at the point and on the piece.
  let noise: Double
  private let samples: [LineRestriction.Sample]

  init(_ line: LineRestriction, _ direction: Double) {
    self.direction = direction
    samples = line.steps.map { line(line.origin + direction * $0) }
    // At a kink, the closest samples may be off by rounding (x + h - x is 0), far ones beyond the next kink: the piece
    // is the one that lasts over the most halvings of the step.
    var longest = 0..<0
    var run = 0..<0
    for (index, sample) in samples.enumerated()
    where sample.value.isFinite && (line.piece ?? sample.piece) == sample.piece {
      let goes = run.upperBound == index && index > 0 && samples[index - 1].piece == sample.piece
      run = (goes ? run.lowerBound : index)..<index + 1
      if run.count >= longest.count { longest = run }
    }
    piece = longest.isEmpty ? nil : samples[longest.lowerBound].piece
    // The rounding at a kink may be taken for 0, because a piecewise primitive may pass nothing back there. So it is
    // also estimated nearby, half of the digits away.
    let nearby = longest.isEmpty ? 0 : line.steps[max(longest.lowerBound, longest.upperBound - 26)]
    noise = fmax(line.noise(at: line.origin), line.noise(at: line.origin + direction * nearby))
  }

  /// The value at a step; nil if the sample is not on the piece.
  subscript(index: Int) -> Double? { samples[index].piece == piece ? samples[index].value : nil }
}
