/// Primitives of expansions, read from their rows alone: conditions and steps through their kinks, compositions through
/// their forms, and all others through their derivatives.
extension PowerSeries: Field {
  /// Creates a constant.
  package init(_ constant: Double) { self.init(constant, table: nil) }
  /// Creates a constant from a number in the source text.
  package init(floatLiteral value: Double) { self.init(value) }

  /// A Boolean value indicating whether this is 0 for all t.
  package var isZero: Bool { constant == 0 && isConstant }

  /// Returns the local derivative itself: where the output is undefined, its expansion is unknown already.
  package func defined(where output: PowerSeries) -> PowerSeries { self }

  /// Returns a primitive of one operand.
  package static func apply(_ primitive: Primitive, _ x: PowerSeries) -> PowerSeries { apply(primitive, [x]) }
  /// Returns a primitive of two operands.
  package static func apply(_ primitive: Primitive, _ x: PowerSeries, _ y: PowerSeries) -> PowerSeries {
    apply(primitive, [x, y])
  }

  /// Returns a primitive of any operands.
  package static func apply(_ primitive: Primitive, _ operands: [PowerSeries]) -> PowerSeries {
    let constants = operands.map(\.constant)
    if operands.allSatisfy(\.isConstant) {
      let value = Double.apply(primitive, constants)
      return PowerSeries(value, error: fabs(value) * unit)
    }
    let row = Gate<PowerSeries>.table[Int(primitive.rawValue)]
    if primitive == .choose { return chosen(operands[0], operands[1], operands[2]) }
    // It stays as it is where others move.
    if primitive.holds(0) { return PowerSeries(constants[0], error: fabs(constants[0]) * unit) }
    if row.derivative.isNone { return decided(primitive, operands) }
    let isKnown = operands.allSatisfy { $0.order > 0 && $0.valuation >= 0 }
    if let form = row.accurateDefinition ?? row.computation.form.map({ form in { form($0) } }) {
      let result = form(operands)
      return isKnown ? result.settled(Double.apply(primitive, constants)) : result
    }
    let moving = operands.indices.filter { !operands[$0].isConstant }
    if let degree = row.degree, moving == [0] {
      return homogeneous(primitive, operands, degree: degree(constants))
    }
    if let composition = row.seriesForm {
      let result = composition(operands)
      return isKnown ? result.settled(Double.apply(primitive, constants)) : result
    }
    guard isKnown else { return .unknown }
    if moving.count == 1, let result = composed(primitive, operands, moving[0]) { return result }
    return integrated(row, operands, from: Double.apply(primitive, constants))
  }

  /// Returns the table of rows.
  package static func gates(_ ties: Ties) -> [Gate<PowerSeries>] {
    ties == .split ? Gate<PowerSeries>.table : Gate<PowerSeries>.sharedRows(ties)
  }

  // MARK: - Decisions

  /// Returns the operand that a condition chooses; what both have in common where it is not known.
  private static func chosen(_ condition: PowerSeries, _ value: PowerSeries, _ other: PowerSeries) -> PowerSeries {
    guard condition.isConstant else { return value.common(with: other) }
    return condition.constant != 0 ? value : other
  }

  /// Returns a primitive that is constant wherever it is differentiable: on one side of a jump its value there.
  private static func decided(_ primitive: Primitive, _ operands: [PowerSeries]) -> PowerSeries {
    guard let kink = primitive.gate.kink else { return connected(primitive, operands) }
    if operands.count == 2 {
      // A comparison depends on the sign of the difference.
      let sign =
        operands[0].isIdentical(to: operands[1]) ? 0 : (operands[0] - operands[1]).sign
      guard let sign else { return .bounded }
      return PowerSeries(kink.side([OneSided(0, slope: sign), OneSided(0, slope: 0)]).value)
    }
    let operand = operands[0]
    if let leading = operand.leading, leading.exponent < 0 {
      return PowerSeries(Double.apply(primitive, leading.coefficient * .infinity))
    }
    guard operand.order > 0 else { return .unknown }
    guard kink.isAt([operand.constant]) else { return PowerSeries(Double.apply(primitive, operand.constant)) }
    guard let direction = (operand - PowerSeries(operand.constant)).sign else { return .bounded }
    return PowerSeries(kink.side([OneSided(operand.constant, slope: direction)]).value)
  }

