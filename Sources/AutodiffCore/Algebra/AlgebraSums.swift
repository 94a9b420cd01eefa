/// Sums: like terms collected, and what all terms have in common before a bracket.
extension Algebra {
  /// Longer sums are kept as they are when they become part of another, so that a sum takes linear time.
  private static let mostFlattened = 32

  func add(_ left: ID, _ right: ID) -> ID {
    sum([Summand(coefficient: .one, term: left), Summand(coefficient: .one, term: right)])
  }

  func negate(_ id: ID) -> ID { multiply(Coefficient(-1), id) }

  func sum(_ parts: [Summand], constant: Coefficient = Coefficient(0)) -> ID {
    let shape = common(parts.map(\.term))
    var collected = Collected(constant: constant)
    for part in parts { gather(part, into: &collected) }
    flattenAgain(&collected)
    let merged = mergeChoices(&collected)
    if mergeLists(&collected) || merged { flattenAgain(&collected) }
    mergeSquares(&collected)
    return finish(collected, shape)
  }

  private struct Collected {
    var constant: Coefficient
    var summands: [Summand] = []

    mutating func add(_ coefficient: Coefficient, _ term: ID) {
      if let place = summands.firstIndex(where: { $0.term == term }) {
        summands[place].coefficient = summands[place].coefficient + coefficient
      } else {
        summands.append(Summand(coefficient: coefficient, term: term))
      }
    }
  }

  private func gather(_ part: Summand, into collected: inout Collected) {
    let coefficient = part.coefficient
    switch self[part.term] {
    case .number(let value): collected.constant = collected.constant + coefficient * value
    case .sum(let constant, let summands)
    where coefficient.magnitude.isOne && summands.count <= Self.mostFlattened:
      collected.constant = collected.constant + coefficient * constant
      for summand in summands { collected.add(coefficient * summand.coefficient, summand.term) }
    case .product(let own, let factors) where !own.isOne:
      collected.add(coefficient * own, intern(factors))
    case .array where isZero(part.term): break
    default: collected.add(coefficient, part.term)
    }
  }

  /// The product of factors that are in order already.
  private func intern(_ factors: [Factor]) -> ID {
    if factors.count == 1, factors[0].exponent == 1 { return factors[0].base }
    return intern(.product(.one, factors), common(factors.map(\.base)))
  }

  /// Collecting may have left sums with a coefficient of 1, and brackets some of whose terms stand outside as well.
  private func flattenAgain(_ collected: inout Collected) {
    collected.summands.removeAll { $0.coefficient.isZero }
    var again = Collected(constant: collected.constant)
    for summand in collected.summands {
      guard case .sum(let constant, let inner) = self[summand.term], inner.count <= 4 else {
        again.add(summand.coefficient, summand.term)
        continue
      }
      let meets =
        !constant.isZero && !collected.constant.isZero
        || inner.contains { part in collected.summands.contains { $0.term == part.term } }
        || meetsBracket(summand, inner, in: collected)
      let isExact =
        summand.coefficient.isFraction && constant.isFraction && inner.allSatisfy(\.coefficient.isFraction)
      if summand.coefficient.magnitude.isOne || meets && isExact {
        again.constant = again.constant + summand.coefficient * constant
        for part in inner { again.add(summand.coefficient * part.coefficient, part.term) }
      } else {
        again.add(summand.coefficient, summand.term)
      }
    }
    again.summands.removeAll { $0.coefficient.isZero }
    collected = again
  }

  /// (x - 1)/2 - (x + 1)/2 is -1.
  private func meetsBracket(_ summand: Summand, _ inner: [Summand], in collected: Collected) -> Bool {
    guard collected.summands.count <= 4 else { return false }
    return collected.summands.contains { other in
      guard other.term != summand.term, case .sum(_, let parts) = self[other.term], parts.count <= 4 else {
        return false
      }
      return inner.contains { part in
        parts.contains {
          $0.term == part.term
            && (summand.coefficient * part.coefficient + other.coefficient * $0.coefficient).isZero
        }
      }
    }
  }

  private func finish(_ collected: Collected, _ shape: Shape) -> ID {
    var summands = withoutNeedlessOnes(collected, shape)
    let constant = collected.constant
    if summands.isEmpty { return fill(constant, shape) }
    if let factored = factored(summands, constant) { return spread(factored, to: shape) }
    summands.sort { precedes($0.term, $1.term) }
    if summands.count == 1, constant.isZero {
      return spread(multiply(summands[0].coefficient, summands[0].term), to: shape)
    }
    return spread(intern(.sum(constant, summands), common(summands.map(\.term))), to: shape)
  }

  /// The same number everywhere.
  func fill(_ value: Coefficient, _ shape: Shape) -> ID {
    if shape.isScalar { return number(value) }
    return value.isZero ? zeros(shape) : multiply(value, ones(shape))
  }

  /// Terms that cancelled may have been the ones that had the shape.
  func spread(_ id: ID, to shape: Shape) -> ID {
    self.shape(id) == shape
      ? id : product(.one, [Factor(base: id, exponent: 1), Factor(base: ones(shape), exponent: 1)])
  }

