/// The Taylor coefficients of primitives at the numbers where they were asked for, from the rules of their derivatives.
///
/// The coefficient of sᵖ in h(u + s) is that of sᵖ⁻¹ in h'(u + s), divided by p; the rule of h' is read over expansions
/// that are known up to that power, so that it asks for lower coefficients only.
///
/// Source: L. B. Rall, Automatic Differentiation: Techniques and Applications (Springer, 1981), chapter 3.
final class TaylorTable {
  /// A coefficient with a bound of its rounding error.
  typealias Coefficient = (value: Double, error: Double)

  private struct Key: Hashable {
    var primitive: Primitive
    var place: Int
    var operands: [Double]
  }

  private struct Series {
    var coefficients: [Coefficient] = []
    /// A Boolean value indicating whether the next coefficient is not finite.
    var hasEnded = false
  }

  /// The power of t from which on terms of expansions are left out.
  let highestOrder: Double
  /// A Boolean value indicating whether coefficients are kept that a bound of their errors does not tell from 0: signs
  /// need to know, numbers are the worse for it, since bounds grow faster than errors do.
  let keepsNoise: Bool
  private var known: [Key: Series] = [:]
  /// The number of primitives that are being integrated.
  var depth = 0

  /// Creates a table without coefficients.
  ///
  /// - Parameters:
  ///   - highestOrder: The power of t from which on terms are left out; by itself it leaves two derivatives after a
  ///     division by t³ and a derivative of it.
  ///   - keepsNoise: A Boolean value indicating whether coefficients are kept that may be 0 but for rounding.
  init(highestOrder: Double = TaylorTable.fewOrders, keepsNoise: Bool = false) {
    self.highestOrder = highestOrder
    self.keepsNoise = keepsNoise
  }

  /// The power from which on terms are left out where nothing else is asked for.
  static let fewOrders = 10.0

  /// Returns the first coefficients of a primitive as a function of one operand; nil where one is not finite.
  ///
  /// - Parameter operands: The values of the operands.
  /// - Parameter place: The operand that moves.
  func coefficients(_ primitive: Primitive, _ operands: [Double], place: Int, count: Int) -> [Coefficient]? {
    let key = Key(primitive: primitive, place: place, operands: operands)
    var series = known[key] ?? Series()
    if series.coefficients.isEmpty, !series.hasEnded {
      let value = Double.apply(primitive, operands)
      series.hasEnded = !value.isFinite
      if value.isFinite { series.coefficients = [(value, fabs(value) * PowerSeries.unit)] }
      known[key] = series
    }
    while series.coefficients.count < count, !series.hasEnded {
      if let next = next(primitive, operands, place, series.coefficients) {
        series.coefficients.append(next)
      } else {
        series.hasEnded = true
      }
      known[key] = series
    }
    return series.coefficients.count < count ? nil : Array(series.coefficients.prefix(count))
  }

  /// Returns the coefficient after those that are known; nil if it is not finite.
  private func next(
    _ primitive: Primitive, _ operands: [Double], _ place: Int, _ lower: [Coefficient]
  ) -> Coefficient? {
    let power = lower.count
    let order = Double(power)
    var arguments = operands.map { PowerSeries($0, table: self) }
    let step = PowerSeries.Term(exponent: 1, coefficient: 1, error: 0)
    arguments[place] = PowerSeries(operands[place], power > 1 ? [step] : [], order: order, table: self)
    let output = PowerSeries(
      lower[0].value, error: lower[0].error,
      lower.indices.dropFirst().compactMap {
        lower[$0].value == 0
          ? nil : PowerSeries.Term(exponent: Double($0), coefficient: lower[$0].value, error: lower[$0].error)
      }, order: order, table: self)
    let local: PowerSeries
    switch Gate<PowerSeries>.table[Int(primitive.rawValue)].derivative {
    case .unary(let rule): local = rule(arguments[0], output)
    case .binary(let first, let second): local = (place == 0 ? first : second)(arguments[0], arguments[1], output)
    case .many(let rule): local = rule(arguments, output)[place]
    case .none, .extremum, .array: return nil
    }
    guard local.valuation >= 0, let slope = local.coefficient(of: order - 1), slope.value.isFinite else { return nil }
    return (slope.value / order, slope.error / order + fabs(slope.value / order) * PowerSeries.unit)
  }
}
