/// The matrix of a linear map that is written as a term with a direction t in it: that of (1 - h²)·(W t) is
/// diag(1 - h²) W, and that of s·(t - s·t) is diag(s) - s sᵀ.
///
/// Source: J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., §9: the derivative is read off the
/// differential.
struct LinearMap {
  let algebra: Algebra
  /// The term of the direction, a vector.
  let direction: Algebra.ID
  private var known: [Algebra.ID: Algebra.ID?] = [:]
  private var moving: [Algebra.ID: Bool] = [:]

  /// The number of operations and the depth of brackets up to which a matrix is read off.
  private static let mostOperations = 1_000.0
  private static let deepest = 100

  init(_ algebra: Algebra, direction: Algebra.ID) {
    self.algebra = algebra
    self.direction = direction
  }

  /// Returns the matrix of a term whose value is a vector, a row for each of its elements; nil if none can be read off.
  mutating func matrix(of id: Algebra.ID, shape: Shape) -> Algebra.ID? {
    guard algebra.operations[Int(id)] <= Self.mostOperations, algebra.depths[Int(id)] <= Self.deepest,
      shape.rank == 1
    else { return nil }
    if !depends(id) { return algebra.isZero(id) ? algebra.zeros(Shape(shape.lengths + own.lengths)) : nil }
    return widened(id, to: shape)
  }

  private var own: Shape { algebra.shape(direction) }

  private mutating func depends(_ id: Algebra.ID) -> Bool {
    // Terms made before the direction have none in them.
    if id <= direction { return id == direction }
    if let answer = moving[id] { return answer }
    let answer = algebra.parts(id).contains { depends($0) }
    moving[id] = answer
    return answer
  }

  /// Returns the matrix of a term in the shape of a vector, to which a number is broadcast.
  private mutating func widened(_ id: Algebra.ID, to shape: Shape) -> Algebra.ID? {
    guard let map = map(id) else { return nil }
    if algebra.shape(id) == shape { return map }
    guard algebra.shape(id).isScalar else { return nil }
    return outer(algebra.ones(shape), map)
  }

  /// Returns the matrix of a vector, or the row of a number.
  private mutating func map(_ id: Algebra.ID) -> Algebra.ID? {
    if let answer = known[id] { return answer }
    let answer = find(id)
    known[id] = .some(answer)
    return answer
  }

  private mutating func find(_ id: Algebra.ID) -> Algebra.ID? {
    if id == direction { return algebra.identity(Shape(own.lengths + own.lengths)) }
    let shape = algebra.shape(id)
    guard shape.rank <= 1 else { return nil }
    switch algebra[id] {
    case .function(.choose, let parts): return choice(parts, shape)
    case .number, .named, .input, .function: return nil
    case .sum(let constant, let summands):
      guard constant.isZero else { return nil }
      var parts: [Algebra.Summand] = []
      for summand in summands {
        guard depends(summand.term), let map = widened(summand.term, to: shape) else { return nil }
        parts.append(Algebra.Summand(coefficient: summand.coefficient, term: map))
      }
      return algebra.sum(parts)
    case .product(let coefficient, let factors):
      let places = factors.indices.filter { depends(factors[$0].base) }
      guard places.count == 1, factors[places[0]].exponent == 1 else { return nil }
      var others = factors
      let moved = others.remove(at: places[0]).base
      guard let map = map(moved) else { return nil }
      let scale = others.isEmpty ? algebra.number(coefficient) : algebra.product(coefficient, others)
      let scaleShape = algebra.shape(scale)
      if algebra.shape(moved).isScalar, !scaleShape.isScalar { return outer(scale, map) }
      guard algebra.shape(moved) == shape, scaleShape.isScalar || scaleShape == shape else { return nil }
      return scaled(scale, map)
    case .array(let primitive, let setting, _, let operands):
      return find(primitive, setting, shape, operands)
    }
  }

  /// Returns the matrix of a choice by a condition without the direction in it.
  private mutating func choice(_ parts: [Algebra.ID], _ shape: Shape) -> Algebra.ID? {
    guard !depends(parts[0]) else { return nil }
    let whole = Shape(shape.lengths + own.lengths)
    var sides: [Algebra.ID] = []
    for side in parts.dropFirst() {
      guard let map = algebra.isZero(side) ? algebra.zeros(whole) : depends(side) ? widened(side, to: shape) : nil
      else { return nil }
      sides.append(map)
    }
    if algebra.shape(parts[0]).isScalar { return algebra.choose(parts[0], sides[0], sides[1]) }
    // Element by element the condition chooses among those of diagonals.
    guard shape == own, let then = onDiagonal(sides[0]), let otherwise = onDiagonal(sides[1]) else { return nil }
    return diagonal(algebra.choose(parts[0], then, otherwise), whole)
  }

