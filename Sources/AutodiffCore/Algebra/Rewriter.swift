/// A writer of terms in shorter forms: each term once, from the bottom up, by the rules of a table and by collecting
/// and multiplying out, and only where the result is shorter to read.
///
/// Each step shortens its term and a term gets few steps, so that the work is linear in the number of terms.
struct Rewriter {
  let algebra: Algebra
  var length: ReadingLength
  private var done: [Algebra.ID: Algebra.ID] = [:]
  /// The terms that were written as one choice before, and the number of choices within which one is sought.
  private var chosen: [Algebra.ID: Algebra.ID] = [:]
  private var nesting = 0

  /// The number of steps that a term may take.
  private static let mostSteps = 6
  /// The depth of choices within choices up to which several are written as one.
  private static let deepestChoice = 2

  init(_ algebra: Algebra) {
    self.algebra = algebra
    length = ReadingLength(algebra)
  }

  /// Returns terms in shorter forms.
  mutating func rewritten(_ roots: [Algebra.ID]) -> [Algebra.ID] {
    let reached = algebra.reached(from: roots)
    for index in reached.indices where reached[index] && done[Algebra.ID(index)] == nil {
      let id = Algebra.ID(index)
      done[id] = shortest(rebuilt(id))
    }
    return roots.map { done[$0] ?? $0 }
  }

  /// Returns a term of the rewritten parts.
  private func rebuilt(_ id: Algebra.ID) -> Algebra.ID {
    if algebra.parts(id).allSatisfy({ done[$0] == $0 }) { return id }
    return rebuilt(id) { done[$0] ?? $0 }
  }

  /// Returns a term of other parts.
  private func rebuilt(_ id: Algebra.ID, _ new: (Algebra.ID) -> Algebra.ID) -> Algebra.ID {
    switch algebra[id] {
    case .number, .named, .input: return id
    case .function(let primitive, let operands):
      let operands = operands.map(new)
      if primitive == .choose { return algebra.choose(operands[0], operands[1], operands[2]) }
      // A condition is no number: it stays what it is.
      if primitive.isCondition { return algebra.intern(.function(primitive, operands), algebra.shape(id)) }
      return algebra.apply(primitive, operands)
    case .array(let primitive, let setting, let shape, let operands):
      return algebra.apply(ArrayOperation(primitive, setting, shape: shape), operands.map(new))
    case .product(let coefficient, let factors):
      return algebra.product(
        coefficient, factors.map { Algebra.Factor(base: new($0.base), exponent: $0.exponent) })
    case .sum(let constant, let summands):
      return algebra.sum(
        summands.map { Algebra.Summand(coefficient: $0.coefficient, term: new($0.term)) }, constant: constant)
    }
  }

  /// Returns the shortest form to which steps lead.
  private mutating func shortest(_ id: Algebra.ID) -> Algebra.ID {
    var best = id
    if case .sum = algebra[id] { best = shortestPolynomial(id) }
    for _ in 0..<Self.mostSteps where algebra.operations[Int(best)] <= Algebra.mostRewritten {
      var next = best
      var least = (length(best), algebra.operations[Int(best)])
      for candidate in candidates(best) where algebra.shape(candidate) == algebra.shape(id) {
        // Of forms of one length the one with fewer operations is simpler.
        let other = (length(candidate), algebra.operations[Int(candidate)])
        if other < least { (next, least) = (candidate, other) }
      }
      if next == best { break }
      best = next
    }
    return best
  }

  /// Returns the polynomial that a sum is once its brackets are multiplied out, if it is one, and shorter.
  private mutating func shortestPolynomial(_ id: Algebra.ID) -> Algebra.ID {
    guard let polynomial = Polynomial(multiplyingOut: id, in: algebra) else { return id }
    var best = id
    for candidate in polynomial.forms(in: algebra) where algebra.shape(candidate) == algebra.shape(id) {
      if length(candidate) < length(best) { best = candidate }
    }
    return best
  }

  private mutating func candidates(_ id: Algebra.ID) -> [Algebra.ID] {
    var results = ReadingRule.table.compactMap { apply($0, to: id) }
    switch algebra[id] {
    case .function(.choose, _): results.append(resolved(id))
    case .function(Identities.exponential, let operands):
      if let power = algebra.withoutLogarithms(operands[0]) { results.append(power) }
    case .number, .named, .input, .function, .array: break
    case .product(let coefficient, let factors):
      if let choice = oneChoice(id, factors) { results.append(choice) }
      results += algebra.shorterProducts(coefficient, factors)
    case .sum(let constant, let summands):
      if let choice = oneChoice(id, summands.flatMap { algebra.factors($0.term) }) { results.append(choice) }
      results += algebra.shorterSums(constant, summands)
    }
    return results
  }

  // MARK: - Choices

