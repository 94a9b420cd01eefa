/// Products: equal bases are collected into powers, and numbers into one coefficient.
extension Algebra {
  /// The number of factors up to which a product becomes part of another factor by factor; a longer one is kept as it
  /// is, so that it stays shared.
  private static let mostFlattened = 8

  /// Returns the product of two terms.
  func multiply(_ left: ID, _ right: ID) -> ID {
    product(.one, [Factor(base: left, exponent: 1), Factor(base: right, exponent: 1)])
  }

  /// Returns the quotient of two terms.
  func divide(_ left: ID, _ right: ID) -> ID {
    product(.one, [Factor(base: left, exponent: 1), Factor(base: right, exponent: -1)])
  }

  /// Returns a term times a number.
  func multiply(_ coefficient: Coefficient, _ id: ID) -> ID {
    product(coefficient, [Factor(base: id, exponent: 1)])
  }

  /// Returns a term to the power of a number.
  func power(_ base: ID, _ exponent: Double) -> ID { product(.one, [Factor(base: base, exponent: exponent)]) }

  /// Returns the product of a number and powers, in its simplest form.
  func product(_ coefficient: Coefficient, _ parts: [Factor]) -> ID {
    if style.isVerbatim { return verbatimProduct(coefficient, parts) }
    let shape = common(parts.map(\.base))
    var coefficient = coefficient
    var factors: [Factor] = []
    if parts.count == 1, coefficient.isOne, parts[0].exponent == 1 { return parts[0].base }
    for part in withoutLeadingAxes(parts, shape) { gather(part, &coefficient, &factors) }
    mergeRoots(&coefficient, &factors)
    factors.removeAll { $0.exponent == 0 }
    mergePowers(&factors)
    if mergeExponents(&factors) { return broadcast(product(coefficient, factors), to: shape) }
    mergeSigns(&factors)
    if coefficient.isZero || factors.contains(where: { isZero($0.base) && $0.exponent > 0 }) {
      return fill(Coefficient(0), shape)
    }
    if let choice = choiceOfProducts(coefficient, factors) { return broadcast(choice, to: shape) }
    if let vector = vectorWithOneElement(coefficient, factors, shape) { return vector }
    if factors.contains(where: { isOnes($0.base) }) { factors = withoutNeedlessOnes(factors, shape) }
    if factors.isEmpty { return fill(coefficient, shape) }
    if common(factors.map(\.base)) != shape { factors.append(Factor(base: ones(shape), exponent: 1)) }
    if factors.count == 1, factors[0].exponent == 1, coefficient.isOne { return factors[0].base }
    if let list = distributed(coefficient, factors) { return broadcast(list, to: shape) }
    if let shorter = withoutInnerFractions(coefficient, factors) { return shorter }
    factors.sort { comesFirst($0.base, $1.base) }
    return intern(.product(coefficient, factors), shape)
  }

  /// Returns a product with a sum of lists as a sum of products if that is shorter, as s·(1 - [1/s[1], 0]) is s - [1,
  /// 0]; else nil.
  private func distributed(_ coefficient: Coefficient, _ factors: [Factor]) -> ID? {
    guard factors.count > 1, !isDistributing else { return nil }
    isDistributing = true
    defer { isDistributing = false }
    for (place, factor) in factors.enumerated() where factor.exponent == 1 {
      guard case .sum(let constant, let summands) = self[factor.base], constant.isZero, summands.count == 2,
        summands.contains(where: { isList($0.term) })
      else { continue }
      let size = Self.operations(of: .product(coefficient, factors)) { operations[Int($0)] }
      guard size <= Self.mostRewritten else { return nil }
      var others = factors
      others.remove(at: place)
      let parts = summands.map { summand in
        product(coefficient * summand.coefficient, others + [Factor(base: summand.term, exponent: 1)])
      }
      let whole = add(parts[0], parts[1])
      if operations[Int(whole)] < size { return whole }
    }
    return nil
  }

