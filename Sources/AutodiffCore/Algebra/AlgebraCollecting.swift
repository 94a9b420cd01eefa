/// Other forms of products and sums, of which a reader may get the shorter one.
extension Algebra {
  /// The number of factors or terms up to which other forms are sought.
  private static let mostParts = 8

  // MARK: - Products

  /// Returns other forms of a product: powers of one base as one power, polynomials divided by others, brackets
  /// multiplied out.
  func shorterProducts(_ coefficient: Coefficient, _ factors: [Factor]) -> [ID] {
    guard factors.count <= Self.mostParts else { return [] }
    var results: [ID] = []
    for (place, factor) in factors.enumerated() {
      for other in factors.indices where other > place {
        guard let merged = mergedPowers(factor, factors[other]) else { continue }
        var rest = factors
        rest.remove(at: other)
        rest[place] = merged
        results.append(product(coefficient, rest))
      }
      results += rootsOfProducts(factor, factors).map { product(coefficient, $0) }
      if let turned = turnedFunction(factor, coefficient) {
        var others = factors
        others[place] = turned.factor
        results.append(product(turned.coefficient, others))
      }
      guard case .sum(let constant, let summands) = self[factor.base] else { continue }
      if let collected = withCommonFactors(summands, constant) {
        var others = factors
        others[place].base = collected
        results.append(product(coefficient, others))
      }
      for fraction in overCommonDenominator(summands, constant) {
        var others = factors
        others[place].base = fraction
        results.append(product(coefficient, others))
      }
      guard factor.exponent.isWhole, factor.exponent > 0, let dividend = Polynomial(factor.base, in: self) else {
        continue
      }
      for (below, other) in factors.enumerated() where other.exponent.isWhole && other.exponent < 0 {
        guard let divisor = Polynomial(other.base, in: self), divisor.atom == dividend.atom,
          let quotient = dividend.divided(by: divisor)
        else { continue }
        var rest = factors
        rest[place].base = quotient.term(in: self)
        rest[below].exponent = other.exponent + factor.exponent
        results.append(product(coefficient, rest.filter { $0.exponent != 0 }))
      }
    }
    let brackets = factors.count {
      if case .sum = self[$0.base] { $0.exponent == 1 || $0.exponent == 2 } else { false }
    }
    if brackets > 0, !isDistributing {
      isDistributing = true
      defer { isDistributing = false }
      let whole = Summand(coefficient: coefficient, term: product(.one, factors))
      if let sum = multipliedOut([whole]) { results.append(sum) }
    }
    return results
  }

  /// Returns a power of an exponential as an exponential, and an odd function of a difference with the minus before it
  /// taken in, as -sinh(1 - x) is sinh(x - 1); nil for other factors.
  private func turnedFunction(_ factor: Factor, _ coefficient: Coefficient) -> (
    factor: Factor, coefficient: Coefficient
  )? {
    guard case .function(let primitive, let operands) = self[factor.base], factor.exponent.isWhole else { return nil }
    if primitive == Identities.exponential, factor.exponent != 1 {
      let exponent = multiply(Coefficient(factor.exponent), operands[0])
      return (Factor(base: apply(primitive, [exponent]), exponent: 1), coefficient)
    }
    guard coefficient.isNegative, fabs(factor.exponent) == 1, Identities.odd.contains(primitive),
      takesMinus(operands[0])
    else { return nil }
    return (Factor(base: apply(primitive, [negate(operands[0])]), exponent: factor.exponent), -coefficient)
  }

  /// Returns products in which the root of a quotient is that of a product, as v*sqrt(u/v) is sqrt(u*v) where v is not
  /// negative.
  private func rootsOfProducts(_ root: Factor, _ factors: [Factor]) -> [[Factor]] {
    guard case .function(Identities.root, let operands) = self[root.base], fabs(root.exponent) == 1 else { return [] }
    let inner = self.factors(operands[0])
    guard let divisor = inner.first(where: { $0.exponent == -1 }),
      let place = factors.firstIndex(where: {
        $0.base == divisor.base && $0.exponent.isWhole && $0.exponent * root.exponent > 0
      }),
      areNeverNegativeTogether(multiply(operands[0], divisor.base), divisor.base)
    else { return [] }
    var rest = factors.filter { $0 != root }
    if let index = rest.firstIndex(of: factors[place]) { rest[index].exponent -= root.exponent }
    rest.removeAll { $0.exponent == 0 }
    let whole = product(.one, [Factor(base: operands[0], exponent: 1), Factor(base: divisor.base, exponent: 2)])
    let flat = multipliedOut([Summand(coefficient: .one, term: whole)])
    return [whole, flat].compactMap(\.self).map { radicand in
      rest + [Factor(base: self.root(radicand), exponent: root.exponent)]
    }
  }