  /// Returns a term with several choices by one condition among some of its factors as one choice by it, as
  /// if(c, a, b)*u + if(c, d, e) is if(c, a*u + d, b*u + e); nil if there are none.
  private mutating func oneChoice(_ id: Algebra.ID, _ factors: [Algebra.Factor]) -> Algebra.ID? {
    if let known = chosen[id] { return known }
    var conditions = Set<Algebra.ID>()
    var repeated: Algebra.ID?
    for factor in factors where repeated == nil {
      guard case .function(.choose, let parts) = algebra[factor.base] else { continue }
      if !conditions.insert(parts[0]).inserted { repeated = parts[0] }
    }
    guard let condition = repeated, nesting < Self.deepestChoice else { return nil }
    nesting += 1
    defer { nesting -= 1 }
    let sides = [true, false].map { shortest(resolved(id, condition, holds: $0)) }
    let choice = algebra.choose(condition, sides[0], sides[1])
    chosen[id] = choice
    return choice
  }

  /// Returns a choice without further choices by the same condition in its sides; any other term as it is.
  func resolved(_ id: Algebra.ID) -> Algebra.ID {
    guard case .function(.choose, let parts) = algebra[id] else { return id }
    return algebra.choose(
      parts[0], resolved(parts[1], parts[0], holds: true), resolved(parts[2], parts[0], holds: false))
  }

  /// Returns a term as it is where a condition holds, or does not: without choices by it.
  ///
  /// A condition that is an array holds for each element by itself, and says nothing of the others, from which sums,
  /// products and parts of arrays take theirs.
  private func resolved(_ id: Algebra.ID, _ condition: Algebra.ID, holds: Bool) -> Algebra.ID {
    var known: [Algebra.ID: Algebra.ID] = [:]
    let isOfAll = algebra.shape(condition).isScalar
    func resolve(_ id: Algebra.ID) -> Algebra.ID {
      // Terms made before the condition do not have it.
      if id <= condition { return id }
      if !isOfAll, case .array = algebra[id] { return id }
      if let answer = known[id] { return answer }
      let answer: Algebra.ID
      if case .function(.choose, let parts) = algebra[id], parts[0] == condition {
        answer = algebra.broadcast(resolve(parts[holds ? 1 : 2]), to: algebra.shape(id))
      } else {
        let parts = algebra.parts(id).map(resolve)
        answer = parts == algebra.parts(id) ? id : rebuilt(id) { known[$0] ?? resolve($0) }
      }
      known[id] = answer
      return answer
    }
    return resolve(id)
  }

  // MARK: - Rows of the table

  /// The terms that the left side of a row has met.
  private struct Match {
    var bound: [Int: Algebra.ID] = [:]
    var setting = Setting.none
  }

  /// Returns a term as the right side of a row; nil if the left one does not fit.
  private func apply(_ row: ReadingRule, to id: Algebra.ID) -> Algebra.ID? {
    let shape = algebra.shape(id)
    switch row.left {
    case .term(let pattern):
      var match = Match()
      guard fits(pattern, id, &match), holds(row.condition, match) else { return nil }
      return algebra.broadcast(build(row.right, match, shape), to: shape)
    case .factors(let powers):
      guard case .product(let coefficient, var factors) = algebra[id] else { return nil }
      var match = Match()
      guard let (places, times) = find(powers, factors, [], &match) else { return nil }
      for (place, power) in zip(places, powers) { factors[place].exponent -= times * power.exponent }
      let base = build(row.right, match, shape)
      return algebra.product(
        coefficient, factors.filter { $0.exponent != 0 } + [Algebra.Factor(base: base, exponent: times)])
    case .summands(let powers, let own):
      guard case .sum(let constant, var summands) = algebra[id] else { return nil }
      var match = Match()
      guard let (places, scale) = find(powers, summands, [], nil, &match) else { return nil }
      guard own == 0 || constant == scale * Coefficient(own) else { return nil }
      for place in places.sorted(by: >) { summands.remove(at: place) }
      summands.append(Algebra.Summand(coefficient: scale, term: build(row.right, match, shape)))
      return algebra.broadcast(
        algebra.sum(summands, constant: own == 0 ? constant : Coefficient(0)), to: shape)
    }
  }

  private func holds(_ condition: ReadingRule.Condition, _ match: Match) -> Bool {
    let shape = match.bound[0].map { algebra.shape($0) } ?? .scalar
    switch condition {
    case .always: return true
    case .areAlike: return shape.rank == 1 && match.bound[1].map { algebra.shape($0) } == shape
    case .isVector: return shape.rank == 1
    case .isMatrix: return shape.rank == 2
    case .isNeverNegative: return match.bound[0].map { algebra.isNeverNegative($0) } ?? false
    case .isSquare: return shape.rank == 2 && shape.lengths[0] == shape.lengths[1]
    }
  }