  /// Returns a product without fractions in its brackets if it is shorter so, as 1/(x·(y²/x² + 1)) is x/(x² + y²); else
  /// nil.
  private func withoutInnerFractions(_ coefficient: Coefficient, _ factors: [Factor]) -> ID? {
    let size = Self.operations(of: .product(coefficient, factors)) { operations[Int($0)] }
    guard size <= Self.mostRewritten else { return nil }
    for (place, factor) in factors.enumerated() where factor.exponent.isWhole {
      guard case .sum(let constant, let summands) = self[factor.base],
        summands.count + (constant.isZero ? 0 : 1) == 2
      else { continue }
      let below = summands.flatMap { self.factors($0.term) }.filter { $0.exponent < 0 && $0.exponent.isWhole }
      for denominator in below {
        let inverse = Factor(base: denominator.base, exponent: -denominator.exponent)
        var scaled = summands.map {
          Summand(coefficient: $0.coefficient, term: product(.one, self.factors($0.term) + [inverse]))
        }
        if !constant.isZero { scaled.append(Summand(coefficient: constant, term: product(.one, [inverse]))) }
        var others = factors
        others[place].base = sum(scaled)
        others.append(Factor(base: denominator.base, exponent: denominator.exponent * factor.exponent))
        let whole = product(coefficient, others)
        let isFraction = factors.contains { $0.exponent < 0 }
        if operations[Int(whole)] < size || isFraction && operations[Int(whole)] == size { return whole }
      }
    }
    return nil
  }

  /// Adds a power to a product, taken apart into its factors and its coefficient.
  private func gather(_ part: Factor, _ coefficient: inout Coefficient, _ factors: inout [Factor]) {
    switch self[part.base] {
    case .number(let value) where part.exponent.isWhole:
      coefficient = coefficient * value.power(part.exponent)
    case .product(let own, let inner) where part.exponent.isWhole:
      coefficient = coefficient * own.power(part.exponent)
      guard inner.count <= Self.mostFlattened else {
        collect(Factor(base: own.isOne ? part.base : product(.one, inner), exponent: part.exponent), &factors)
        return
      }
      for factor in inner {
        let exponent = Coefficient.exponent(factor.exponent * part.exponent)
        collect(Factor(base: factor.base, exponent: exponent), &factors)
      }
    case .sum(let constant, let summands) where part.exponent.isWhole:
      let content = Coefficient.content(summands.map(\.coefficient) + (constant.isZero ? [] : [constant]))
      if content.isOne { return collect(part, &factors) }
      coefficient = coefficient * content.power(part.exponent)
      let rest = summands.map { Summand(coefficient: $0.coefficient / content, term: $0.term) }
      collect(
        Factor(base: intern(.sum(constant / content, rest), shape(part.base)), exponent: part.exponent), &factors)
    default: collect(part, &factors)
    }
  }

  /// Adds a power to the factors, to the one of equal base if there is one.
  private func collect(_ part: Factor, _ factors: inout [Factor]) {
    for place in factors.indices where factors[place].base == part.base {
      let exponent = Coefficient.exponent(factors[place].exponent + part.exponent)
      // √x·√x is x only where x is not negative.
      if exponent.isWhole, exponent != 0, !part.exponent.isWhole { continue }
      factors[place].exponent = exponent
      return
    }
    factors.append(part)
  }

  /// Merges factors with powers of the same base, as x·x^(y - 1) is x^y.
  private func mergePowers(_ factors: inout [Factor]) {
    for place in factors.indices where factors[place].exponent == 1 {
      guard case .function(.power, let parts) = self[factors[place].base],
        let other = factors.firstIndex(where: { $0.base == parts[0] && $0.exponent.isWhole })
      else { continue }
      let exponent = add(parts[1], number(Coefficient(factors[other].exponent)))
      factors[place].base = apply(.power, [parts[0], exponent])
      factors.remove(at: other)
      return mergePowers(&factors)
    }
  }