  /// Returns a Boolean value indicating whether two terms are never negative at one time: where one of them never is, or
  /// they add up to a positive number.
  private func areNeverNegativeTogether(_ left: ID, _ right: ID) -> Bool {
    if isNeverNegative(left) || isNeverNegative(right) { return true }
    return number(add(left, right)).map { $0.value > 0 } ?? false
  }

  /// Returns the exponential of a sum of multiples of logarithms and other terms as powers and an exponential, as
  /// e^(log u - v) is u*e^(-v); nil if there is no logarithm.
  func withoutLogarithms(_ exponent: ID) -> ID? {
    guard case .sum(let constant, let summands) = self[exponent], summands.count <= Self.mostParts else { return nil }
    var powers: [Factor] = []
    var rest: [Summand] = []
    for summand in summands {
      if let number = logarithmOf(summand.term) {
        powers.append(Factor(base: number, exponent: summand.coefficient.value))
      } else {
        rest.append(summand)
      }
    }
    guard !powers.isEmpty else { return nil }
    let others = apply(Identities.exponential, [sum(rest, constant: constant)])
    return product(.one, powers + [Factor(base: others, exponent: 1)])
  }

  /// Returns the term whose logarithm another one is, a number where that grows fast; nil if it is none.
  private func logarithmOf(_ id: ID) -> ID? {
    guard case .function(let primitive, let operands) = self[id] else { return nil }
    if primitive == Identities.logarithm { return operands[0] }
    guard number(operands[0]) != nil else { return nil }
    let row = Identities.logarithms.first { $0.logarithm == primitive }
    return row.map { apply($0.function, operands) }
  }

  /// Returns a Boolean value indicating whether a term is no longer with a minus before it.
  private func takesMinus(_ id: ID) -> Bool {
    switch self[id] {
    case .sum: negatedSum(id) != nil
    case .product(let coefficient, let factors):
      coefficient.isNegative || factors.contains { $0.exponent == 1 && negatedSum($0.base) != nil }
    case .number(let value): value.isNegative
    case .named, .input, .function, .array: false
    }
  }

  /// Returns two powers of one base as one power, as x^a·x^b is x^(a + b); nil for others.
  private func mergedPowers(_ left: Factor, _ right: Factor) -> Factor? {
    if left.base == right.base {
      return Factor(base: left.base, exponent: Coefficient.exponent(left.exponent + right.exponent))
    }
    if left.exponent.isWhole, right.exponent.isWhole, let merged = mergedExponentials(left, right) { return merged }
    guard left.exponent.isWhole, right.exponent.isWhole, case .function(.power, let first) = self[left.base],
      case .function(.power, let second) = self[right.base], first[0] == second[0]
    else { return nil }
    let exponent = sum([
      Summand(coefficient: Coefficient(left.exponent), term: first[1]),
      Summand(coefficient: Coefficient(right.exponent), term: second[1]),
    ])
    return Factor(base: apply(.power, [first[0], exponent]), exponent: 1)
  }

  /// Returns two powers of exponentials as one exponential, as e^u/e^v is e^(u - v); nil for others.
  private func mergedExponentials(_ left: Factor, _ right: Factor) -> Factor? {
    guard case .function(Identities.exponential, let first) = self[left.base],
      case .function(Identities.exponential, let second) = self[right.base]
    else { return nil }
    let exponent = sum([
      Summand(coefficient: Coefficient(left.exponent), term: first[0]),
      Summand(coefficient: Coefficient(right.exponent), term: second[0]),
    ])
    return Factor(base: apply(Identities.exponential, [exponent]), exponent: 1)
  }

  // MARK: - Sums

