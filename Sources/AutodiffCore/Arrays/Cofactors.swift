/// The cofactors of a square matrix: the gradient of its determinant.
extension Tensor {
  /// The matrix C of cofactors of this square matrix, which is the gradient of its determinant: d det(A) = Σ C·dA.
  ///
  /// C is det(A)·A⁻ᵀ if that exists. Its elements are nan if an element of a matrix with more than two rows is not
  /// finite; a tensor that is no square matrix gives a scalar nan.
  package var cofactors: Tensor {
    let shape = shape
    guard shape.rank == 2, shape.lengths[0] == shape.lengths[1] else { return .scalar(.nan) }
    switch shape.lengths[0] {
    case 1: return Tensor(shape, [1])
    case 2: return Tensor(shape, [self[3], -self[2], -self[1], self[0]])
    default: return isFinite ? Tensor(shape, CofactorMatrix(self).elements) : Tensor(repeating: .nan, shape)
    }
  }
}

/// The derivative of the cofactors.
extension Tensor {
  /// Returns the derivative of the cofactors of this n×n matrix along another of its shape: a second derivative of the
  /// determinant, whose map is its own transpose.
  package func cofactorChange(along direction: Tensor) -> Tensor {
    let n = shape.lengths.first ?? 0
    guard shape == Shape([n, n]), direction.shape == shape else { return .scalar(.nan) }
    switch n {
    case 1: return Tensor(shape, [0])
    // The cofactors are linear in the elements.
    case 2: return direction.cofactors
    default:
      guard isFinite, direction.isFinite else { return Tensor(repeating: .nan, shape) }
      return Tensor(shape, CofactorMatrix(self).change(along: direction.elements))
    }
  }
}

/// The cofactors of a matrix from its factors LDU, of which L and U have ones on their diagonals.
///
/// The cofactors of a product are the product of the factors' cofactors, and those of D are products of its other
/// elements. So nothing is divided by a pivot that is small, and singular matrices are no special case. Complete
/// pivoting keeps L and U well conditioned.
///
/// Source of the idea: G. W. Stewart, "On the adjugate matrix" (Linear Algebra Appl. 283, 1998).
private struct CofactorMatrix {
  /// The number of rows.
  private let n: Int
  /// The factors in one matrix: D on the diagonal, L below it, U above it.
  private var factors: [Double]
  /// The row of the matrix that each row of the factors is.
  private var rowOrder: [Int]
  /// The column of the matrix that each column of the factors is.
  private var columnOrder: [Int]
  /// A Boolean value indicating whether an odd number of rows and columns was exchanged.
  private var isOdd = false
  /// The power of two that the matrix was divided by before it was factorized.
  private var exponent = 0
  /// The number of pivots that are not 0.
  private var rank = 0

  init(_ matrix: Tensor) {
    n = matrix.shape.lengths[0]
    rowOrder = Array(0..<n)
    columnOrder = rowOrder
    let largest = matrix.withElements { $0.largestMagnitude }
    // The matrix is scaled only if it has to be: the smallest elements might leave the range.
    if largest > 0, !(0x1p-900...0x1p900 ~= largest) { exponent = Int(largest.exponent) }
    let (half, rest) = (exponent / 2, exponent - exponent / 2)
    factors = matrix.elements
    if exponent != 0 {
      let scales = (
        Double(sign: .plus, exponent: -half, significand: 1), Double(sign: .plus, exponent: -rest, significand: 1)
      )
      for i in factors.indices { factors[i] = factors[i] * scales.0 * scales.1 }
    }
    factorize()
  }