  /// Returns the elements on the diagonal of a matrix that has no others, as a vector or a number; nil for any other.
  private func onDiagonal(_ map: Algebra.ID) -> Algebra.ID? {
    if algebra.isZero(map) { return algebra.number(Coefficient(0)) }
    switch algebra[map] {
    case .array(LinearNames.unit, _, _, _): return algebra.number(.one)
    case .array(LinearNames.diagonal, _, _, let parts): return parts[0]
    case .product(let coefficient, let factors):
      guard let place = factors.firstIndex(where: { algebra.shape($0.base).rank == 2 }), factors[place].exponent == 1,
        let inner = onDiagonal(factors[place].base), factors.count(where: { !algebra.shape($0.base).isScalar }) == 1
      else { return nil }
      var others = factors
      others[place].base = inner
      return algebra.product(coefficient, others)
    case .array, .number, .named, .input, .function, .sum: return nil
    }
  }

  private mutating func find(
    _ primitive: Primitive, _ setting: Setting, _ shape: Shape, _ operands: [Algebra.ID]
  ) -> Algebra.ID? {
    let ranks = operands.map { algebra.shape($0).rank }
    if primitive == Identities.total || primitive == LinearNames.mean, shape.isScalar, ranks == [1] {
      guard let map = map(operands[0]) else { return nil }
      let total = product(algebra.ones(algebra.shape(operands[0])), map)
      if primitive == Identities.total { return total }
      return algebra.multiply(Coefficient(1) / Coefficient(Double(algebra.shape(operands[0]).count)), total)
    }
    if primitive == LinearNames.product, ranks.allSatisfy({ (1...2).contains($0) }) {
      let (left, right) = (operands[0], operands[1])
      if !depends(left) { return ranks[1] == 1 ? map(right).map { product(left, $0) } : nil }
      guard !depends(right), ranks[0] == 1 else { return nil }
      return map(left).map { product(transposed(right), $0) }
    }
    if primitive == LinearNames.dot {
      let (left, right) = (operands[0], operands[1])
      if !depends(left) { return map(right).map { product(left, $0) } }
      return depends(right) ? nil : map(left).map { product(right, $0) }
    }
    if primitive == LinearNames.part, ranks == [1] {
      guard let map = map(operands[0]) else { return nil }
      return algebra.part(map, setting.subscripts + [.range(0..<own.count)])
    }
    if primitive == LinearNames.joining, ranks.allSatisfy({ $0 == 1 }) {
      var blocks: [Algebra.ID] = []
      for operand in operands {
        let whole = Shape(algebra.shape(operand).lengths + own.lengths)
        guard let block = depends(operand) ? map(operand) : algebra.isZero(operand) ? algebra.zeros(whole) : nil
        else { return nil }
        blocks.append(block)
      }
      return algebra.apply(
        ArrayOperation(primitive, .axis(0), shape: Shape(shape.lengths + own.lengths)), blocks)
    }
    return nil
  }

  // MARK: - Products of matrices

  /// Returns diag(scale)·map for a vector, scale·map for a number, taken into what the map is made of.
  private func scaled(_ scale: Algebra.ID, _ map: Algebra.ID) -> Algebra.ID {
    if algebra.shape(scale).isScalar || algebra.shape(map).rank < 2 { return algebra.multiply(scale, map) }
    switch algebra[map] {
    case .product(let coefficient, let factors):
      let bases = factors.filter { algebra.shape($0.base).rank == 2 }
      let numbers = factors.filter { algebra.shape($0.base).isScalar }
      if bases.count == 1, bases[0].exponent == 1, numbers.count + 1 == factors.count {
        return algebra.product(
          coefficient, numbers + [Algebra.Factor(base: scaled(scale, bases[0].base), exponent: 1)])
      }
    case .sum(let constant, let summands)
    where constant.isZero && summands.allSatisfy { isSpread($0.term) }:
      return algebra.sum(
        summands.map { Algebra.Summand(coefficient: $0.coefficient, term: scaled(scale, $0.term)) })
    case .array(LinearNames.unit, _, _, _): return diagonal(scale, algebra.shape(map))
    case .array(LinearNames.diagonal, _, let shape, let parts):
      return diagonal(algebra.multiply(scale, parts[0]), shape)
    case .array(LinearNames.outer, _, _, let parts): return outer(algebra.multiply(scale, parts[0]), parts[1])
    case .array(LinearNames.product, _, let shape, let parts):
      if case .array(LinearNames.diagonal, _, let own, let inner) = algebra[parts[0]], own.rank == 2 {
        return algebra.apply(
          ArrayOperation(LinearNames.product, shape: shape),
          [diagonal(algebra.multiply(scale, inner[0]), own), parts[1]])
      }
    case .array, .number, .named, .input, .function, .sum: break
    }
    let count = algebra.shape(map).lengths[0]
    return product(diagonal(scale, Shape([count, count])), map)
  }