  /// Merges roots with powers of their argument, as √u² is u and u/√u is √u: where u is negative there is no root to
  /// begin with.
  private func mergeRoots(_ coefficient: inout Coefficient, _ factors: inout [Factor]) {
    guard factors.count <= Self.mostFlattened else { return }
    var place = 0
    while place < factors.count {
      defer { place += 1 }
      let root = factors[place]
      guard case .function(Identities.root, let parts) = self[root.base], root.exponent.isWhole, root.exponent != 0,
        fabs(root.exponent) <= 16
      else { continue }
      if root.exponent.truncatingRemainder(dividingBy: 2) == 0 {
        factors[place].exponent = 0
        gather(Factor(base: parts[0], exponent: root.exponent / 2), &coefficient, &factors)
        continue
      }
      // (x² + 1)·√(x² + 1) is √(x² + 1)³: nothing long is written twice.
      if isCompound(parts[0]),
        let other = factors.firstIndex(where: { $0.base == parts[0] && $0.exponent.isWhole }),
        factors[other].exponent * root.exponent > 0
      {
        factors[place].exponent += 2 * factors[other].exponent
        factors[other].exponent = 0
        continue
      }
      // The exponent of the root changes by two for each factor u.
      let sign: Double = root.exponent < 0 ? 1 : -1
      let inner = self.factors(parts[0])
      let hasArgument = inner.allSatisfy { part in
        factors.contains { other in
          other.base == part.base && other.exponent.isWhole && part.exponent.isWhole
            && other.exponent * sign * part.exponent >= part.exponent * part.exponent
        }
      }
      guard hasArgument, !inner.isEmpty else { continue }
      factors[place].exponent += 2 * sign
      gather(Factor(base: parts[0], exponent: -sign), &coefficient, &factors)
      place -= 1
    }
  }

  /// Merges functions of the sign: |u|² is u², |u|·sign(u) is u, u·sign(u) is |u|, and relu(u)·step(u) and u·step(u)
  /// are relu(u).
  private func mergeSigns(_ factors: inout [Factor]) {
    guard factors.contains(where: { isSign($0.base) }) else { return }
    for place in factors.indices {
      guard case .function(let primitive, let operands) = self[factors[place].base], factors[place].exponent > 0
      else { continue }
      let inner = operands[0]
      func other(_ base: Primitive?) -> Int? {
        factors.indices.first { other in
          guard factors[other].exponent > 0, factors[other].exponent.isWhole else { return false }
          guard let base else { return factors[other].base == inner }
          return self[factors[other].base] == .function(base, operands)
        }
      }
      if Identities.magnitudes.contains(primitive) {
        guard factors[place].exponent.truncatingRemainder(dividingBy: 2) == 0 else { continue }
        collect(Factor(base: inner, exponent: factors[place].exponent), &factors)
        factors.remove(at: place)
      } else {
        guard let rule = Identities.signs.first(where: { $0.flag == primitive }), factors[place].exponent == 1 else {
          continue
        }
        if let whole = other(rule.whole) {
          if rule.givesArgument {
            factors[whole].exponent -= 1
            factors[place] = Factor(base: inner, exponent: 1)
          } else {
            factors.remove(at: place)
          }
        } else if let bare = other(nil) {
          factors[bare].exponent -= 1
          factors[place] = Factor(base: apply(rule.whole, [inner]), exponent: 1)
        } else {
          continue
        }
      }
      let merged = factors.filter { $0.exponent != 0 }
      factors = []
      for factor in merged { collect(factor, &factors) }
      return mergeSigns(&factors)
    }
  }

  /// Returns a Boolean value indicating whether a term is a function that depends on its argument's sign.
  private func isSign(_ id: ID) -> Bool {
    guard case .function(let primitive, _) = self[id] else { return false }
    return Identities.magnitudes.contains(primitive) || Identities.signs.contains { $0.flag == primitive }
  }

