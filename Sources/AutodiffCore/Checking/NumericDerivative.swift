/// A derivative by finite differences, and how far it may be off.
package struct NumericDerivative: Sendable, Equatable {
  package var value: Double
  package var error: Double

  static let none = NumericDerivative(value: .nan, error: .infinity)
}

/// How finite differences are taken.
package struct DifferenceScheme: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// (f(x+h) - f(x)) / h
    case forward
    /// (f(x+h) - f(x-h)) / 2h
    case central
    /// Steps of the program's choice, extrapolated.
    case auto
  }

  package var kind: Kind
  /// Nil: one that balances truncation and rounding.
  package var step: Double?

  package init(_ kind: Kind = .auto, step: Double? = nil) {
    self.kind = kind
    self.step = step
  }
}

extension Section {
  /// - Parameter noise: how far rounding puts f off, for the error of a difference.
  func derivative(_ scheme: DifferenceScheme, noise: Double) -> NumericDerivative {
    guard moves else { return NumericDerivative(value: 0, error: 0) }
    return switch scheme.kind {
    case .auto: automatic(noise: noise)
    case .forward: fixed(step: scheme.step ?? 1e-8 * fmax(1, fabs(origin)), noise: noise, forward)
    case .central: fixed(step: scheme.step ?? 6e-6 * fmax(1, fabs(origin)), noise: noise, central)
    }
  }

  func forward(_ step: Double) -> Double { (self(origin + step).value - value) / (origin + step - origin) }

  func central(_ step: Double) -> Double {
    let (above, below) = (origin + step, origin - step)
    return (self(above).value - self(below).value) / (above - below)
  }

  /// The formula as it stands; half the step tells the error.
  private func fixed(step: Double, noise: Double, _ difference: (Double) -> Double) -> NumericDerivative {
    let value = difference(step)
    return NumericDerivative(value: value, error: 2 * fabs(value - difference(step / 2)) + 2 * noise / step)
  }

  /// Central differences inside the domain and this side of every kink, or differences to one side where only one has
  /// room.
  private func automatic(noise: Double) -> NumericDerivative {
    let middle = extrapolated(order: 2, noise: noise) { step in
      let (above, below) = (self(origin + step), self(origin - step))
      guard above.pieces == pieces, below.pieces == pieces else { return nil }
      return (above.value - below.value) / (2 * step)
    }
    if middle.error.isFinite { return middle }
    return oneSided(1, noise: noise, startsOnPiece: true) ?? oneSided(-1, noise: noise, startsOnPiece: true) ?? .none
  }

  /// The derivative to one side, from samples on one piece; nil where that side has no value.
  ///
  /// - Parameter startsOnPiece: whether the origin itself has to lie on it.
  func oneSided(_ direction: Double, noise: Double, startsOnPiece: Bool = false) -> NumericDerivative? {
    // Close by, there is only one piece; samples further away count while they are on it.
    let nearby = startsOnPiece ? pieces : self(origin + direction * smallestStep * 4).pieces
    let result = extrapolated(order: 1, noise: 2 * noise) { step in
      let sample = self(origin + direction * step)
      return sample.pieces == nearby ? direction * (sample.value - value) / step : nil
    }
    return result.error.isFinite ? result : nil
  }

  /// Steps are powers of 2, so that the samples lie exactly where they are thought to.
  private var largestStep: Double { power(of: 2, below: fmax(fabs(origin), 1) / 4) }
  private var smallestStep: Double { fmax(origin.ulp * 4, origin == 0 ? 0x1p-70 : 0) }

  private func power(of base: Double, below bound: Double) -> Double {
    Double(sign: .plus, exponent: bound.exponent, significand: 1)
  }

  /// Richardson's extrapolation over halved steps, the entry with the least error estimate.
  ///
  /// C. J. F. Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4 (1982); here the estimate
  /// includes what rounding does, and steps at which there is no difference restart the table.
  private func extrapolated(order: Int, noise: Double, _ difference: (Double) -> Double?) -> NumericDerivative {
    var best = NumericDerivative.none
    // No step leads away from infinity, and halving would never end.
    guard origin.isFinite else { return best }
    var previous: [Double] = []
    var step = largestStep
    while step >= smallestStep {
      defer { step /= 2 }
      guard let first = difference(step), first.isFinite else {
        previous = []
        continue
      }
      var row = [first]
      let rounding = 2 * noise / step
      var weight = 1.0
      for (column, above) in previous.prefix(7).enumerated() {
        weight *= order == 2 ? 4 : 2
        let value = row[column] + (row[column] - above) / (weight - 1)
        row.append(value)
        let error = fmax(fabs(value - row[column]), fabs(value - above)) + rounding
        if error < best.error { best = NumericDerivative(value: value, error: error) }
      }
      // Once rounding alone is worse than the best, smaller steps cannot help.
      if rounding > 1e3 * best.error { break }
      previous = row
    }
    return best
  }
}
