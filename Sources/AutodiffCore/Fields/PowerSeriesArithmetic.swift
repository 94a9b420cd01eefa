/// Sums, products and quotients of expansions, with bounds of their rounding errors.
extension PowerSeries {
  /// Returns the sum.
  package static func + (left: PowerSeries, right: PowerSeries) -> PowerSeries {
    let constant = left.constant + right.constant
    let error = left.error + right.error + fabs(constant) * unit
    let table = left.table ?? right.table
    let order = min(left.order, right.order)
    var terms: [Term] = []
    if !left.terms.isEmpty || !right.terms.isEmpty {
      terms.reserveCapacity(left.terms.count + right.terms.count)
      var (i, j) = (0, 0)
      while i < left.terms.count || j < right.terms.count {
        var term: Term
        if j == right.terms.count {
          term = left.terms[i]
          i += 1
        } else if i == left.terms.count {
          term = right.terms[j]
          j += 1
        } else if isSame(left.terms[i].exponent, right.terms[j].exponent) {
          term = left.terms[i]
          term.coefficient += right.terms[j].coefficient
          term.error += right.terms[j].error + fabs(term.coefficient) * unit
          (i, j) = (i + 1, j + 1)
          if term.cancels(table) { continue }
        } else if left.terms[i].exponent < right.terms[j].exponent {
          term = left.terms[i]
          i += 1
        } else {
          term = right.terms[j]
          j += 1
        }
        guard term.exponent < order else { break }
        terms.append(term)
      }
    }
    return PowerSeries(constant, error: error, terms, order: order, table: table)
  }

  /// Returns the difference.
  package static func - (left: PowerSeries, right: PowerSeries) -> PowerSeries { left + -right }

  /// Returns the negative.
  package static prefix func - (operand: PowerSeries) -> PowerSeries {
    PowerSeries(
      -operand.constant, error: operand.error,
      operand.terms.map { Term(exponent: $0.exponent, coefficient: -$0.coefficient, error: $0.error) },
      order: operand.order, table: operand.table)
  }

  /// Returns the product.
  package static func * (left: PowerSeries, right: PowerSeries) -> PowerSeries {
    let table = left.table ?? right.table
    if left.isConstant, right.isConstant {
      let constant = left.constant * right.constant
      let error = fabs(left.constant) * right.error + fabs(right.constant) * left.error + fabs(constant) * unit
      return PowerSeries(constant, error: error, table: table)
    }
    guard left.order > -.infinity, right.order > -.infinity else { return .unknown }
    if left.isZero || right.isZero { return PowerSeries(0, table: table) }
    guard left.constant.isFinite, right.constant.isFinite else { return infiniteProduct(left, right) }
    let order = min(left.order + right.valuation, right.order + left.valuation)
    let end = min(order, cut(behind: left.valuation + right.valuation, table))
    var sum = TermSum(order: end, table)
    for own in left.allTerms {
      for other in right.allTerms { sum.add(own, times: other) }
    }
    return sum.expansion(order: sum.isCut ? end : order, table)
  }

  /// Returns the product of which one factor is infinite.
  private static func infiniteProduct(_ left: PowerSeries, _ right: PowerSeries) -> PowerSeries {
    guard let own = left.leading, let other = right.leading, own.exponent <= 0, other.exponent <= 0 else {
      return .unknown
    }
    return PowerSeries(own.coefficient * other.coefficient, table: left.table ?? right.table)
  }

  /// Returns the quotient, by long division.
  package static func / (left: PowerSeries, right: PowerSeries) -> PowerSeries {
    let table = left.table ?? right.table
    if left.isConstant, right.isConstant {
      let constant = left.constant / right.constant
      let error: Double = (left.error + fabs(constant) * right.error) / fabs(right.constant)
      return PowerSeries(constant, error: error + fabs(constant) * unit, table: table)
    }
    guard left.order > -.infinity, right.order > -.infinity, let divisor = right.leading else { return .unknown }
    if left.isZero { return PowerSeries(0, table: table) }
    guard left.constant.isFinite else { return infiniteProduct(left, PowerSeries(1, table: table) / right) }
    guard right.constant.isFinite else {
      return left.order > 0 && left.valuation >= 0 ? PowerSeries(0, table: table) : .unknown
    }
    let lowest = divisor.exponent
    let order = min(left.order - lowest, right.order - lowest + left.valuation - lowest)
    let known = min(order, cut(behind: left.valuation - lowest, table))
    let rest = right.allTerms.dropFirst()
    var remainder = TermSum(order: known + lowest, table)
    for term in left.allTerms { remainder.add(term) }
    var quotient = TermSum(order: known, table)
    while let first = remainder.popFirst() {
      let value = first.coefficient / divisor.coefficient
      let part = Term(
        exponent: first.exponent - lowest, coefficient: value,
        error: (first.error + fabs(value) * divisor.error) / fabs(divisor.coefficient) + fabs(value) * unit)
      quotient.add(part)
      let negative = Term(exponent: part.exponent, coefficient: -value, error: part.error)
      for term in rest { remainder.add(term, times: negative) }
    }
    return quotient.expansion(order: remainder.isCut || quotient.isCut ? known : order, table)
  }
}

/// A sum of powers under construction, by ascending powers.
private struct TermSum {
  private var terms: [PowerSeries.Term] = []
  private let order: Double
  private let table: TaylorTable?
  /// A Boolean value indicating whether a term was too high to be kept.
  private(set) var isCut = false

  /// Creates an empty sum.
  ///
  /// - Parameter order: The power from which on nothing is kept.
  init(order: Double, _ table: TaylorTable?) {
    self.order = order
    self.table = table
    terms.reserveCapacity(12)
  }

  /// Adds the product of two terms.
  mutating func add(_ left: PowerSeries.Term, times right: PowerSeries.Term) {
    let exponent = left.exponent + right.exponent
    guard exponent < order - 1e-9 else {
      isCut = true
      return
    }
    let product = left.coefficient * right.coefficient
    add(
      PowerSeries.Term(
        exponent: exponent, coefficient: product,
        error: fabs(left.coefficient) * right.error + fabs(right.coefficient) * left.error
          + fabs(product) * PowerSeries.unit))
  }

  /// Adds a term.
  mutating func add(_ term: PowerSeries.Term) {
    guard term.exponent < order - 1e-9 else {
      isCut = true
      return
    }
    var place = terms.count
    while place > 0, terms[place - 1].exponent > term.exponent - 1e-9 { place -= 1 }
    if place < terms.count, PowerSeries.isSame(terms[place].exponent, term.exponent) {
      terms[place].coefficient += term.coefficient
      terms[place].error += term.error + fabs(terms[place].coefficient) * PowerSeries.unit
    } else {
      terms.insert(term, at: place)
    }
  }

  /// Removes and returns the lowest term that does not cancel; nil if there is none.
  mutating func popFirst() -> PowerSeries.Term? {
    while !terms.isEmpty {
      let first = terms.removeFirst()
      if !first.cancels(table) { return first }
    }
    return nil
  }

  /// Returns the sum.
  ///
  /// - Parameter order: The power from which on the factors say nothing.
  func expansion(order: Double, _ table: TaylorTable?) -> PowerSeries {
    var (constant, error) = (0.0, 0.0)
    var rest: [PowerSeries.Term] = []
    rest.reserveCapacity(terms.count)
    for term in terms {
      if PowerSeries.isSame(term.exponent, 0) {
        (constant, error) = (term.coefficient, term.error)
      } else if !term.cancels(table) {
        rest.append(term)
      }
    }
    return PowerSeries(constant, error: error, rest, order: order, table: table)
  }
}
