/// A product of numbers that may leave the range of doubles on the way: significand · 2^exponent.
struct ScaledProduct {
  private(set) var significand = 1.0
  var exponent = 0

  private static let tame = 0x1p-500...0x1p500

  /// Multiplies by a factor, whose exponent is put aside where it, or the product, is huge or tiny.
  @inline(__always)
  mutating func multiply(by factor: Double) {
    significand *= normalized(factor)
    significand = normalized(significand)
  }

  /// Returns a number without its exponent, which is added to that of the product; a number of ordinary size itself.
  @inline(__always)
  private mutating func normalized(_ number: Double) -> Double {
    if Self.tame.contains(number.magnitude) || !number.isFinite || number == 0 { return number }
    exponent += Int(number.exponent)
    return Double(signOf: number, magnitudeOf: number.significand)
  }

  /// The product as a double.
  var value: Double { exponent == 0 ? significand : Double(sign: .plus, exponent: exponent, significand: significand) }
}
