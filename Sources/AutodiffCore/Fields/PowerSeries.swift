/// A function of a small t > 0 as a sum of powers of t, known up to some power: its behaviour on one side of a point.
///
/// A rule or a sweep that is read over expansions of the inputs along a curve gives those of values and derivatives a
/// little way along: each gate that selects has decided, 0/0 has been divided out, and conventions for the point itself
/// play no part. Powers are real numbers, since roots have fractional ones and poles negative ones.
///
/// Each coefficient carries a bound of its rounding error. One that is no greater than its bound is a sum that cancels
/// in exact arithmetic, and counts as 0. The coefficient of t⁰ is what the program computes at the point, to the last
/// bit, and counts as it stands, as it does for the program's own decisions.
///
/// Source: D. Gruntz, On Computing Limits in a Symbolic Manipulation System (ETH Zürich, 1996), chapter 2, for
/// series with real exponents; N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3, for the
/// bounds.
package struct PowerSeries {
  /// A coefficient times a power of t.
  struct Term: Equatable {
    /// The power of t, not 0.
    var exponent: Double
    /// The number before it.
    var coefficient: Double
    /// A bound of the coefficient's rounding error.
    var error: Double

    /// Returns a Boolean value indicating whether the coefficient counts as 0: it is 0 but for rounding, unless all are
    /// kept; one that overflowed is not.
    func cancels(_ table: TaylorTable?) -> Bool {
      table?.keepsNoise == true ? coefficient == 0 : fabs(coefficient) <= error && coefficient.isFinite
    }
  }

  /// The coefficient of t⁰.
  private(set) var constant: Double
  /// A bound of its rounding error.
  private(set) var error: Double
  /// The other terms, by ascending powers.
  private(set) var terms: [Term]
  /// The power of t from which on nothing is known; infinite if there is nothing more, and -inf if nothing is known at
  /// all.
  private(set) var order: Double
  /// The Taylor coefficients that were met so far; nil for a constant of a rule.
  let table: TaylorTable?

  /// The number of powers of t that are kept at least, from the lowest on.
  private static let fewestOrders = 8.0

  /// Returns the power of t from which on terms are left out behind a lowest one.
  static func cut(behind valuation: Double, _ table: TaylorTable?) -> Double {
    let highest = table?.highestOrder ?? TaylorTable.fewOrders
    return valuation.isFinite ? max(highest, valuation + fewestOrders) : highest
  }

  /// A bound of the relative rounding error of one operation.
  static let unit = 0x1p-52

  /// Creates a sum of terms by ascending powers of which the finite ones with a coefficient above its bound are kept.
  init(
    _ constant: Double, error: Double = 0, _ terms: [Term] = [], order: Double = .infinity, table: TaylorTable? = nil
  ) {
    self.table = table
    self.constant = constant
    self.error = error
    self.terms = terms
    self.order = order
    if constant.isNaN || terms.contains(where: { !$0.coefficient.isFinite }) { self.order = -.infinity }
    if constant.isInfinite {
      self.terms = []
      self.error = 0
      if order > 0 { self.order = .infinity }
    }
    if self.order <= 0 {
      self.constant = 0
      self.error = 0
      if self.order == -.infinity { self.terms = [] }
    }
  }

  /// An expansion of which nothing is known: an undefined value, or one that no powers of t describe.
  static var unknown: PowerSeries { PowerSeries(.nan) }

  /// An expansion of which no more is known than that it has a bound: a sign that higher powers of t decide.
  static var bounded: PowerSeries { PowerSeries(0, order: 0) }

  /// Returns the same expansion with another coefficient of t⁰.
  func with(constant: Double) -> PowerSeries {
    order > 0 && constant.isFinite ? PowerSeries(constant, error: error, terms, order: order, table: table) : self
  }

  /// Returns the same expansion with what a primitive gives at the point as the coefficient of t⁰, to the last bit, if
  /// that is its limit.
  func settled(_ value: Double) -> PowerSeries {
    fabs(value - constant) <= 1e-12 * fabs(value) + 4 * error ? with(constant: value) : self
  }

  /// The same expansion without the terms that are too high.
  private var capped: PowerSeries {
    let order = Self.cut(behind: valuation, table)
    return (terms.last?.exponent ?? 0) < order ? self : truncated(at: order)
  }

  /// Returns the same expansion without the terms from a power on.
  func truncated(at order: Double) -> PowerSeries {
    guard order < self.order else { return self }
    return PowerSeries(constant, error: error, terms.filter { $0.exponent < order }, order: order, table: table)
  }

  /// Returns the expansion times a power of t.
  func shifted(by power: Double) -> PowerSeries {
    guard power != 0, self.order > -.infinity else { return self }
    var moved: [Term] = []
    var (constant, error) = (0.0, 0.0)
    for term in allTerms {
      let exponent = term.exponent + power
      if Self.isSame(exponent, 0) {
        (constant, error) = (term.coefficient, term.error)
      } else {
        moved.append(Term(exponent: exponent, coefficient: term.coefficient, error: term.error))
      }
    }
    return PowerSeries(constant, error: error, moved, order: order + power, table: table).capped
  }

  /// The derivative by t.
  var derivative: PowerSeries {
    var slopes: [Term] = []
    var (constant, error) = (0.0, 0.0)
    for term in terms {
      let (coefficient, bound) = (term.coefficient * term.exponent, term.error * fabs(term.exponent))
      if Self.isSame(term.exponent, 1) {
        (constant, error) = (coefficient, bound)
      } else {
        slopes.append(Term(exponent: term.exponent - 1, coefficient: coefficient, error: bound))
      }
    }
    return PowerSeries(constant, error: error, slopes, order: order - 1, table: table)
  }

  /// Returns the integral over t from 0 on, which begins with `constant`; unknown where there is none.
  func integral(from constant: Double) -> PowerSeries {
    guard order > -1, allTerms.allSatisfy({ $0.exponent > -1 && !Self.isSame($0.exponent, -1) }) else {
      return .unknown
    }
    let sums = allTerms.map {
      Term(
        exponent: $0.exponent + 1, coefficient: $0.coefficient / ($0.exponent + 1), error: $0.error / ($0.exponent + 1))
    }
    return PowerSeries(constant, sums, order: order + 1, table: table).capped
  }
}