  /// Returns other forms of a sum: multiplied out, with common factors before a bracket, and as the power of a binomial.
  func shorterSums(_ constant: Coefficient, _ summands: [Summand]) -> [ID] {
    guard summands.count <= Self.mostParts else { return [] }
    var results: [ID] = []
    func collect(_ id: ID) {
      guard case .sum(let constant, let summands) = self[id] else { return }
      if let collected = withCommonFactors(summands, constant) { results.append(collected) }
      if let power = Polynomial(id, in: self)?.power(in: self) { results.append(power) }
    }
    let whole = intern(.sum(constant, summands), common(summands.map(\.term)))
    collect(whole)
    results += overCommonDenominator(summands, constant)
    let hasBrackets = summands.contains { summand in
      factors(summand.term).contains { if case .sum = self[$0.base] { true } else { false } }
    }
    if hasBrackets, !isDistributing {
      isDistributing = true
      defer { isDistributing = false }
      var parts = summands
      if !constant.isZero { parts.append(Summand(coefficient: constant, term: number(.one))) }
      if let flat = multipliedOut(parts) {
        results.append(flat)
        collect(flat)
        // A product may have come out of it, the bracket of which has common factors.
        if case .product(let coefficient, let factors) = self[flat] {
          results += shorterBrackets(coefficient, factors)
        }
      }
    }
    return results
  }

  private func shorterBrackets(_ coefficient: Coefficient, _ factors: [Factor]) -> [ID] {
    factors.indices.compactMap { place -> ID? in
      guard case .sum(let constant, let summands) = self[factors[place].base],
        let collected = withCommonFactors(summands, constant)
      else { return nil }
      var others = factors
      others[place].base = collected
      return product(coefficient, others)
    }
  }

  /// The number of different denominators up to which a sum is brought over one.
  private static let mostDenominators = 2

  /// Returns a sum as fractions over the least common denominator of its terms, with what is above the bar as it comes
  /// out, with common factors before a bracket, and multiplied out where terms cancel; none if they have no denominator.
  ///
  /// More than two terms are as a rule a part that stands elsewhere as well, and is read there as it is.
  private func overCommonDenominator(_ summands: [Summand], _ constant: Coefficient) -> [ID] {
    guard summands.count + (constant.isZero ? 0 : 1) == 2 else { return [] }
    var below: [Factor] = []
    for factor in summands.flatMap({ factors($0.term) }) where factor.exponent < 0 && factor.exponent.isWhole {
      if let place = below.firstIndex(where: { $0.base == factor.base }) {
        below[place].exponent = min(below[place].exponent, factor.exponent)
      } else {
        below.append(factor)
      }
    }
    guard !below.isEmpty, below.count <= Self.mostDenominators else { return [] }
    // x^(n - 1) is read better than x^n/x.
    let hasPowers = summands.flatMap { factors($0.term) }.contains { factor in
      guard case .function(.power, let operands) = self[factor.base] else { return false }
      return below.contains { $0.base == operands[0] }
    }
    if hasPowers { return [] }
    let raised = below.map { Factor(base: $0.base, exponent: -$0.exponent) }
    var above = summands.map { Summand(coefficient: $0.coefficient, term: product(.one, factors($0.term) + raised)) }
    if !constant.isZero { above.append(Summand(coefficient: constant, term: product(.one, raised))) }
    var numerators = [sum(above)]
    if !isDistributing {
      isDistributing = true
      defer { isDistributing = false }
      if let flat = multipliedOut(above), flat != numerators[0], hasFewTerms(flat) { numerators.append(flat) }
    }
    numerators += numerators.compactMap { numerator in
      guard case .sum(let constant, let summands) = self[numerator] else { return nil }
      return withCommonFactors(summands, constant)
    }
    return numerators.map { product(.one, [Factor(base: $0, exponent: 1)] + below) }
  }

  /// Returns a Boolean value indicating whether a term is no sum of more than two.
  private func hasFewTerms(_ id: ID) -> Bool {
    guard case .sum(let constant, let summands) = self[id] else { return true }
    return summands.count + (constant.isZero ? 0 : 1) <= 2
  }

