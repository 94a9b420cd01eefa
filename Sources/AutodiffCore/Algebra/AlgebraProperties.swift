/// Properties of terms that hold for all values of the inputs.
extension Algebra {
  /// The depth up to which operands are asked.
  private static let deepest = 12

  /// Returns a Boolean value indicating whether no element of a term is ever negative, by the functions that it is made
  /// of.
  func isNeverNegative(_ id: ID) -> Bool {
    guard depths[Int(id)] <= Self.deepest else { return false }
    switch self[id] {
    case .number(let value): return value.value >= 0
    case .named: return true
    case .input: return false
    case .function(let primitive, _): return Identities.neverNegative.contains(primitive)
    case .array(let primitive, _, _, let operands):
      return Identities.neverNegative.contains(primitive)
        || Identities.keepsSign.contains(primitive) && operands.allSatisfy(isNeverNegative)
    case .product(let coefficient, let factors):
      return coefficient.value >= 0
        && factors.allSatisfy { $0.exponent.truncatingRemainder(dividingBy: 2) == 0 || isNeverNegative($0.base) }
    case .sum(let constant, let summands):
      return constant.value >= 0 && summands.allSatisfy { $0.coefficient.value >= 0 && isNeverNegative($0.term) }
    }
  }

  /// Returns a Boolean value indicating whether a term is a matrix that equals its transpose.
  func isSymmetric(_ id: ID) -> Bool {
    let shape = shape(id)
    if shape.isScalar { return true }
    guard shape.rank == 2, shape.lengths[0] == shape.lengths[1], depths[Int(id)] <= Self.deepest else { return false }
    switch self[id] {
    case .number, .named: return true
    case .input(let place): return symmetricInputs.contains(place)
    case .function(_, let operands): return operands.allSatisfy(isSymmetric)
    case .product(_, let factors): return factors.allSatisfy { isSymmetric($0.base) }
    case .sum(_, let summands):
      return summands.allSatisfy { isSymmetric($0.term) } || areTransposes(summands)
    case .array(let primitive, _, _, let operands):
      if Identities.symmetricMatrices.contains(primitive) { return true }
      if primitive == Identities.inverse { return isSymmetric(operands[0]) }
      if primitive == LinearNames.outer { return operands[0] == operands[1] }
      return primitive == LinearNames.product && isCongruence(operands[0], operands[1])
    }
  }

  /// Returns a Boolean value indicating whether a sum is of a matrix and its transpose.
  private func areTransposes(_ summands: [Summand]) -> Bool {
    guard summands.count == 2, summands[0].coefficient == summands[1].coefficient else { return false }
    return isTranspose(summands[0].term, of: summands[1].term) || isTranspose(summands[1].term, of: summands[0].term)
  }

  private func isTranspose(_ id: ID, of other: ID) -> Bool {
    if case .array(LinearNames.transpose, _, _, let inner) = self[id] { return inner[0] == other }
    return false
  }

  /// Returns a Boolean value indicating whether a product is A'A, AA', or with a symmetric matrix between the two.
  private func isCongruence(_ left: ID, _ right: ID) -> Bool {
    if isTranspose(left, of: right) || isTranspose(right, of: left) { return true }
    if case .array(LinearNames.product, _, _, let inner) = self[left], isSymmetric(inner[1]) {
      return isTranspose(inner[0], of: right) || isTranspose(right, of: inner[0])
    }
    return false
  }
}