  private mutating func factorize() {
    let n = n
    // The sums of magnitudes of all that each element was added up from: a difference far below the last digit of its
    // sum is rounding.
    var sums = factors.map(\.magnitude)
    for k in 0..<n {
      var (row, column, largest) = (k, k, 0.0)
      for i in k..<n {
        for j in k..<n where factors[i * n + j].magnitude > largest {
          (row, column, largest) = (i, j, factors[i * n + j].magnitude)
        }
      }
      if largest == 0 { return }
      rank += 1
      swapRows(k, row, &sums)
      swapColumns(k, column, &sums)
      let pivot = factors[k * n + k]
      factors.withUnsafeMutableBufferPointer { x in
        sums.withUnsafeMutableBufferPointer { sums in
          for i in k + 1..<max(n, k + 1) {
            let factor = x[i * n + k] / pivot
            x[i * n + k] = factor
            let (top, row) = (k &* n, i &* n)
            for j in k + 1..<n {
              let change = factor * x[top &+ j]
              let sum = sums[row &+ j] + change.magnitude
              let difference = x[row &+ j] - change
              sums[row &+ j] = sum
              x[row &+ j] = difference.magnitude <= sum * 0x1p-50 ? 0 : difference
            }
          }
          for j in k + 1..<max(n, k + 1) { x[k * n + j] /= pivot }
        }
      }
    }
  }

  private mutating func swapRows(_ a: Int, _ b: Int, _ sums: inout [Double]) {
    if a == b { return }
    for j in 0..<n {
      factors.swapAt(a * n + j, b * n + j)
      sums.swapAt(a * n + j, b * n + j)
    }
    rowOrder.swapAt(a, b)
    isOdd.toggle()
  }

  private mutating func swapColumns(_ a: Int, _ b: Int, _ sums: inout [Double]) {
    if a == b { return }
    for i in 0..<n {
      factors.swapAt(i * n + a, i * n + b)
      sums.swapAt(i * n + a, i * n + b)
    }
    columnOrder.swapAt(a, b)
    isOdd.toggle()
  }

  /// The elements of the matrix of cofactors, L⁻ᵀ cof(D) U⁻ᵀ, in the order of the matrix.
  var elements: [Double] {
    let n = n
    var result = [Double](repeating: 0, count: n * n)
    if rank < n - 1 { return result }
    var (weights, scale) = pivotCofactors
    if isOdd { for i in weights.indices { weights[i] = -weights[i] } }
    var x = result
    x.withUnsafeMutableBufferPointer { x in
      factors.withUnsafeBufferPointer { factors in
        for i in 0..<n {
          x[i * n + i] = 1
          for k in 0..<i { Self.subtract(factors[k * n + i], k, from: i, x, 0..<k + 1, n) }
        }
        for i in 0..<n {
          for j in 0..<i + 1 { x[i * n + j] *= weights[i] }
        }
        for i in (0..<n).reversed() {
          for k in i + 1..<max(n, i + 1) { Self.subtract(factors[k * n + i], k, from: i, x, 0..<n, n) }
        }
      }
    }
    scale += (n - 1) * exponent
    for i in 0..<n {
      for j in 0..<n {
        let value = x[i * n + j]
        result[rowOrder[i] * n + columnOrder[j]] =
          scale == 0 ? value : Double(sign: .plus, exponent: scale, significand: value)
      }
    }
    return result
  }

