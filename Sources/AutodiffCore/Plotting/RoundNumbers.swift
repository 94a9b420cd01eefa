/// Round numbers for the ticks of an axis and for level lines.
///
/// Source: P. S. Heckbert, "Nice numbers for graph labels", Graphics Gems (1990).
package enum RoundNumbers {
  /// Returns round numbers between two ends, about as many as asked for.
  package static func between(_ low: Double, _ high: Double, about count: Int) -> [Double] {
    guard low.isFinite, high.isFinite, low < high, (high - low).isFinite else { return low.isFinite ? [low] : [] }
    let rough = (high - low) / Double(max(1, count))
    var exponent = Int(Logarithm.log10(rough).rounded(.down))
    let fraction = rough / power(exponent)
    var digit = fraction < 1.5 ? 1 : fraction < 3 ? 2 : fraction < 7 ? 5 : 10
    if digit == 10 { (digit, exponent) = (1, exponent + 1) }
    let step = Double(digit) * power(exponent)
    guard step > 0, step.isFinite, fabs(low / step) < 1e15, fabs(high / step) < 1e15 else { return [low, high] }
    let slack = 1e-9
    let (first, last) = ((low / step - slack).rounded(.up), (high / step + slack).rounded(.down))
    guard first <= last else { return [] }
    return stride(from: first, through: last, by: 1).map { multiple($0 * Double(digit), exponent) }
  }

  /// Returns 1, 2 and 5 times powers of 10 between two positive numbers.
  static func decades(_ low: Double, _ high: Double) -> [Double] {
    guard low > 0, high.isFinite, low < high else { return [] }
    let exponents = Int(Logarithm.log10(low).rounded(.down))...Int(Logarithm.log10(high).rounded(.down))
    return exponents.flatMap { exponent in [1, 2, 5].map { multiple($0, exponent) } }.filter { $0 >= low && $0 <= high }
  }

  /// Returns powers of 10 between two positive numbers, as many as there is room for.
  static func powers(_ low: Double, _ high: Double, most: Int) -> [Double] {
    guard low > 0, high.isFinite, low < high else { return [] }
    let (first, last) = (
      Int((Logarithm.log10(low) - 1e-9).rounded(.up)), Int((Logarithm.log10(high) + 1e-9).rounded(.down))
    )
    guard first <= last else { return [] }
    let step = (last - first) / max(1, most) + 1
    return stride(from: first, through: last, by: step).map { multiple(1, $0) }
  }

  /// Returns a whole number times a power of 10, as near as a double can be.
  private static func multiple(_ number: Double, _ exponent: Int) -> Double {
    (exponent < 0 && exponent >= -22 ? number / power(-exponent) : number * power(exponent)) + 0
  }

  private static func power(_ exponent: Int) -> Double { Scalar.power(10, Double(exponent)) }
}
