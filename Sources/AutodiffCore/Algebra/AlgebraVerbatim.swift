/// Products and sums as they are asked for: nothing is collected, taken apart or put in another order.
extension Algebra {
  /// Returns the product of a number and powers, without neutral elements.
  func verbatimProduct(_ coefficient: Coefficient, _ parts: [Factor]) -> ID {
    if parts.count == 1, coefficient.isOne, parts[0].exponent == 1 { return parts[0].base }
    let shape = common(parts.map(\.base))
    var coefficient = coefficient
    var factors: [Factor] = []
    // u·(1/v) is u/v, which has one rounding less; two quotients stay apart.
    let isProduct = parts.count > 1 && parts.allSatisfy { $0.exponent > 0 }
    let inverse = isProduct ? parts.lastIndex { inverted($0) != nil } : nil
    for (place, part) in parts.enumerated() where part.exponent != 0 {
      if place == inverse, let (sign, factor) = inverted(part) {
        coefficient = coefficient * sign
        factors.append(factor)
      } else {
        factors += withoutSign(part, &coefficient)
      }
    }
    if coefficient.isZero || factors.contains(where: { isZero($0.base) && $0.exponent > 0 }) {
      return fill(Coefficient(0), shape)
    }
    if let choice = choiceOfProducts(coefficient, factors) { return broadcast(choice, to: shape) }
    let needed = factors.filter { !isOnes($0.base) }
    if common(needed.map(\.base)) == shape { factors = needed }
    if factors.isEmpty { return fill(coefficient, shape) }
    if factors.count == 1, factors[0].exponent == 1, coefficient.isOne { return factors[0].base }
    return intern(.product(coefficient, factors), shape)
  }

  /// Returns the sign s and the factor 1/v of a term s/v; nil for any other.
  private func inverted(_ part: Factor) -> (sign: Coefficient, factor: Factor)? {
    guard part.exponent == 1, case .product(let own, let inner) = self[part.base], own.magnitude.isOne,
      inner.count == 1, inner[0].exponent == -1
    else { return nil }
    return (own, inner[0])
  }

  /// Returns the factors that a power is, whose sign, or value if that is a small number, becomes the coefficient's.
  private func withoutSign(_ part: Factor, _ coefficient: inout Coefficient) -> [Factor] {
    guard fabs(part.exponent) == 1 else { return [part] }
    if let value = number(part.base), value.isSmall && coefficient.isSmall || coefficient.magnitude.isOne, !value.isZero
    {
      coefficient = part.exponent > 0 ? coefficient * value : coefficient / value
      return []
    }
    guard case .product(let own, let inner) = self[part.base], !own.isOne, own.magnitude.isOne || own.isSmall,
      coefficient.isSmall
    else { return [part] }
    coefficient = part.exponent > 0 ? coefficient * own : coefficient / own
    if inner.count == 1 { return [Factor(base: inner[0].base, exponent: inner[0].exponent * part.exponent)] }
    return [Factor(base: intern(.product(.one, inner), shape(part.base)), exponent: part.exponent)]
  }

  /// Returns the sum of terms and a number, without terms of 0.
  func verbatimSum(_ parts: [Summand], _ constant: Coefficient) -> ID {
    let shape = common(parts.map(\.term))
    var constant = constant
    var summands: [Summand] = []
    for part in parts where !isZero(part.term) {
      if case .sum(let inner, let terms) = self[part.term], parts.count == 2, part.coefficient.isOne,
        let added = parts.first(where: { number($0.term)?.isSmall == true }), inner.isSmall,
        let value = number(added.term)
      {
        return intern(.sum(inner + added.coefficient * value, terms), shape)
      }
      if let value = number(part.term), constant.isZero || constant.isSmall && value.isSmall {
        constant = constant + part.coefficient * value
      } else if case .product(let own, let inner) = self[part.term], part.coefficient.magnitude.isOne, !own.isOne {
        let bare = inner.count == 1 && inner[0].exponent == 1
        let term = bare ? inner[0].base : intern(.product(.one, inner), self.shape(part.term))
        summands.append(Summand(coefficient: part.coefficient * own, term: term))
      } else {
        summands.append(part)
      }
    }
    if let choice = sumOfChoices(summands, constant) { return broadcast(choice, to: shape) }
    if summands.isEmpty { return fill(constant, shape) }
    if summands.count == 1, constant.isZero {
      return broadcast(multiply(summands[0].coefficient, summands[0].term), to: shape)
    }
    return broadcast(intern(.sum(constant, summands), common(summands.map(\.term))), to: shape)
  }