  /// Returns the derivative of L⁻ᵀ cof(D) U⁻ᵀ as the matrix moves along a direction: D moves by L⁻¹ direction U⁻¹, and
  /// its cofactors by products of all pivots but two.
  func change(along direction: [Double]) -> [Double] {
    let n = n
    if rank < n - 2 { return [Double](repeating: 0, count: n * n) }
    var moved = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n { moved[i * n + j] = direction[rowOrder[i] * n + columnOrder[j]] }
    }
    moved.withUnsafeMutableBufferPointer { x in
      for i in 0..<n {
        for k in 0..<i { Self.subtract(factors[i * n + k], k, from: i, x, 0..<n, n) }
      }
      for i in 0..<n {
        for k in 0..<n {
          let value = x[i * n + k]
          for j in k + 1..<max(n, k + 1) { x[i * n + j] -= value * factors[k * n + j] }
        }
      }
    }
    var (x, scale) = changeOfPivotCofactors(moved)
    if isOdd { for i in x.indices { x[i] = -x[i] } }
    x.withUnsafeMutableBufferPointer { x in
      for i in (0..<n).reversed() {
        for k in i + 1..<max(n, i + 1) { Self.subtract(factors[k * n + i], k, from: i, x, 0..<n, n) }
      }
      for i in 0..<n {
        for j in (0..<n).reversed() {
          for k in j + 1..<max(n, j + 1) { x[i * n + j] -= x[i * n + k] * factors[j * n + k] }
        }
      }
    }
    scale += (n - 2) * exponent
    var result = x
    for i in 0..<n {
      for j in 0..<n {
        let value = x[i * n + j]
        result[rowOrder[i] * n + columnOrder[j]] =
          scale == 0 ? value : Double(sign: .plus, exponent: scale, significand: value)
      }
    }
    return result
  }

  /// Returns the derivative of the cofactors of D, divided by 2^scale as `pivotCofactors` are.
  private func changeOfPivotCofactors(_ moved: [Double]) -> (change: [Double], scale: Int) {
    let pivots = (0..<n).map { Scaled($0 < rank ? factors[$0 * (n + 1)] : 0) }
    // The products of all pivots but two, by the pair left out.
    var products = [Scaled](repeating: Scaled(1), count: n * n)
    for i in 0..<n {
      var (before, after) = (Scaled(1), Scaled(1))
      for k in 0..<n where k != i {
        products[i * n + k] = products[i * n + k] * before
        before = before * pivots[k]
      }
      for k in (0..<n).reversed() where k != i {
        products[i * n + k] = products[i * n + k] * after
        after = after * pivots[k]
      }
    }
    let pairs = products.indices.filter { $0 / n != $0 % n && products[$0].significand != 0 }
    let largest = pairs.map { products[$0].exponent }.max() ?? 0
    let scale = largest - max(-900, min(900, largest))
    var change = [Double](repeating: 0, count: n * n)
    for pair in pairs {
      let (i, k) = (pair / n, pair % n)
      let product = Double(
        sign: .plus, exponent: products[pair].exponent - scale, significand: products[pair].significand)
      change[pair] -= moved[k * n + i] * product
      change[i * (n + 1)] += moved[k * (n + 1)] * product
    }
    return (change, scale)
  }

  /// Subtracts `factor` times one row of `x` from another, in some columns of the n.
  private static func subtract(
    _ factor: Double, _ row: Int, from other: Int, _ x: MutableLane, _ columns: Range<Int>, _ n: Int
  ) {
    let (source, target) = (row &* n, other &* n)
    for j in columns { x[target &+ j] -= factor * x[source &+ j] }
  }

  /// The products of all pivots but one, by the pivot left out, divided by 2^scale, which is 1 unless the largest would
  /// leave the range.
  private var pivotCofactors: (weights: [Double], scale: Int) {
    let pivots = (0..<n).map { Scaled($0 < rank ? factors[$0 * (n + 1)] : 0) }
    var products = [Scaled](repeating: Scaled(1), count: n)
    var (before, after) = (Scaled(1), Scaled(1))
    for i in 0..<n {
      products[i] = products[i] * before
      before = before * pivots[i]
      products[n - 1 - i] = products[n - 1 - i] * after
      after = after * pivots[n - 1 - i]
    }
    let largest = products.filter { $0.significand != 0 }.map(\.exponent).max() ?? 0
    let scale = largest - max(-900, min(900, largest))
    return (products.map { Double(sign: .plus, exponent: $0.exponent - scale, significand: $0.significand) }, scale)
  }
}

/// A number as significand · 2^exponent, whose exponent has no limit.
private struct Scaled {
  var significand: Double
  var exponent: Int

  init(_ value: Double, exponent: Int = 0) {
    let isTame = value == 0 || !value.isFinite
    significand = isTame ? value : Double(signOf: value, magnitudeOf: value.significand)
    self.exponent = isTame ? 0 : exponent + Int(value.exponent)
  }

  static func * (x: Scaled, y: Scaled) -> Scaled {
    Scaled(x.significand * y.significand, exponent: x.exponent + y.exponent)
  }
}