  /// Beside a term that has the shape of the sum others need not be spread out to it.
  private func withoutNeedlessOnes(_ collected: Collected, _ shape: Shape) -> [Summand] {
    guard !shape.isScalar, collected.summands.count > 1 else { return collected.summands }
    guard collected.summands.contains(where: { self.shape($0.term) == shape && !hasOnes($0.term) }) else {
      return collected.summands
    }
    return collected.summands.map { summand in
      guard hasOnes(summand.term) else { return summand }
      let bare = product(.one, factors(summand.term).filter { !isOnes($0.base) })
      return number(bare) != nil ? summand : Summand(coefficient: summand.coefficient, term: bare)
    }
  }

  private func hasOnes(_ term: ID) -> Bool { factors(term).contains { isOnes($0.base) } }

  // MARK: - Common factors

  /// a·u + b·u is (a + b)·u where u is more than a name: a polynomial in the inputs stays one.
  private func factored(_ summands: [Summand], _ constant: Coefficient) -> ID? {
    if let quotient = overOneDenominator(summands, constant) { return quotient }
    guard summands.count > 1, constant.isZero else { return nil }
    // One denominator is written once, whatever it is.
    var common = factors(summands[0].term).filter { isCompound($0.base) || $0.exponent < 0 }
    for summand in summands.dropFirst() where !common.isEmpty {
      let others = factors(summand.term)
      common = common.compactMap { factor in
        guard let other = others.first(where: { $0.base == factor.base }) else { return nil }
        if factor.exponent == other.exponent { return factor }
        guard isCompound(factor.base), factor.exponent.isWhole, other.exponent.isWhole,
          factor.exponent * other.exponent > 0
        else { return nil }
        return fabs(other.exponent) < fabs(factor.exponent) ? other : factor
      }
    }
    guard !common.isEmpty else { return nil }
    let inverse = common.map { Factor(base: $0.base, exponent: -$0.exponent) }
    let content = Coefficient.content(summands.map(\.coefficient))
    let rest = summands.map { summand in
      Summand(coefficient: summand.coefficient / content, term: product(.one, factors(summand.term) + inverse))
    }
    return product(content, common + [Factor(base: sum(rest), exponent: 1)])
  }

  /// 1 - x/(x + y) is y/(x + y): with one denominator, where that leaves less to write.
  private func overOneDenominator(_ summands: [Summand], _ constant: Coefficient) -> ID? {
    let count = summands.count + (constant.isZero ? 0 : 1)
    guard count > 1, count <= 4 else { return nil }
    let size = Self.operations(of: .sum(constant, summands)) { operations[Int($0)] }
    guard size <= Self.mostRewritten else { return nil }
    for summand in summands {
      for factor in factors(summand.term) where factor.exponent < 0 && factor.exponent.isWhole {
        guard case .sum(_, let parts) = self[factor.base], parts.count <= 4 else { continue }
        let inverse = Factor(base: factor.base, exponent: -factor.exponent)
        var scaled = summands.map {
          Summand(coefficient: $0.coefficient, term: product(.one, factors($0.term) + [inverse]))
        }
        if !constant.isZero { scaled.append(Summand(coefficient: constant, term: product(.one, [inverse]))) }
        let isExact = scaled.allSatisfy { summand in
          factors(summand.term).allSatisfy { $0.base != factor.base || $0.exponent == 1 }
        }
        guard isExact else { continue }
        let over = [sum(scaled), multipliedOut(scaled)].compactMap(\.self).map {
          product(.one, [Factor(base: $0, exponent: 1), factor])
        }
        let shortest = over.min { operations[Int($0)] < operations[Int($1)] }
        if let shortest, operations[Int(shortest)] < size { return shortest }
      }
    }
    return nil
  }

  /// Terms of more operations are not tried in other forms: what is long is shared, not rewritten.
  static let mostRewritten = 40.0
  /// Brackets that give more terms are not multiplied out.
  private static let mostMultipliedOut = 16

  /// Without brackets, where the coefficients stay exact.
  private func multipliedOut(_ summands: [Summand]) -> ID? {
    var result: [Summand] = []
    for summand in summands {
      var terms = [Summand(coefficient: summand.coefficient, term: number(.one))]
      for factor in factors(summand.term) {
        guard case .sum(let constant, let inner) = self[factor.base], factor.exponent == 1 || factor.exponent == 2
        else {
          let power = product(.one, [factor])
          terms = terms.map { Summand(coefficient: $0.coefficient, term: multiply($0.term, power)) }
          continue
        }
        var bracket = inner
        if !constant.isZero { bracket.append(Summand(coefficient: constant, term: number(.one))) }
        for _ in 0..<Int(factor.exponent) {
          guard terms.count * bracket.count <= Self.mostMultipliedOut else { return nil }
          terms = terms.flatMap { left in
            bracket.map { right in
              Summand(coefficient: left.coefficient * right.coefficient, term: multiply(left.term, right.term))
            }
          }
        }
      }
      result += terms
    }
    guard result.count <= 2 * Self.mostMultipliedOut, result.allSatisfy(\.coefficient.isFraction) else { return nil }
    return sum(result)
  }

