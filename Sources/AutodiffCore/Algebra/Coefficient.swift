/// A number in front of a term: a fraction as long as doubles hold its parts exactly, any double otherwise.
package struct Coefficient: Hashable, Sendable {
  /// The part above the fraction bar: a whole number if `denominator` is not 1.
  private(set) var numerator: Double
  /// The part below the fraction bar, whole and positive.
  private(set) var denominator: Double

  /// Creates the coefficient of a number.
  package init(_ value: Double) {
    // One of the two zeros is enough.
    numerator = value + 0
    denominator = 1
  }

  /// Creates the coefficient of an operation on decimals, rounded as it is worked out by hand: 0.3, not
  /// 0.30000000000000004.
  init(decimal value: Double) { self.init(Self.decimal(value)) }

  /// Returns the short decimal that is at most two rounding errors away from a number, or the number if there is none.
  static func decimal(_ value: Double) -> Double {
    guard value != value.rounded(), fabs(value) >= 1e-6, fabs(value) < 1e6 else { return value }
    var power = 10.0
    while fabs(value) * power < 1e10 {
      let near = (value * power).rounded() / power
      if fabs(near - value) <= 2 * value.ulp { return near }
      power *= 10
    }
    return value
  }

  /// Returns the short decimal or the simple fraction that an exponent is but for rounding, so that x^(2/3)·x^(1/3) is
  /// x.
  static func exponent(_ value: Double) -> Double {
    fraction(value).map { $0.numerator / $0.denominator } ?? decimal(value)
  }

  /// Returns the simple fraction that a number is but for rounding; nil if there is none, or a short decimal is the
  /// number.
  static func fraction(_ value: Double) -> (numerator: Double, denominator: Double)? {
    guard value * 4 != (value * 4).rounded() else { return nil }
    for denominator in [3.0, 6, 7, 9, 11, 12, 13] {
      let numerator = (value * denominator).rounded()
      if fabs(numerator) < 100, fabs(numerator / denominator - value) <= 2 * value.ulp {
        return (numerator, denominator)
      }
    }
    return nil
  }

  /// Creates a fraction in lowest terms; nil if a part is not exact or the denominator is 0.
  private init?(_ numerator: Double, over denominator: Double) {
    guard Self.isExact(numerator), Self.isExact(denominator), denominator != 0 else { return nil }
    let divisor = Double(Self.divisor(Int(numerator), Int(denominator))) * (denominator < 0 ? -1 : 1)
    self.numerator = numerator / divisor + 0
    self.denominator = denominator / divisor
  }

  /// Returns a Boolean value indicating whether a number is whole and exact in a double.
  private static func isExact(_ value: Double) -> Bool { value == value.rounded() && fabs(value) < 0x1p53 }

  /// This as 1/n, as a mean has it; nil if it is no such fraction, or a short decimal.
  var asReciprocal: Coefficient? {
    guard denominator == 1, fabs(numerator) < 1, fabs(numerator) > 1e-6, (numerator * 1e6).rounded() != numerator * 1e6
    else { return nil }
    let count = (1 / numerator).rounded()
    return 1 / count == numerator ? Coefficient(1, over: count) : nil
  }

  /// This as a fraction with a denominator up to 1000; nil if it is none, or a short decimal.
  var asFraction: Coefficient? {
    guard denominator == 1, fabs(numerator) < 1e3, fabs(numerator) > 1e-6,
      (numerator * 1e6).rounded() != numerator * 1e6
    else { return nil }
    for below in 3...1000 {
      let above = (numerator * Double(below)).rounded()
      // The quotient of two whole numbers may have come about by another rounding.
      if fabs(above / Double(below) - numerator) <= numerator.ulp { return Coefficient(above, over: Double(below)) }
    }
    return nil
  }

  var value: Double { numerator / denominator }
  var isNegative: Bool { numerator < 0 }
  var isZero: Bool { numerator == 0 }
  var isOne: Bool { numerator == 1 && denominator == 1 }
  /// A Boolean value indicating whether this is a fraction of exact whole numbers.
  var isFraction: Bool { Self.isExact(numerator) }
  var magnitude: Coefficient { isNegative ? -self : self }

  static let one = Coefficient(1)

  static func + (left: Coefficient, right: Coefficient) -> Coefficient {
    guard left.isFraction, right.isFraction else { return Coefficient(decimal: left.value + right.value) }
    let numerator = left.numerator * right.denominator + right.numerator * left.denominator
    return Coefficient(numerator, over: left.denominator * right.denominator)
      ?? Coefficient(left.value + right.value)
  }

  static func * (left: Coefficient, right: Coefficient) -> Coefficient {
    guard left.isFraction, right.isFraction else { return Coefficient(decimal: left.value * right.value) }
    return Coefficient(left.numerator * right.numerator, over: left.denominator * right.denominator)
      ?? Coefficient(left.value * right.value)
  }

  static func / (left: Coefficient, right: Coefficient) -> Coefficient {
    guard left.isFraction, right.isFraction else { return Coefficient(decimal: left.value / right.value) }
    return Coefficient(left.numerator * right.denominator, over: left.denominator * right.numerator)
      ?? Coefficient(left.value / right.value)
  }

  static prefix func - (operand: Coefficient) -> Coefficient {
    var result = operand
    result.numerator = -operand.numerator + 0
    return result
  }

  /// Returns this to the power of a whole number.
  func power(_ exponent: Double) -> Coefficient {
    guard fabs(exponent) <= 64 else { return Coefficient(Scalar.power(value, exponent)) }
    var result = Coefficient.one
    for _ in 0..<Int(fabs(exponent)) { result = result * self }
    return exponent < 0 ? .one / result : result
  }

  /// Returns the greatest number that divides all coefficients, or the fraction that most of them are multiples of, as
  /// 1/2 is of the coefficients in x²/2, 3·x/2 and 2·x; 1 if there is none, and negative if all are.
  static func content(_ coefficients: [Coefficient]) -> Coefficient {
    guard coefficients.allSatisfy({ $0.isFraction && !$0.isZero }) else { return .one }
    let below = coefficients.lazy.map(\.denominator).first { $0 != 1 } ?? 1
    let fractions = coefficients.count { $0.denominator == below }
    guard coefficients.allSatisfy({ $0.denominator == below || $0.denominator == 1 }),
      2 * fractions > coefficients.count
    else { return .one }
    let above = coefficients.reduce(0) { divisor($0, Int($1.numerator)) }
    let sign: Double = coefficients.allSatisfy(\.isNegative) ? -1 : 1
    return Coefficient(sign * Double(above), over: below) ?? .one
  }

  /// Returns the greatest common divisor, by Euclid's algorithm: Elements VII.2.
  private static func divisor(_ left: Int, _ right: Int) -> Int {
    var (a, b) = (abs(left), abs(right))
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }

  // Two nans are equal here, so that terms with one are shared as well.
  package static func == (left: Coefficient, right: Coefficient) -> Bool {
    left.numerator.bitPattern == right.numerator.bitPattern && left.denominator == right.denominator
  }

  /// Hashes the bits that `==` compares.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(numerator.bitPattern)
    hasher.combine(denominator)
  }
}