  /// Returns the sum of two choices by one condition as a choice of sums; nil for other sums.
  private func sumOfChoices(_ summands: [Summand], _ constant: Coefficient) -> ID? {
    guard summands.count == 2, constant.isZero, case .function(.choose, let first) = self[summands[0].term],
      case .function(.choose, let second) = self[summands[1].term], first[0] == second[0]
    else { return nil }
    func side(_ place: Int) -> ID {
      verbatimSum(
        [
          Summand(coefficient: summands[0].coefficient, term: first[place]),
          Summand(coefficient: summands[1].coefficient, term: second[place]),
        ], constant)
    }
    return choose(first[0], side(1), side(2))
  }

  /// The ways to take quotients so that they stay in the range of doubles.
  enum Chaining {
    /// One after the other.
    case quotients
    /// One after the other, by the length of a pair twice where it was by the sum of its squares.
    case lengths
    /// As one, of which a power is taken.
    case powers
    /// Those of sums for themselves, before other factors.
    case sums
  }

  /// Returns terms in which quotients are taken one after the other, a factor above for a factor below, as x·y/(x + y)²
  /// is x/(x + y)·y/(x + y): neither product leaves the range of doubles where the quotient does not.
  ///
  /// - Returns: A term for each of `roots`.
  func chained(_ roots: [ID], _ chaining: Chaining) -> [ID] {
    let reached = reached(from: roots)
    var places: [ID: ID] = [:]
    func place(_ id: ID) -> ID { places[id] ?? id }
    for index in reached.indices where reached[index] {
      let id = ID(index)
      switch self[id] {
      case .number, .named, .input: break
      case .function(let primitive, let operands):
        places[id] = intern(.function(primitive, operands.map(place)), shape(id))
      case .array(let primitive, let setting, let shape, let operands):
        places[id] = intern(.array(primitive, setting, shape, operands.map(place)), shape)
      case .sum(let constant, let summands):
        let moved = summands.map { Summand(coefficient: $0.coefficient, term: place($0.term)) }
        places[id] = intern(.sum(constant, moved), shape(id))
      case .product(let coefficient, let factors):
        let moved = factors.map { Factor(base: place($0.base), exponent: $0.exponent) }
        switch chaining {
        case .quotients: places[id] = chain(coefficient, moved, shape(id))
        case .lengths: places[id] = chain(coefficient, moved.map(byLength), shape(id))
        case .powers: places[id] = powers(coefficient, moved, shape(id))
        case .sums: places[id] = quotientsOfSums(coefficient, moved, shape(id))
        }
      }
    }
    return roots.map(place)
  }

  /// Returns a power of a sum of two squares below the bar as one of a length, as 1/(x² + y²) is 1/hypot(x, y)²; any
  /// other power as it is.
  private func byLength(_ factor: Factor) -> Factor {
    guard factor.exponent < 0, factor.exponent.isWhole, case .sum(let constant, let summands) = self[factor.base],
      constant.isZero, summands.count == 2, summands.allSatisfy(\.coefficient.isOne)
    else { return factor }
    let squares = summands.map { factors($0.term) }
    guard squares.allSatisfy({ $0.count == 1 && $0[0].exponent == 2 }) else { return factor }
    let length = apply(Identities.length, squares.map { $0[0].base })
    return Factor(base: length, exponent: 2 * factor.exponent)
  }

