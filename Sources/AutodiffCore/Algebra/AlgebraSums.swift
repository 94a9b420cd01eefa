/// Sums: like terms are collected, and common factors are written before a bracket.
extension Algebra {
  /// The number of terms up to which a sum becomes part of another term by term; a longer one is kept as it is, so that
  /// a sum takes linear time.
  private static let mostFlattened = 32

  /// Returns the sum of two terms.
  func add(_ left: ID, _ right: ID) -> ID {
    sum([Summand(coefficient: .one, term: left), Summand(coefficient: .one, term: right)])
  }

  /// Returns the negative of a term.
  func negate(_ id: ID) -> ID { multiply(Coefficient(-1), id) }

  /// Returns the negative of a sum that would begin with a minus otherwise, as -2·(1 - x) is 2·(x - 1); nil for other
  /// terms.
  func negatedSum(_ id: ID) -> (constant: Coefficient, summands: [Summand])? {
    guard case .sum(let constant, let summands) = self[id] else { return nil }
    let negative = summands.count { $0.coefficient.isNegative } + (constant.isNegative ? 1 : 0)
    let all = summands.count + (constant.isZero ? 0 : 1)
    guard 2 * negative >= all, negative > 0 else { return nil }
    return (-constant, summands.map { Summand(coefficient: -$0.coefficient, term: $0.term) })
  }

  /// Returns the sum of terms and a number, in its simplest form.
  func sum(_ parts: [Summand], constant: Coefficient = Coefficient(0)) -> ID {
    if style.isVerbatim { return verbatimSum(parts, constant) }
    let shape = common(parts.map(\.term))
    var collected = CollectedTerms(constant: constant)
    for part in withoutLeadingAxes(parts, shape) { gather(part, into: &collected) }
    flattenAgain(&collected)
    let merged = mergeChoices(&collected)
    if mergeLists(&collected) || merged { flattenAgain(&collected) }
    mergeSquares(&collected)
    return finish(collected, shape)
  }

  /// The terms of a sum while it is being made, like ones together.
  private struct CollectedTerms {
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