  private func fits(_ pattern: TermPattern, _ id: Algebra.ID, _ match: inout Match) -> Bool {
    switch pattern {
    case .any(let number):
      if let known = match.bound[number] { return known == id }
      match.bound[number] = id
      return true
    case .number(let value): return algebra.number(id) == Coefficient(value)
    case .call(.power, let patterns):
      guard patterns.count == 2, case .number(let exponent) = patterns[1],
        case .product(let own, let factors) = algebra[id],
        own.isOne, factors.count == 1, factors[0].exponent == exponent
      else { return false }
      return fits(patterns[0], factors[0].base, &match)
    case .call(.divide, let patterns):
      guard case .product(let own, var factors) = algebra[id],
        let place = factors.firstIndex(where: { $0.exponent == -1 }), factors.count > 1
      else { return false }
      let divisor = factors.remove(at: place).base
      return fits(patterns[0], algebra.product(own, factors), &match) && fits(patterns[1], divisor, &match)
    case .call(let primitive, let patterns):
      let operands: [Algebra.ID]
      switch algebra[id] {
      case .function(primitive, let parts): operands = parts
      case .array(primitive, let setting, _, let parts):
        operands = parts
        if match.setting == .none { match.setting = setting }
      case .number, .named, .input, .function, .array, .product, .sum: return false
      }
      guard operands.count == patterns.count else { return false }
      for (pattern, operand) in zip(patterns, operands) {
        guard fits(pattern, operand, &match) else { return false }
      }
      return true
    case .sum(let patterns):
      guard patterns.count == 2, case .sum(let constant, let summands) = algebra[id] else { return false }
      if case .number(let value) = patterns[0] {
        guard constant == Coefficient(value), summands.count == 1, summands[0].coefficient.isOne else { return false }
        return fits(patterns[1], summands[0].term, &match)
      }
      guard summands.count + (constant.isZero ? 0 : 1) == 2 else { return false }
      let terms =
        summands.map { algebra.multiply($0.coefficient, $0.term) } + (constant.isZero ? [] : [algebra.number(constant)])
      for (first, second) in [(0, 1), (1, 0)] {
        var tried = match
        if fits(patterns[0], terms[first], &tried), fits(patterns[1], terms[second], &tried) {
          match = tried
          return true
        }
      }
      return false
    case .product(let patterns):
      // A number times a term.
      guard patterns.count == 2, case .number(let value) = patterns[0] else { return false }
      return fits(patterns[1], algebra.multiply(.one / Coefficient(value), id), &match)
    }
  }

  /// Returns the places of factors that fit powers, each another one, and the number of times that all do; nil if some
  /// fit none.
  private func find(
    _ powers: [ReadingRule.Power], _ factors: [Algebra.Factor], _ taken: [Int], _ match: inout Match
  ) -> (places: [Int], times: Double)? {
    guard taken.count < powers.count else {
      let times = zip(taken, powers).map { (factors[$0].exponent / $1.exponent).rounded(.down) }
      return times.min().map { (taken, $0) }
    }
    let power = powers[taken.count]
    for (place, factor) in factors.enumerated() where !taken.contains(place) && factor.exponent.isWhole {
      guard factor.exponent / power.exponent >= 1 else { continue }
      var tried = match
      guard fits(power.base, factor.base, &tried) else { continue }
      if let found = find(powers, factors, taken + [place], &tried) {
        match = tried
        return found
      }
    }
    return nil
  }

  /// Returns the places of terms that fit powers, each another one, and the number by which all are multiplied; nil if
  /// some fit none.
  private func find(
    _ powers: [ReadingRule.Power], _ summands: [Algebra.Summand], _ taken: [Int], _ scale: Coefficient?,
    _ match: inout Match
  ) -> (places: [Int], scale: Coefficient)? {
    guard taken.count < powers.count else { return scale.map { (taken, $0) } }
    let power = powers[taken.count]
    for (place, summand) in summands.enumerated() where !taken.contains(place) {
      let own = summand.coefficient / Coefficient(power.coefficient)
      let factors = algebra.factors(summand.term)
      guard scale == nil || scale == own, factors.count == 1, factors[0].exponent == power.exponent else { continue }
      var tried = match
      guard fits(power.base, factors[0].base, &tried) else { continue }
      if let found = find(powers, summands, taken + [place], own, &tried) {
        match = tried
        return found
      }
    }
    return nil
  }

  private func build(_ pattern: TermPattern, _ match: Match, _ shape: Shape) -> Algebra.ID {
    switch pattern {
    case .any(let number): return match.bound[number] ?? algebra.number(Coefficient(.nan))
    case .number(let value):
      return algebra.number(value.isWhole ? Coefficient(value) : .one / Coefficient(1 / value))
    case .call(let primitive, let patterns):
      let operands = patterns.map { build($0, match, shape) }
      if !primitive.isArray { return algebra.apply(primitive, operands) }
      return algebra.apply(ArrayOperation(primitive, match.setting, shape: shape), operands)
    case .product(let parts):
      return algebra.product(
        .one, parts.map { Algebra.Factor(base: build($0, match, shape), exponent: 1) })
    case .sum(let parts):
      return algebra.sum(parts.map { Algebra.Summand(coefficient: .one, term: build($0, match, shape)) })
    }
  }
}