  /// The greatest exponent of a power that is taken apart into factors.
  private static let mostRepeated = 4.0

  /// Returns a product with the powers above and below its bar that have the same exponent as one.
  private func powers(_ coefficient: Coefficient, _ factors: [Factor], _ shape: Shape) -> ID {
    for factor in factors where factor.exponent <= -2 {
      let same = factors.filter { fabs($0.exponent) == -factor.exponent }
      guard same.contains(where: { $0.exponent > 0 }) else { continue }
      let inner = same.map { Factor(base: $0.base, exponent: $0.exponent > 0 ? 1 : -1) }
      let base = intern(.product(.one, inner), common(inner.map(\.base)))
      let rest = factors.filter { !same.contains($0) }
      if rest.isEmpty, coefficient.isOne {
        return intern(.product(.one, [Factor(base: base, exponent: -factor.exponent)]), shape)
      }
      return intern(.product(coefficient, rest + [Factor(base: base, exponent: -factor.exponent)]), shape)
    }
    return intern(.product(coefficient, factors), shape)
  }

  /// Returns a product with the quotients of sums above and below its bar as factors, as x·y·(x + y)/(x + y + z)² is
  /// x·y·((x + y)/(x + y + z))/(x + y + z).
  private func quotientsOfSums(_ coefficient: Coefficient, _ factors: [Factor], _ shape: Shape) -> ID {
    func isSum(_ factor: Factor) -> Bool { if case .sum = self[factor.base] { true } else { false } }
    guard let above = factors.firstIndex(where: { $0.exponent == 1 && isSum($0) }),
      let below = factors.firstIndex(where: { $0.exponent <= -2 && $0.exponent.isWhole && isSum($0) }),
      factors.count > 2
    else { return intern(.product(coefficient, factors), shape) }
    let bases = [factors[above].base, factors[below].base]
    let quotient = intern(
      .product(.one, [Factor(base: bases[0], exponent: 1), Factor(base: bases[1], exponent: -1)]), common(bases))
    var rest = factors
    rest[below].exponent += 1
    rest[above].base = quotient
    return intern(.product(coefficient, rest), shape)
  }

  private func chain(_ coefficient: Coefficient, _ factors: [Factor], _ shape: Shape) -> ID {
    func parts(_ sign: Double) -> [Factor] {
      factors.filter { $0.exponent * sign > 0 }.flatMap { factor -> [Factor] in
        let count = fabs(factor.exponent)
        guard count.isWhole, count <= Self.mostRepeated else { return [factor] }
        return Array(repeating: Factor(base: factor.base, exponent: sign), count: Int(count))
      }
    }
    var (above, below) = (parts(1), parts(-1))
    guard !above.isEmpty, !below.isEmpty, above.count + below.count > 2 else {
      return intern(.product(coefficient, factors), shape)
    }
    func shapeOf(_ factors: [Factor]) -> Shape { common(factors.map(\.base)) }
    var first = [above.removeFirst(), below.removeFirst()]
    var result = intern(.product(coefficient, first), shapeOf(first))
    while !above.isEmpty || !below.isEmpty {
      let next = above.isEmpty ? below.removeFirst() : above.removeFirst()
      first = [Factor(base: result, exponent: 1), next]
      result = intern(.product(.one, first), shapeOf(first))
      if !below.isEmpty, next.exponent > 0 {
        first = [Factor(base: result, exponent: 1), below.removeFirst()]
        result = intern(.product(.one, first), shapeOf(first))
      }
    }
    return result
  }
}

extension Coefficient {
  /// A Boolean value indicating whether products of a few such numbers stay far from the ends of the range of doubles.
  fileprivate var isSmall: Bool { (1e-3...1e3).contains(fabs(value)) }
}