  /// Adds a term to a sum, taken apart into its own terms.
  private func gather(_ part: Summand, into collected: inout CollectedTerms) {
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

  /// Returns the product of factors that are in order already.
  private func intern(_ factors: [Factor]) -> ID {
    if factors.count == 1, factors[0].exponent == 1 { return factors[0].base }
    return intern(.product(.one, factors), common(factors.map(\.base)))
  }

  /// Takes apart the brackets that collecting has left with a coefficient of 1, or some of whose terms stand outside as
  /// well.
  private func flattenAgain(_ collected: inout CollectedTerms) {
    collected.summands.removeAll { $0.coefficient.isZero }
    var again = CollectedTerms(constant: collected.constant)
    for summand in collected.summands {
      guard case .sum(let constant, let inner) = self[summand.term], inner.count <= 4 else {
        again.add(summand.coefficient, summand.term)
        continue
      }
      let simplifies =
        !constant.isZero && !collected.constant.isZero
        || inner.contains { part in collected.summands.contains { $0.term == part.term } }
        || cancelsInBracket(summand, inner, in: collected)
      let isExact =
        summand.coefficient.isFraction && constant.isFraction && inner.allSatisfy(\.coefficient.isFraction)
      if summand.coefficient.magnitude.isOne || simplifies && isExact {
        again.constant = again.constant + summand.coefficient * constant
        for part in inner { again.add(summand.coefficient * part.coefficient, part.term) }
      } else {
        again.add(summand.coefficient, summand.term)
      }
    }
    again.summands.removeAll { $0.coefficient.isZero }
    collected = again
  }

  /// Returns a Boolean value indicating whether a term of a bracket cancels one of another bracket, as (x - 1)/2 - (x +
  /// 1)/2 is -1.
  private func cancelsInBracket(_ summand: Summand, _ inner: [Summand], in collected: CollectedTerms) -> Bool {
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

  /// Returns the term of a collected sum: common factors before a bracket, and the rest in order.
  private func finish(_ collected: CollectedTerms, _ shape: Shape) -> ID {
    var summands = withoutNeedlessOnes(collected, shape)
    var constant = collected.constant
    // Ones beside a term that has the shape are the number 1.
    if !shape.isScalar, summands.contains(where: { self.shape($0.term) == shape && !hasOnes($0.term) }) {
      for summand in summands where isOnes(summand.term) { constant = constant + summand.coefficient }
      summands.removeAll { isOnes($0.term) }
    }
    if summands.isEmpty { return fill(constant, shape) }
    if let factored = factored(summands, constant) { return broadcast(factored, to: shape) }
    summands.sort { precedes($0.term, $1.term) }
    if summands.count == 1, constant.isZero {
      return broadcast(multiply(summands[0].coefficient, summands[0].term), to: shape)
    }
    return broadcast(intern(.sum(constant, summands), common(summands.map(\.term))), to: shape)
  }

  /// Returns the array of a shape that has the same number everywhere.
  func fill(_ value: Coefficient, _ shape: Shape) -> ID {
    if shape.isScalar { return number(value) }
    return value.isZero ? zeros(shape) : multiply(value, ones(shape))
  }

  /// Returns a term in a shape that it broadcasts to: terms that cancelled may have been the ones that had the shape.
  func broadcast(_ id: ID, to shape: Shape) -> ID {
    self.shape(id) == shape
      ? id : product(.one, [Factor(base: id, exponent: 1), Factor(base: ones(shape), exponent: 1)])
  }

  /// Returns the terms of a sum without factors of ones: beside a term that has the shape of the sum others need not be
  /// broadcast to it.
  private func withoutNeedlessOnes(_ collected: CollectedTerms, _ shape: Shape) -> [Summand] {
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

  /// Returns a Boolean value indicating whether a factor of a term is an array of ones.
  private func hasOnes(_ term: ID) -> Bool { factors(term).contains { isOnes($0.base) } }

  // MARK: - Common factors

  /// Returns a sum as a product with its common factors, as a·u + b·u is (a + b)·u; nil if there are none.
  ///
  /// A factor counts only if u is more than a name: a polynomial in the inputs stays one.
  private func factored(_ summands: [Summand], _ constant: Coefficient) -> ID? {
    if let quotient = overOneDenominator(summands, constant) { return quotient }
    guard summands.count > 1, constant.isZero else { return nil }
    // A common denominator is written once, even if it is only a name.
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

  /// Returns a sum over one denominator if that is shorter, as 1 - x/(x + y) is y/(x + y); else nil.
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
        let candidates = [sum(scaled), multipliedOut(scaled)].compactMap(\.self).map {
          product(.one, [Factor(base: $0, exponent: 1), factor])
        }
        let shortest = candidates.min { operations[Int($0)] < operations[Int($1)] }
        if let shortest, operations[Int(shortest)] < size { return shortest }
      }
    }
    return nil
  }

  /// The number of operations up to which a term is tried in other forms: a longer one is shared, not rewritten.
  static let mostRewritten = 40.0
  /// The number of terms up to which brackets are multiplied out.
  private static let mostMultipliedOut = 16

  /// Returns a sum without brackets; nil if the coefficients would not stay exact or it would be long.
  func multipliedOut(_ summands: [Summand]) -> ID? {
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

  /// Returns a Boolean value indicating whether a term is more than a name, a number or an array of ones.
  func isCompound(_ id: ID) -> Bool {
    switch self[id] {
    case .number, .named, .input: false
    case .array: !isOnes(id)
    default: true
    }
  }

  // MARK: - Order

  /// Returns a Boolean value indicating whether a term stands before another in a sum: inputs before functions, in the
  /// order in which they appeared, higher powers first.
  func precedes(_ left: ID, _ right: ID) -> Bool {
    let (left, right) = (factors(left), factors(right))
    for (first, second) in zip(left, right) where first != second {
      if first.base == second.base { return first.exponent > second.exponent }
      return isEarlier(first.base, second.base)
    }
    return left.count > right.count
  }

  /// Returns a Boolean value indicating whether a factor stands before another in a product: numbers, inputs,
  /// functions, each in the order in which they appeared.
  func comesFirst(_ left: ID, _ right: ID) -> Bool {
    (rank(left), left) < (rank(right), right)
  }

  /// Merges pairs of squares whose sum is 1, as a·sin(u)² + a·cos(u)² is a.
  private func mergeSquares(_ collected: inout CollectedTerms) {
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

  /// Returns a Boolean value indicating whether a term appeared before another in the program, functions by their
  /// arguments: the functions in derivatives come up in the opposite order.
  private func isEarlier(_ left: ID, _ right: ID) -> Bool {
    func place(_ id: ID) -> ID {
      if case .function(_, let operands) = self[id], let last = operands.max() { last } else { id }
    }
    return (rank(left), place(left), left) < (rank(right), place(right), right)
  }

  /// Returns the class of a term in the order of factors: 0 for numbers, 1 for inputs, 2 for the rest, 3 for what stands
  /// behind all.
  private func rank(_ id: ID) -> Int {
    switch self[id] {
    case .number, .named: 0
    case .input: trailing.contains(id) ? 3 : 1
    default: 2
    }
  }

  // MARK: - Choices and lists

  /// Merges choices by the same condition, as if(c, a, b) + if(c, d, e) is if(c, a + d, b + e), and returns a Boolean
  /// value indicating whether there were any.
  private func mergeChoices(_ collected: inout CollectedTerms) -> Bool {
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

  /// Merges lists of the same shape, as [a, 0] + [0, b] is [a, b], and returns a Boolean value indicating whether there
  /// were any.
  private func mergeLists(_ collected: inout CollectedTerms) -> Bool {
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
  /// A Boolean value indicating whether this is a whole number or infinite.
  var isWhole: Bool { self == rounded() }
}
