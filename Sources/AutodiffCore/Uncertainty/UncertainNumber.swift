/// A number and its standard uncertainty as text for people, both rounded to the same decimal place.
///
/// The uncertainty keeps two digits if its first three are 100 to 354, and one if they are 355 to 949; from 950 on it is
/// rounded up to 1000. Zeros at the end are left out, as in every number.
///
/// Source: Particle Data Group, Review of Particle Physics, Introduction, §5.3 (Rounding).
package struct UncertainNumber: Sendable {
  /// The text of the number.
  package let value: String
  /// The text of its uncertainty.
  package let deviation: String

  /// Rounds a number and its uncertainty.
  ///
  /// - Parameter number: The way in which numbers are written; if it has digits, they are those of both numbers.
  package init(_ value: Double, _ deviation: Double, _ number: NumberText) {
    guard number.digits == nil, deviation.isFinite, deviation > 0, value.isFinite else {
      self.value = number(value)
      self.deviation = number(deviation)
      return
    }
    let exponent = Self.exponent(deviation)
    let three = (deviation / pow(10, Double(exponent - 2))).rounded()
    let rounded: Double
    switch three {
    case ..<355: rounded = Self.rounded(deviation, digits: 2)
    case ..<950: rounded = Self.rounded(deviation, digits: 1)
    default: rounded = pow(10, Double(exponent + 1))
    }
    self.deviation = number(rounded)
    self.value = number(Self.rounded(value, to: three < 355 ? exponent - 1 : exponent))
  }

  /// Returns the exponent of a number's first digit.
  private static func exponent(_ value: Double) -> Int {
    let exponent = log10(fabs(value)).rounded(.down)
    // The logarithm of a number just below a power of ten may round to that of the power.
    return Int(fabs(value) < pow(10, exponent) ? exponent - 1 : exponent)
  }

  /// Returns a number rounded to a decimal place, 0 for whole numbers.
  private static func rounded(_ value: Double, to place: Int) -> Double {
    if value == 0 { return 0 }
    let digits = exponent(value) - place + 1
    if digits > 17 { return value }
    if digits > 0 { return rounded(value, digits: digits) }
    let unit = pow(10, Double(place))
    return fabs(value) < unit / 2 ? 0 : value < 0 ? -unit : unit
  }

  private static func rounded(_ value: Double, digits: Int) -> Double {
    let text = Array(NumberText(digits: digits)(value).utf8)
    return text.withUnsafeBufferPointer { DecimalReader.readSigned($0, at: 0)?.value ?? value }
  }
}