  func isCompound(_ id: ID) -> Bool {
    switch self[id] {
    case .number, .named, .input: false
    case .array: !isOnes(id)
    default: true
    }
  }

  // MARK: - Order

  /// Inputs before functions, in the order in which they appeared, higher powers first.
  func precedes(_ left: ID, _ right: ID) -> Bool {
    let (left, right) = (factors(left), factors(right))
    for (first, second) in zip(left, right) where first != second {
      if first.base == second.base { return first.exponent > second.exponent }
      return isEarlier(first.base, second.base)
    }
    return left.count > right.count
  }

  func comesFirst(_ left: ID, _ right: ID) -> Bool {
    (rank(left), left) < (rank(right), right)
  }

  /// a·sin(u)² + a·cos(u)² is a.
  private func mergeSquares(_ collected: inout Collected) {
    guard (2...8).contains(collected.summands.count) else { return }
    for (place, summand) in collected.summands.enumerated() {
      let factors = factors(summand.term)
      guard let square = factors.firstIndex(where: { $0.exponent == 2 && complement(of: $0.base) != nil }),
        let complement = complement(of: factors[square].base)
      else { continue }
      var rest = factors
      rest[square].base = complement
      rest.sort { comesFirst($0.base, $1.base) }
      guard let partner = known(.product(.one, rest)),
        let other = collected.summands.firstIndex(where: {
          $0.term == partner && $0.coefficient == summand.coefficient
        })
      else { continue }
      rest = factors
      rest.remove(at: square)
      for index in [place, other].sorted(by: >) { collected.summands.remove(at: index) }
      gather(
        Summand(coefficient: summand.coefficient, term: rest.isEmpty ? number(.one) : product(.one, rest)),
        into: &collected)
      return mergeSquares(&collected)
    }
  }

  /// Returns the term g(u) of a term f(u) with f(u)² + g(u)² = 1; nil where there is none.
  private func complement(of id: ID) -> ID? {
    guard case .function(let primitive, let angle) = self[id] else { return nil }
    let identity = Identities.squaresSumToOne.first { $0.first == primitive }
    return identity.flatMap { known(.function($0.second, angle)) }
  }

  /// By what functions are of, which is from the program: their derivatives come up in the opposite order.
  private func isEarlier(_ left: ID, _ right: ID) -> Bool {
    func place(_ id: ID) -> ID {
      if case .function(_, let operands) = self[id], let last = operands.max() { last } else { id }
    }
    return (rank(left), place(left), left) < (rank(right), place(right), right)
  }

  private func rank(_ id: ID) -> Int {
    switch self[id] {
    case .number, .named: 0
    case .input: 1
    default: 2
    }
  }

  // MARK: - Choices and lists

  /// if(c, a, b) + if(c, d, e) is if(c, a + d, b + e).
  private func mergeChoices(_ collected: inout Collected) -> Bool {
    var merged = false
    var place = 0
    while place < collected.summands.count {
      defer { place += 1 }
      guard case .function(.choose, let first) = self[collected.summands[place].term] else { continue }
      var (then, otherwise) = ([Summand](), [Summand]())
      var same: [Int] = []
      for (other, summand) in collected.summands.enumerated() {
        guard case .function(.choose, let parts) = self[summand.term], parts[0] == first[0],
          shape(summand.term) == shape(collected.summands[place].term)
        else { continue }
        same.append(other)
        then.append(Summand(coefficient: summand.coefficient, term: parts[1]))
        otherwise.append(Summand(coefficient: summand.coefficient, term: parts[2]))
      }
      guard same.count > 1 else { continue }
      let both = choose(first[0], sum(then), sum(otherwise))
      for other in same.reversed() { collected.summands.remove(at: other) }
      gather(Summand(coefficient: .one, term: both), into: &collected)
      merged = true
      place = -1
    }
    return merged
  }

  /// [a, 0] + [0, b] is [a, b].
  private func mergeLists(_ collected: inout Collected) -> Bool {
    let lists = collected.summands.indices.filter { place in
      isList(collected.summands[place].term)
    }
    guard lists.count > 1, case .array(_, _, let shape, let first) = self[collected.summands[lists[0]].term] else {
      return false
    }
    var elements = first.map { _ in [Summand]() }
    var merged: [Int] = []
    for place in lists {
      guard case .array(_, _, shape, let parts) = self[collected.summands[place].term], parts.count == first.count
      else { continue }
      merged.append(place)
      for (index, part) in parts.enumerated() {
        elements[index].append(Summand(coefficient: collected.summands[place].coefficient, term: part))
      }
    }
    guard merged.count > 1 else { return false }
    for place in merged.reversed() { collected.summands.remove(at: place) }
    gather(Summand(coefficient: .one, term: list(elements.map { sum($0) }, shape)), into: &collected)
    return true
  }
}

extension Double {
  var isWhole: Bool { self == rounded() }
}
