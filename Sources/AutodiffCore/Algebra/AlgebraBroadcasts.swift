/// Arrays that broadcasting lays along the rows of others.
extension Algebra {
  /// Returns factors without the axis of length 1 before the others of an array, where what remains still has the
  /// product's shape: beside a matrix, reshape(v, 1, n) is v.
  func withoutLeadingAxes(_ factors: [Factor], _ shape: Shape) -> [Factor] {
    guard style == .textbook, shape.rank > 1, factors.count > 1 else { return factors }
    let bare = factors.map { Factor(base: withoutLeadingAxis($0.base), exponent: $0.exponent) }
    return bare != factors && common(bare.map(\.base)) == shape ? bare : factors
  }

  /// Returns terms without such axes, where what remains still has the sum's shape.
  func withoutLeadingAxes(_ summands: [Summand], _ shape: Shape) -> [Summand] {
    guard style == .textbook, shape.rank > 1, summands.count > 1 else { return summands }
    let bare = summands.map { Summand(coefficient: $0.coefficient, term: withoutLeadingAxis($0.term)) }
    return bare != summands && common(bare.map(\.term)) == shape ? bare : summands
  }

  private func withoutLeadingAxis(_ id: ID) -> ID {
    if let bare = behindLeadingAxis(id) { return bare }
    switch self[id] {
    case .product(let coefficient, let factors) where shape(id).lengths.first == 1:
      let bare = factors.map { Factor(base: withoutLeadingAxis($0.base), exponent: $0.exponent) }
      return bare == factors ? id : product(coefficient, bare)
    case .number, .named, .input, .function, .product, .sum, .array: return id
    }
  }
}
