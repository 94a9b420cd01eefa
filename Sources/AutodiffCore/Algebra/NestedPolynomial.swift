/// Polynomials with brackets in them, multiplied out in one go: the derivatives of e^(-x²) are its products with
/// polynomials of any degree.
extension Polynomial {
  /// The greatest degree of a polynomial that comes of brackets, and the number of operations up to which it is sought.
  private static let mostNestedDegree = 100
  private static let mostOperations = 1_000.0

  /// Creates the polynomial that a sum is once its brackets are multiplied out; nil if it has none, or is a polynomial in
  /// several terms or one with coefficients that are not exact.
  init?(multiplyingOut id: Algebra.ID, in algebra: Algebra) {
    guard algebra.operations[Int(id)] <= Self.mostOperations, algebra.depths[Int(id)] <= Self.mostNestedDegree else {
      return nil
    }
    var expansion = Expansion(algebra: algebra)
    guard let coefficients = expansion.coefficients(of: id), let atom = expansion.atom, coefficients.count > 2,
      expansion.hasBrackets
    else { return nil }
    self.init(atom, coefficients)
  }

  /// Returns this as a term, and with its common factors before a bracket.
  func forms(in algebra: Algebra) -> [Algebra.ID] {
    let flat = term(in: algebra)
    guard case .sum(let constant, let summands) = algebra[flat] else { return [flat] }
    return [flat, algebra.withCommonFactors(summands, constant), power(in: algebra)].compactMap(\.self)
  }

  /// The multiplication of brackets.
  private struct Expansion {
    let algebra: Algebra
    /// The part of which powers are taken, once it is met.
    var atom: Algebra.ID?
    var hasBrackets = false
    private var known: [Algebra.ID: [Coefficient]] = [:]

    init(algebra: Algebra) { self.algebra = algebra }

    /// Returns the coefficients of a term, that of the constant first; nil if it is no polynomial in `atom`.
    mutating func coefficients(of id: Algebra.ID) -> [Coefficient]? {
      if let known = known[id] { return known }
      guard let result = find(id), result.count <= Polynomial.mostNestedDegree + 1, result.allSatisfy(\.isFraction)
      else { return nil }
      known[id] = result
      return result
    }

    private mutating func find(_ id: Algebra.ID) -> [Coefficient]? {
      switch algebra[id] {
      case .number(let value): return [value]
      case .sum(let constant, let summands):
        var result = [constant]
        for summand in summands {
          guard let part = coefficients(of: summand.term) else { return nil }
          if case .sum = algebra[summand.term] { hasBrackets = true }
          add(part, times: summand.coefficient, to: &result)
        }
        while result.count > 1, result[result.count - 1].isZero { result.removeLast() }
        return result
      case .product(let coefficient, let factors):
        var result = [coefficient]
        for factor in factors {
          guard let count = Int(exactly: factor.exponent), (1...Polynomial.mostNestedDegree).contains(count) else {
            return nil
          }
          guard let part = coefficients(of: factor.base) else { return nil }
          if case .sum = algebra[factor.base] { hasBrackets = true }
          guard result.count + count * (part.count - 1) <= Polynomial.mostNestedDegree + 1 else { return nil }
          for _ in 0..<count {
            result = product(result, part)
            guard result.allSatisfy(\.isFraction) else { return nil }
          }
        }
        return result
      case .named, .input, .function, .array:
        if atom == nil { atom = id }
        return atom == id ? [Coefficient(0), .one] : nil
      }
    }

    private func add(_ part: [Coefficient], times factor: Coefficient, to result: inout [Coefficient]) {
      while result.count < part.count { result.append(Coefficient(0)) }
      for place in part.indices { result[place] = result[place] + factor * part[place] }
    }

    private func product(_ left: [Coefficient], _ right: [Coefficient]) -> [Coefficient] {
      var result = [Coefficient](repeating: Coefficient(0), count: left.count + right.count - 1)
      for (degree, coefficient) in left.enumerated() where !coefficient.isZero {
        for (other, own) in right.enumerated() where !own.isZero {
          result[degree + other] = result[degree + other] + coefficient * own
        }
      }
      return result
    }
  }
}