// MARK: - Questions

extension PowerSeries {
  /// A Boolean value indicating whether this is a number that does not depend on t.
  var isConstant: Bool { terms.isEmpty && order == .infinity }

  /// All terms, that of t⁰ among them unless it is 0.
  var allTerms: [Term] {
    guard constant != 0 else { return terms }
    let own = Term(exponent: 0, coefficient: constant, error: error)
    let place = terms.firstIndex { $0.exponent > 0 } ?? terms.count
    return Array(terms[..<place]) + [own] + Array(terms[place...])
  }

  /// The lowest term; nil for 0, and where nothing is known.
  var leading: Term? {
    if let first = terms.first, first.exponent < 0 || constant == 0 { return first }
    return constant == 0 ? nil : Term(exponent: 0, coefficient: constant, error: error)
  }

  /// The lowest power of t that may occur; infinite for 0.
  var valuation: Double { leading?.exponent ?? order }

  /// The sign for small t: -1, 0 or 1; nil where it is not known.
  var sign: Double? {
    if let leading { return leading.coefficient < 0 ? -1 : 1 }
    return order == .infinity ? 0 : nil
  }

  /// Returns the coefficient of a power of t with its bound; nil where it is not known.
  func coefficient(of exponent: Double) -> (value: Double, error: Double)? {
    guard exponent < order else { return nil }
    if exponent == 0 { return (constant, error) }
    guard let term = terms.first(where: { Self.isSame($0.exponent, exponent) }) else { return (0, 0) }
    return (term.coefficient, term.error)
  }

  /// Returns a Boolean value indicating whether two powers are the same but for rounding.
  static func isSame(_ left: Double, _ right: Double) -> Bool { fabs(left - right) < 1e-9 }

  /// Returns a Boolean value indicating whether two expansions have all in common.
  func isIdentical(to other: PowerSeries) -> Bool {
    constant == other.constant && order == other.order && terms == other.terms
  }

  /// Returns the terms that this and another expansion have in common, as the value of either.
  func common(with other: PowerSeries) -> PowerSeries {
    let difference = self - other
    let end = difference.leading?.exponent ?? .infinity
    return truncated(at: min(min(order, other.order), end))
  }
}
