/// The lengths of terms to a reader: about the number of characters in which each is written.
struct ReadingLength {
  private let algebra: Algebra
  private let inputs: [Int: Int]
  private var known: [Algebra.ID: Double] = [:]

  init(_ algebra: Algebra) {
    self.algebra = algebra
    inputs = Dictionary(algebra.inputs.map { ($0.value, $0.key.count) }) { first, _ in first }
  }

  /// Returns the length of a term, and remembers those of its parts.
  ///
  /// Parts have smaller numbers than what is made of them, and callers ask from the bottom up, so that the descent is
  /// short.
  mutating func callAsFunction(_ id: Algebra.ID) -> Double {
    if let length = known[id] { return length }
    let length = measure(id)
    known[id] = length
    return length
  }

  private mutating func measure(_ id: Algebra.ID) -> Double {
    switch algebra[id] {
    case .number(let value): return Self.length(value)
    case .named: return 2
    case .input(let place): return Double(inputs[place] ?? 1)
    case .function(let primitive, let operands):
      let name = primitive.callName.map { Double($0.utf8.count) } ?? 2
      return operands.reduce(name + 2 * Double(operands.count)) { $0 + self($1) }
    case .array(let primitive, _, _, let operands):
      if primitive == LinearNames.transpose { return bracketed(operands[0], besides: false) + 1 }
      if primitive == LinearNames.product {
        return 3 + bracketed(operands[0], besides: false) + bracketed(operands[1], besides: true)
      }
      // Lists and parts have brackets, calls have them and a name.
      let isSign = primitive == LinearNames.list || primitive == LinearNames.part
      let name = isSign ? 0 : Double(primitive.shownName.utf8.count)
      return operands.reduce(name + 2 + 2 * Double(max(operands.count - 1, 1))) { $0 + self($1) }
    case .product(let coefficient, let factors): return product(coefficient, factors)
    case .sum(let constant, let summands):
      let number = constant.isZero ? -3 : Self.length(constant.magnitude)
      return summands.reduce(number) { total, summand in
        let coefficient = summand.coefficient.magnitude
        return total + 3 + term(summand) + (coefficient.isOne ? 0 : Self.length(coefficient) + 1)
      }
    }
  }

  /// Returns the length of a term beside its coefficient, with the brackets that it needs there.
  private mutating func term(_ summand: Algebra.Summand) -> Double {
    switch algebra[summand.term] {
    case .sum, .array: summand.coefficient.isOne ? self(summand.term) : bracketed(summand.term, besides: true)
    case .number, .named, .input, .function, .product: self(summand.term)
    }
  }

  private mutating func product(_ coefficient: Coefficient, _ factors: [Algebra.Factor]) -> Double {
    // A bracket may take the minus.
    let isTurned = factors.contains { $0.exponent == 1 && algebra.negatedSum($0.base) != nil }
    var total = coefficient.isNegative && !isTurned ? 1.0 : 0
    if coefficient.magnitude.numerator != 1 { total += Self.length(coefficient.magnitude) + 1 }
    if coefficient.magnitude.numerator == 1, coefficient.denominator != 1 {
      total += Self.length(Coefficient(coefficient.denominator)) + 1
    }
    let below = factors.count { $0.exponent < 0 } + (coefficient.denominator == 1 ? 0 : 1)
    if below > 1 { total += 2 }
    // A product that is a quotient needs a one above the bar.
    if below == factors.count, coefficient.magnitude.isOne { total += 1 }
    for factor in factors {
      let exponent = fabs(factor.exponent)
      total += bracketed(factor.base, besides: factor.exponent != 1) + 1
      if exponent != 1 { total += 1 + (exponent.isWhole ? Self.digits(exponent) : 5) }
      if hasReciprocal(factor.base, below: factors) { total += Self.compound }
    }
    return total - (below == factors.count ? 0 : 1)
  }

  /// The length of a bar that a fraction does not need, as that of 1/x + 2 in (1/x + 2)/x.
  private static let compound = 2.5

  /// Returns a Boolean value indicating whether a term is a sum with a number in it over something that stands below the
  /// bar of the whole product as well.
  private func hasReciprocal(_ id: Algebra.ID, below factors: [Algebra.Factor]) -> Bool {
    guard factors.contains(where: { $0.exponent < 0 }), case .sum(_, let summands) = algebra[id] else { return false }
    return summands.contains { summand in
      algebra.factors(summand.term).allSatisfy { own in
        own.exponent < 0 && factors.contains { $0.base == own.base && $0.exponent < 0 }
      }
    }
  }

  /// Returns the length of an operand of a sign, with the brackets that it needs there.
  private mutating func bracketed(_ id: Algebra.ID, besides isTight: Bool) -> Double {
    let length = self(id)
    switch algebra[id] {
    case .sum: return length + 2
    case .product(_, let factors): return length + (isTight || factors.count > 1 ? 2 : 0)
    case .array(let primitive, _, _, _): return length + (isTight && primitive == LinearNames.product ? 2 : 0)
    case .number, .named, .input, .function: return length
    }
  }

  private static func length(_ value: Coefficient) -> Double {
    let sign: Double = value.isNegative ? 1 : 0
    let below = value.denominator == 1 ? 0 : 1 + digits(value.denominator)
    return sign + digits(fabs(value.numerator)) + below
  }

  private static func digits(_ value: Double) -> Double {
    if value.isWhole, value < 1e6 { return value < 10 ? 1 : value < 100 ? 2 : 4 }
    return Double("\(value)".utf8.count)
  }
}