  /// Returns a sum as a product with all its common factors, names as well; nil if there are none.
  func withCommonFactors(_ summands: [Summand], _ constant: Coefficient) -> ID? {
    guard summands.count > 1, constant.isZero else { return nil }
    var common = factors(summands[0].term).filter { !isOnes($0.base) }
    for summand in summands.dropFirst() where !common.isEmpty {
      let others = factors(summand.term)
      common = common.compactMap { factor in
        guard let other = others.first(where: { $0.base == factor.base }),
          factor.exponent == other.exponent
            || factor.exponent.isWhole && other.exponent.isWhole && factor.exponent > 0 && other.exponent > 0
        else { return nil }
        return other.exponent < factor.exponent ? other : factor
      }
    }
    let content = Coefficient.content(summands.map(\.coefficient))
    guard !common.isEmpty || !content.isOne else { return nil }
    let inverse = common.map { Factor(base: $0.base, exponent: -$0.exponent) }
    let rest = summands.map { summand in
      Summand(coefficient: summand.coefficient / content, term: product(.one, factors(summand.term) + inverse))
    }
    return product(content, common + [Factor(base: sum(rest), exponent: 1)])
  }
}

/// A sum as a polynomial in one of its parts, with exact coefficients.
struct Polynomial {
  /// The part of which powers are taken.
  let atom: Algebra.ID
  /// The coefficients, that of the constant first; the last one is not 0.
  let coefficients: [Coefficient]

  /// The greatest degree that is worked with.
  static let mostDegree = 16

  init(_ atom: Algebra.ID, _ coefficients: [Coefficient]) {
    self.atom = atom
    self.coefficients = coefficients
  }

  /// Creates the polynomial that a sum is; nil for other terms.
  init?(_ id: Algebra.ID, in algebra: Algebra) {
    guard case .sum(let constant, let summands) = algebra[id], let first = summands.first else { return nil }
    let atom = algebra.factors(first.term)[0].base
    var coefficients = [constant]
    for summand in summands {
      let factors = algebra.factors(summand.term)
      guard factors.count == 1, factors[0].base == atom, let degree = Int(exactly: factors[0].exponent),
        (1...Self.mostDegree).contains(degree)
      else { return nil }
      while coefficients.count <= degree { coefficients.append(Coefficient(0)) }
      coefficients[degree] = summand.coefficient
    }
    guard coefficients.allSatisfy(\.isFraction) else { return nil }
    self.init(atom, coefficients)
  }

  /// Returns the quotient by a polynomial that divides this one; nil if there is a remainder.
  func divided(by divisor: Polynomial) -> Polynomial? {
    guard divisor.coefficients.count <= coefficients.count, let lead = divisor.coefficients.last, !lead.isZero
    else { return nil }
    var rest = coefficients
    var quotient: [Coefficient] = []
    for place in (divisor.coefficients.count - 1..<rest.count).reversed() {
      let share = rest[place] / lead
      quotient.append(share)
      for (step, coefficient) in divisor.coefficients.reversed().enumerated() {
        rest[place - step] = rest[place - step] + -(share * coefficient)
      }
    }
    guard rest.allSatisfy(\.isZero), quotient.allSatisfy(\.isFraction) else { return nil }
    return Polynomial(atom, quotient.reversed())
  }

  /// Returns the term of this.
  func term(in algebra: Algebra) -> Algebra.ID {
    let summands = coefficients.enumerated().dropFirst().filter { !$0.element.isZero }.map { degree, coefficient in
      Algebra.Summand(coefficient: coefficient, term: algebra.power(atom, Double(degree)))
    }
    if summands.isEmpty { return algebra.fill(coefficients[0], algebra.shape(atom)) }
    return algebra.sum(summands, constant: coefficients[0])
  }

  /// Returns this as c·(q·x - p)ⁿ; nil if it is not the power of a binomial.
  func power(in algebra: Algebra) -> Algebra.ID? {
    let degree = coefficients.count - 1
    guard degree >= 2, let lead = coefficients.last, !coefficients[degree - 1].isZero else { return nil }
    let root = -coefficients[degree - 1] / (lead * Coefficient(Double(degree)))
    guard root.isFraction else { return nil }
    // The coefficient of xᵏ is c·C(n, k)·(-r)ⁿ⁻ᵏ.
    var expected = lead
    for step in 1...degree {
      expected = expected * -root * Coefficient(Double(degree - step + 1)) / Coefficient(Double(step))
      guard coefficients[degree - step] == expected else { return nil }
    }
    let below = Coefficient(root.denominator)
    let binomial = algebra.sum(
      [Algebra.Summand(coefficient: below, term: atom)], constant: -Coefficient(root.numerator))
    return algebra.product(
      lead / below.power(Double(degree)), [Algebra.Factor(base: binomial, exponent: Double(degree))])
  }
}