  /// Returns a Boolean value indicating whether a scale goes into a term without a product of matrices.
  private func isSpread(_ id: Algebra.ID) -> Bool {
    algebra.factors(id).contains { factor in
      guard case .array(let primitive, _, _, _) = algebra[factor.base] else { return false }
      return [LinearNames.unit, LinearNames.diagonal, LinearNames.outer].contains(primitive)
    }
  }

  private func diagonal(_ vector: Algebra.ID, _ shape: Shape) -> Algebra.ID {
    let whole = algebra.broadcast(vector, to: Shape([shape.lengths[0]]))
    return algebra.apply(ArrayOperation(LinearNames.diagonal, shape: shape), [whole])
  }

  private func outer(_ left: Algebra.ID, _ right: Algebra.ID) -> Algebra.ID {
    let shape = Shape(algebra.shape(left).lengths + algebra.shape(right).lengths)
    return algebra.apply(ArrayOperation(LinearNames.outer, shape: shape), [left, right])
  }

  private func transposed(_ id: Algebra.ID) -> Algebra.ID {
    let shape = algebra.shape(id)
    if shape.rank < 2 { return id }
    return algebra.apply(ArrayOperation(LinearNames.transpose, shape: Shape(shape.lengths.reversed())), [id])
  }

  /// Returns left·map, where the left side may be a row and the map a row as well, for a number.
  private func product(_ left: Algebra.ID, _ map: Algebra.ID) -> Algebra.ID {
    let shape = algebra.shape(left)
    // Vectors from the left go through what a map is made of: uᵀ(a bᵀ) is (u·a) bᵀ.
    switch algebra[map] {
    case .array(LinearNames.unit, _, _, _): return left
    case .function(.choose, let parts) where shape.rank == 1 && algebra.shape(parts[0]).isScalar:
      func side(_ id: Algebra.ID) -> Algebra.ID {
        algebra.isZero(id) ? algebra.zeros(own) : product(left, id)
      }
      return algebra.choose(parts[0], side(parts[1]), side(parts[2]))
    case .array(LinearNames.diagonal, _, _, let parts) where shape.rank == 1:
      return algebra.multiply(left, parts[0])
    case .array(LinearNames.outer, _, _, let parts):
      let first = matmul(left, parts[0])
      return shape.rank == 1 ? algebra.multiply(first, parts[1]) : outer(first, parts[1])
    case .array(LinearNames.product, _, _, let parts) where shape.rank == 1:
      return matmul(product(left, parts[0]), parts[1])
    case .sum(let constant, let summands) where constant.isZero && shape.rank == 1:
      return algebra.sum(
        summands.map { Algebra.Summand(coefficient: $0.coefficient, term: product(left, $0.term)) })
    case .product(let coefficient, let factors) where factors.contains { algebra.shape($0.base).rank == 2 }:
      let bases = factors.filter { algebra.shape($0.base).rank == 2 }
      let numbers = factors.filter { algebra.shape($0.base).isScalar }
      if bases.count == 1, bases[0].exponent == 1, numbers.count + 1 == factors.count {
        return algebra.product(
          coefficient, numbers + [Algebra.Factor(base: product(left, bases[0].base), exponent: 1)])
      }
    case .array, .number, .named, .input, .function, .sum, .product: break
    }
    return matmul(left, map)
  }

  /// Returns the product as the language has it; the sum of elements, or of columns, for a row of ones.
  private func matmul(_ left: Algebra.ID, _ right: Algebra.ID) -> Algebra.ID {
    let (first, second) = (algebra.shape(left), algebra.shape(right))
    if algebra.isOnes(left), first.rank == 1 {
      let setting = second.rank == 1 ? Setting.none : .axis(0)
      return algebra.apply(
        ArrayOperation(Identities.total, setting, shape: Shape(Array(second.lengths.dropFirst()))), [right])
    }
    let shape = Shape(Array(first.lengths.dropLast() + second.lengths.dropFirst()))
    return algebra.apply(ArrayOperation(LinearNames.product, shape: shape), [left, right])
  }
}