  /// Merges one pair of powers of the same base, as u^x/u^y is u^(x - y), and returns a Boolean value indicating
  /// whether there was one.
  private func mergeExponents(_ factors: inout [Factor]) -> Bool {
    for place in factors.indices where factors[place].exponent.isWhole {
      guard case .function(.power, let parts) = self[factors[place].base] else { continue }
      for other in factors.indices[(place + 1)...] where factors[other].exponent.isWhole {
        guard case .function(.power, let others) = self[factors[other].base], others[0] == parts[0],
          factors[place].exponent * factors[other].exponent < 0
        else { continue }
        let exponent = add(
          multiply(Coefficient(factors[place].exponent), parts[1]),
          multiply(Coefficient(factors[other].exponent), others[1]))
        factors[place] = Factor(base: apply(.power, [parts[0], exponent]), exponent: 1)
        factors.remove(at: other)
        return true
      }
    }
    return false
  }

  /// Returns the factors without arrays of ones, but for one where the product would lose its shape.
  private func withoutNeedlessOnes(_ factors: [Factor], _ shape: Shape) -> [Factor] {
    let others = factors.filter { !isOnes($0.base) }
    if common(others.map(\.base)) == shape { return others }
    return others + [Factor(base: ones(shape), exponent: 1)]
  }

  /// Returns a product with a choice of numbers, or of something or 0, as a choice of products, as if(c, u, 0)·v is
  /// if(c, u·v, 0), so that the branch not taken contributes nothing, not even 0 · inf; nil if there is no such factor.
  func choiceOfProducts(_ coefficient: Coefficient, _ factors: [Factor]) -> ID? {
    guard factors.count > 1 || !coefficient.isOne || factors.first?.exponent != 1 else { return nil }
    for (place, factor) in factors.enumerated() where factor.exponent > 0 && factor.exponent.isWhole {
      guard case .function(.choose, let parts) = self[factor.base],
        choosesAmongNumbers(factor.base) || choosesOneOrNone(factor.base, parts)
      else { continue }
      let sides = parts.dropFirst().map { side in
        var chosen = factors
        chosen[place].base = side
        return product(coefficient, chosen)
      }
      return choose(parts[0], sides[0], sides[1])
    }
    return nil
  }

  /// The depth of nested choices up to which products are taken into their branches.
  private static let deepestChoice = 20

  /// Returns a Boolean value indicating whether a choice has only numbers to choose from.
  private func choosesAmongNumbers(_ id: ID) -> Bool {
    guard depths[Int(id)] <= Self.deepestChoice else { return false }
    return switch self[id] {
    case .number: true
    case .array: isZero(id) || isOnes(id)
    case .function(.choose, let parts): choosesAmongNumbers(parts[1]) && choosesAmongNumbers(parts[2])
    default: false
    }
  }

  /// Returns a Boolean value indicating whether a choice is 0 on one of its sides.
  private func choosesOneOrNone(_ id: ID, _ parts: [ID]) -> Bool {
    depths[Int(id)] <= Self.deepestChoice && (isZero(parts[1]) || isZero(parts[2]))
  }

  /// Returns a product with a vector of one element that is not 0 as such a vector, as [0, 1, 0]·u is [0, u[2], 0];
  /// else nil.
  private func vectorWithOneElement(_ coefficient: Coefficient, _ factors: [Factor], _ shape: Shape) -> ID? {
    guard shape.rank == 1, factors.count > 1 || !coefficient.isOne else { return nil }
    for (place, factor) in factors.enumerated() where factor.exponent == 1 && self.shape(factor.base) == shape {
      guard var parts = listParts(factor.base) else { continue }
      let kept = parts.indices.filter { !isZero(parts[$0]) }
      guard kept.count == 1 else { continue }
      var others = factors
      others.remove(at: place)
      let here = others.map { other in
        Factor(base: element(other.base, kept[0], of: shape), exponent: other.exponent)
      }
      parts[kept[0]] = product(coefficient, here + [Factor(base: parts[kept[0]], exponent: 1)])
      return list(parts, shape)
    }
    return nil
  }

  /// Returns the element at a place of a vector of `shape`, to which a scalar or a single element may be broadcast.
  private func element(_ id: ID, _ index: Int, of shape: Shape) -> ID {
    self.shape(id).isScalar ? id : part(id, [.index(self.shape(id) == shape ? index : 0)])
  }
}
