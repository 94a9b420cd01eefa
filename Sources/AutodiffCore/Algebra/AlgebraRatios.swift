/// Powers of quotients, of which neither side leaves the range of doubles where the quotient does not.
extension Algebra {
  /// A term of a sum as its factors.
  private struct Monomial {
    var coefficient: Coefficient
    var factors: [Factor]
  }

  /// Returns terms as sums in which powers above and below a bar are those of quotients, with the factors that all have
  /// in common before a bracket, as 6·s⁶/r⁷ - 12·s¹²/r¹³ is 6·((s/r)⁶ - 2·(s/r)¹²)/r.
  ///
  /// - Returns: A term for each of `roots`; the same one where there are no such powers.
  func withRatios(_ roots: [ID]) -> [ID] { roots.map { withRatios($0) ?? $0 } }

  private func withRatios(_ id: ID) -> ID? {
    guard operations[Int(id)] <= Self.mostRewritten, var parts = monomials(id) else { return nil }
    var hasRatio = false
    for place in parts.indices { parts[place].factors = grouped(parts[place].factors, &hasRatio) }
    return hasRatio ? collected(parts) : nil
  }

  /// Returns the terms of a sum once its brackets are multiplied out; nil if it is long.
  private func monomials(_ id: ID) -> [Monomial]? {
    let parts: [Summand]
    switch self[id] {
    case .sum(let constant, let summands):
      parts = summands + (constant.isZero ? [] : [Summand(coefficient: constant, term: number(.one))])
    case .product(let coefficient, let factors):
      parts = [Summand(coefficient: coefficient, term: product(.one, factors))]
    case .number, .named, .input, .function, .array: return nil
    }
    isDistributing = true
    defer { isDistributing = false }
    guard let flat = multipliedOut(parts) else { return nil }
    let (own, outer): (Coefficient, [Factor])
    switch self[flat] {
    case .product(let coefficient, let factors): (own, outer) = (coefficient, factors)
    case .number, .named, .input, .function, .array, .sum:
      (own, outer) = (.one, [Factor(base: flat, exponent: 1)])
    }
    // A common denominator may stand before a bracket still.
    guard
      let place = outer.firstIndex(where: { factor in
        if case .sum = self[factor.base] { factor.exponent == 1 } else { false }
      }), case .sum(let constant, let summands) = self[outer[place].base]
    else { return [Monomial(coefficient: own, factors: outer)] }
    let others = outer.enumerated().filter { $0.offset != place }.map(\.element)
    return summands.map { summand in
      Monomial(coefficient: own * summand.coefficient, factors: merged(factors(summand.term) + others))
    } + (constant.isZero ? [] : [Monomial(coefficient: own * constant, factors: others)])
  }

  /// Returns factors with the powers of one base as one.
  private func merged(_ factors: [Factor]) -> [Factor] {
    var result: [Factor] = []
    for factor in factors {
      if let place = result.firstIndex(where: { $0.base == factor.base }) {
        result[place].exponent += factor.exponent
      } else {
        result.append(factor)
      }
    }
    return result.filter { $0.exponent != 0 }
  }

  /// Returns factors with a power above the bar and one below it as one of their quotient.
  private func grouped(_ factors: [Factor], _ hasRatio: inout Bool) -> [Factor] {
    guard let below = factors.firstIndex(where: { $0.exponent <= -2 && $0.exponent.isWhole }),
      let above = factors.firstIndex(where: { $0.exponent >= 2 && $0.exponent.isWhole })
    else { return factors }
    hasRatio = true
    let bases = [factors[above].base, factors[below].base]
    let quotient = intern(
      .product(.one, [Factor(base: bases[0], exponent: 1), Factor(base: bases[1], exponent: -1)]), common(bases))
    let exponent = fmin(factors[above].exponent, -factors[below].exponent)
    var rest = factors
    rest[above].exponent -= exponent
    rest[below].exponent += exponent
    return [Factor(base: quotient, exponent: exponent)] + rest.filter { $0.exponent != 0 }
  }

  /// Returns a sum with the factors that all of its terms have in common before a bracket.
  private func collected(_ monomials: [Monomial]) -> ID {
    let shared = monomials[0].factors.filter { factor in monomials.allSatisfy { $0.factors.contains(factor) } }
    let outer = monomials.count > 1 ? shared : []
    let content = monomials.count > 1 ? Coefficient.content(monomials.map(\.coefficient)) : .one
    let terms = monomials.map { monomial -> Summand in
      let rest = monomial.factors.filter { !outer.contains($0) }
      return Summand(coefficient: monomial.coefficient / content, term: interned(.one, rest))
    }
    if terms.count == 1 { return interned(terms[0].coefficient, factors(terms[0].term)) }
    let sum = intern(.sum(Coefficient(0), terms), common(terms.map(\.term)))
    return outer.isEmpty && content.isOne ? sum : interned(content, outer + [Factor(base: sum, exponent: 1)])
  }

  /// Returns a product as it is, without taking powers of products apart.
  private func interned(_ coefficient: Coefficient, _ factors: [Factor]) -> ID {
    if factors.isEmpty { return number(coefficient) }
    if coefficient.isOne, factors.count == 1, factors[0].exponent == 1 { return factors[0].base }
    return intern(.product(coefficient, factors.sorted { comesFirst($0.base, $1.base) }), common(factors.map(\.base)))
  }
}