  /// Returns a connective of conditions; unknown if it depends on one that is.
  private static func connected(_ primitive: Primitive, _ operands: [PowerSeries]) -> PowerSeries {
    func value(_ unknown: Double) -> Double {
      Double.apply(primitive, operands.map { $0.isConstant ? $0.constant : unknown })
    }
    return value(0) == value(1) ? PowerSeries(value(0)) : .bounded
  }

  // MARK: - Smooth primitives

  /// Returns a primitive of one operand that moves, by its Taylor series; nil where it has none.
  private static func composed(_ primitive: Primitive, _ operands: [PowerSeries], _ place: Int) -> PowerSeries? {
    let operand = operands[place]
    let change = operand - PowerSeries(operand.constant)
    let lowest = change.valuation
    let table = operand.table ?? TaylorTable()
    let end = min(change.order, cut(behind: lowest, table))
    let terms = lowest < .infinity ? (end / lowest).rounded(.up) : 1
    // An infinite operand has no change that means anything.
    guard operand.constant.isFinite, lowest > 0, !terms.isNaN else { return nil }
    let count = Int(min(terms, cut(behind: 1, table)))
    guard let series = table.coefficients(primitive, operands.map(\.constant), place: place, count: max(count, 1))
    else { return nil }
    var result = PowerSeries(series[series.count - 1].value, error: series[series.count - 1].error, table: table)
    for coefficient in series.dropLast().reversed() {
      result = result * change + PowerSeries(coefficient.value, error: coefficient.error, table: table)
    }
    return result.with(constant: series[0].value).truncated(at: min(end, lowest * Double(series.count)))
  }

  /// Returns a primitive h with h(λ·x, y) = λᵖ·h(x, y), through its series at the coefficient of x's lowest term.
  private static func homogeneous(_ primitive: Primitive, _ operands: [PowerSeries], degree: Double) -> PowerSeries {
    guard let leading = operands[0].leading else {
      let order = operands[0].order
      return degree > 0 && order > 0 ? PowerSeries(0, order: order * degree, table: operands[0].table) : .unknown
    }
    var scaled = operands
    scaled[0] = operands[0].shifted(by: -leading.exponent)
    guard let result = composed(primitive, scaled, 0) else { return .unknown }
    return result.shifted(by: leading.exponent * degree)
  }

  /// The number of integrals that may wait for one another.
  private static let deepest = 4

  /// Returns a primitive through the integral of its derivative along the curve.
  private static func integrated(_ row: Gate<PowerSeries>, _ operands: [PowerSeries], from start: Double) -> PowerSeries
  {
    guard start.isFinite, let table = operands.lazy.compactMap(\.table).first else { return .unknown }
    // A rule may ask for a primitive whose rule asks for this one.
    table.depth += 1
    defer { table.depth -= 1 }
    guard table.depth <= Self.deepest else { return .unknown }
    var slope = PowerSeries(0, table: table)
    for (local, operand) in zip(row.locals(operands, .unknown), operands) where !operand.isConstant {
      slope = slope + local * operand.derivative
    }
    return slope.integral(from: start)
  }

  // MARK: - Arrays, of which there are none

  /// A Boolean value indicating that these are no arrays.
  package static var isShaped: Bool { false }
  /// The shape of a number.
  package var shape: Shape { .scalar }
  /// Returns nothing that is known: a number is no operand of an operation on arrays.
  package static func apply(_ operation: ArrayOperation, _ operands: [PowerSeries]) -> PowerSeries { .unknown }
  /// Returns the number itself, which has one shape only.
  package func unbroadcast(to shape: Shape) -> PowerSeries { self }
  /// Returns the number, or 0 if `other` is 0.
  package func masked(by other: PowerSeries) -> PowerSeries { other.isZero ? 0.0 : self }
  /// Returns tangent · local.
  package static func carry(_ tangent: PowerSeries, _ local: PowerSeries) -> PowerSeries { tangent * local }
  /// Returns nothing that is known: a number is no matrix.
  package static func transposedProduct(_ matrix: PowerSeries, _ vector: PowerSeries) -> PowerSeries { .unknown }
}

extension Gate<PowerSeries> {
  /// The rows over expansions, with ties of `max` and `min` split.
  static let table = sharedRows(.split)
}
