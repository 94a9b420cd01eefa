/// A polynomial as a formula of the language: `1 - x^2/2 + x^4/24`.
package struct PolynomialText {
  private let number: NumberText

  /// Creates a writer.
  ///
  /// - Parameter number: The way in which coefficients are written that are no simple fractions.
  package init(_ number: NumberText) { self.number = number }

  /// Returns the text of a polynomial; nil if a coefficient is not finite.
  ///
  /// - Parameters:
  ///   - coefficients: The coefficients, from the power 0 on.
  ///   - errors: Bounds of their rounding errors, within which a fraction is taken for one.
  ///   - variable: The text of what is raised to powers, such as `x` or `(x - 1)`.
  package func text(_ coefficients: [Double], errors: [Double], in variable: String) -> String? {
    guard coefficients.allSatisfy(\.isFinite) else { return nil }
    var text = ""
    for (power, coefficient) in coefficients.enumerated() where coefficient != 0 {
      let term = term(fabs(coefficient), error: errors[power], variable, power)
      if text.isEmpty {
        text = coefficient < 0 ? "-" + term : term
      } else {
        text += (coefficient < 0 ? " - " : " + ") + term
      }
    }
    return text.isEmpty ? "0" : text
  }

  private func term(_ coefficient: Double, error: Double, _ variable: String, _ power: Int) -> String {
    let base = power == 1 ? variable : "\(variable)^\(power)"
    guard let (numerator, denominator) = Self.fraction(coefficient, error: error) else {
      return power == 0 ? number(coefficient) : "\(number(coefficient))*\(base)"
    }
    if power == 0 { return denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
    return (numerator == 1 ? base : "\(numerator)*\(base)") + (denominator == 1 ? "" : "/\(denominator)")
  }

  /// The greatest product of a numerator and a denominator that is no coincidence among doubles.
  private static let mostDigits = 1e10

  /// Returns the simple fraction that a positive number is but for rounding; nil if there is none.
  ///
  /// Source: G. H. Hardy and E. M. Wright, An Introduction to the Theory of Numbers, chapter X (continued fractions).
  static func fraction(_ value: Double, error: Double) -> (numerator: Int, denominator: Int)? {
    guard value < mostDigits, value > 1 / mostDigits else { return nil }
    let bound = min(fmax(error, value.ulp), 1e-13 * value)
    var (numerators, denominators) = ((0.0, 1.0), (1.0, 0.0))
    var rest = value
    for _ in 0..<30 {
      let whole = rest.rounded(.down)
      numerators = (numerators.1, whole * numerators.1 + numerators.0)
      denominators = (denominators.1, whole * denominators.1 + denominators.0)
      guard numerators.1 * denominators.1 <= mostDigits else { return nil }
      if fabs(numerators.1 / denominators.1 - value) <= bound {
        return Int(exactly: numerators.1).flatMap { top in Int(exactly: denominators.1).map { (top, $0) } }
      }
      guard rest > whole else { return nil }
      rest = 1 / (rest - whole)
    }
    return nil
  }
}
