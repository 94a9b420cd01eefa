/// A factorization of a square matrix as P⁻¹LU: L is lower triangular with ones on its diagonal, U upper triangular,
/// and P an order of the rows that brings the largest element of what is left of a column to its pivot.
///
/// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §3.2.11 (in blocks) and §3.4.
package struct Factorization: Sendable {
  /// The number of columns eliminated, and of unknowns found, before the rest is updated by a product.
  private static let blockSize = 32

  /// The number of rows.
  private let n: Int
  /// The factors in one matrix: U on and above the diagonal, L below it.
  private var factors: [Double]
  /// The row of the matrix that each row of the factors is.
  private var order: [Int]
  /// A Boolean value indicating whether an odd number of rows was exchanged.
  private var isOdd = false
  /// The number of the first pivot, counted from 1, that is exactly 0 or not finite; nil if there is none.
  package private(set) var badPivot: Int?

  /// Factorizes an n×n matrix; another tensor is taken for a matrix whose first pivot is bad.
  package init(_ matrix: Tensor) {
    let lengths = matrix.shape.lengths
    guard lengths.count == 2, lengths[0] == lengths[1] else {
      (n, factors, order, badPivot) = (1, [.nan], [0], 1)
      return
    }
    n = lengths[0]
    factors = matrix.elements
    order = Array(0..<n)
    var factors = factors
    self.factors = []
    factors.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { eliminate(start) } }
    self.factors = factors
  }

  /// Eliminates block by block.
  private mutating func eliminate(_ start: UnsafeMutablePointer<Double>) {
    for top in stride(from: 0, to: n, by: Self.blockSize) {
      let bottom = min(top + Self.blockSize, n)
      for k in top..<bottom { eliminateColumn(k, to: bottom, start) }
      let rest = n - bottom
      if rest == 0 { continue }
      let factors = MatrixView(start: start, rows: n)
      let right = start + (top * n + bottom)
      Self.solveLower(top..<bottom, factors, right, width: rest, stride: n)
      factors.at(bottom, top).multiply(
        MatrixView(start: right, rows: n), rest, rest, bottom - top, .subtract, start + bottom * (n + 1), stride: n)
    }
  }

  /// Eliminates column `k` and updates the columns up to `end` only.
  private mutating func eliminateColumn(_ k: Int, to end: Int, _ start: UnsafeMutablePointer<Double>) {
    var (place, largest) = (k, -1.0)
    for row in k..<n {
      let magnitude = start[row * n + k].magnitude
      // A nan stays found: nothing is larger.
      if magnitude > largest || magnitude.isNaN { (place, largest) = (row, magnitude) }
    }
    let top = start + k * n
    if place != k {
      let row = start + place * n
      for column in 0..<n { (top[column], row[column]) = (row[column], top[column]) }
      order.swapAt(k, place)
      isOdd.toggle()
    }
    let pivot = top[k]
    if !pivot.isFinite || pivot == 0, badPivot == nil { badPivot = k + 1 }
    // A pivot of 0 is the largest of its column, so that there is nothing to eliminate.
    if pivot == 0 { return }
    for place in k + 1..<max(n, k + 1) {
      let row = start + place * n
      let factor = row[k] / pivot
      row[k] = factor
      for column in k + 1..<max(end, k + 1) { row[column] -= factor * top[column] }
    }
  }

  private var pivots: [Double] { (0..<n).map { factors[$0 * (n + 1)] } }

  /// The determinant: the product of the pivots, with the sign of the order of the rows.
  package var determinant: Double {
    let product = pivots.withUnsafeBufferPointer { $0.product }
    return isOdd ? -product : product
  }

  /// The logarithm of the determinant, from the logarithms of the pivots: nan if it is negative, -inf if it is 0.
  package var logDeterminant: Double {
    let pivots = pivots
    if pivots.contains(where: \.isNaN) { return .nan }
    if pivots.contains(0) { return -.infinity }
    let isNegative = pivots.reduce(isOdd) { $0 != ($1 < 0) }
    return isNegative
      ? .nan : pivots.withUnsafeBufferPointer { pivots in pivots.sum { Logarithm.log(pivots[$0].magnitude) } }
  }

  /// The inverse of the matrix; all nan if a pivot is bad.
  package var inverse: Tensor { solve(.identity(n)) }

  /// Returns the x with Ax = b, of the shape of `b`: a vector of n or a matrix with n rows, each of whose columns is
  /// solved for. All its elements are nan if a pivot is bad or the lengths do not fit.
  package func solve(_ b: Tensor) -> Tensor {
    let lengths = b.shape.lengths
    guard badPivot == nil, 1...2 ~= lengths.count, lengths[0] == n else { return Tensor(repeating: .nan, b.shape) }
    let width = lengths.count == 2 ? lengths[1] : 1
    return Tensor(b.shape) { x in
      b.withElements { b in
        for row in 0..<n {
          for column in 0..<width { x[row &* width &+ column] = b[order[row] &* width &+ column] }
        }
      }
      factors.withUnsafeBufferPointer { factors in
        if width == 1 {
          solve(factors, x)
        } else if let start = factors.baseAddress, let x = x.baseAddress {
          solve(MatrixView(start: start, rows: n), x, width: width)
        }
      }
    }
  }

  /// Returns the x with Aᵀx = b, of the shape of `b`, as `solve` does, with one step of refinement where it is a vector.
  ///
  /// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §12.1.
  ///
  /// - Parameter matrix: The matrix A, of which these are the factors.
  package func solveTransposed(_ b: Tensor, _ matrix: Tensor) -> Tensor {
    let x = solveTransposed(b)
    guard b.shape.rank == 1, x.isFinite else { return x }
    let change = solveTransposed(rest(of: b, x, matrix))
    let refined = x + change
    return refined.isFinite ? refined : x
  }

  /// Returns b - Aᵀx, summed in pairs of doubles.
  private func rest(of b: Tensor, _ x: Tensor, _ matrix: Tensor) -> Tensor {
    var rests = b.elements.map { DoubleDouble($0) }
    matrix.withElements { a in
      for row in 0..<n {
        for column in 0..<n {
          rests[column] = rests[column] + DoubleDouble(productOf: a[row &* n &+ column], -x[row])
        }
      }
    }
    return Tensor(b.shape, rests.map(\.high))
  }

  private func solveTransposed(_ b: Tensor) -> Tensor {
    let lengths = b.shape.lengths
    guard badPivot == nil, 1...2 ~= lengths.count, lengths[0] == n else { return Tensor(repeating: .nan, b.shape) }
    let width = lengths.count == 2 ? lengths[1] : 1
    return Tensor(b.shape) { x in
      var rows = b.elements
      rows.withUnsafeMutableBufferPointer { rows in
        factors.withUnsafeBufferPointer { factors in
          for row in 0..<n {
            let pivot = factors[row &* (n &+ 1)]
            for column in 0..<width { rows[row &* width &+ column] /= pivot }
            for other in row + 1..<max(n, row + 1) {
              Self.subtract(factors[row &* n &+ other], row, from: other, rows, width)
            }
          }
          for row in (0..<n).reversed() {
            for other in 0..<row { Self.subtract(factors[row &* n &+ other], row, from: other, rows, width) }
          }
        }
        for row in 0..<n {
          for column in 0..<width { x[order[row] &* width &+ column] = rows[row &* width &+ column] }
        }
      }
    }
  }

  /// Subtracts `factor` times one row from another.
  @inline(__always)
  private static func subtract(_ factor: Double, _ row: Int, from other: Int, _ rows: MutableLane, _ width: Int) {
    for column in 0..<width { rows[other &* width &+ column] -= factor * rows[row &* width &+ column] }
  }

  /// Solves in place for one column.
  private func solve(_ factors: Lane, _ x: MutableLane) {
    for row in 0..<n {
      x[row] -= Lane(rebasing: factors[row * n..<row * n + row]).dot(Lane(rebasing: x[..<row]))
    }
    for row in (0..<n).reversed() {
      let known = Lane(rebasing: factors[row * n + row + 1..<row * n + n])
      x[row] = (x[row] - known.dot(Lane(rebasing: x[(row + 1)...]))) / factors[row * (n + 1)]
    }
  }

  /// Solves in place for `width` columns, block by block.
  private func solve(_ factors: MatrixView, _ x: UnsafeMutablePointer<Double>, width: Int) {
    for top in stride(from: 0, to: n, by: Self.blockSize) {
      let bottom = min(top + Self.blockSize, n)
      let found = x + top * width
      Self.solveLower(top..<bottom, factors, found, width: width, stride: width)
      factors.at(bottom, top).multiply(
        MatrixView(start: found, rows: width), n - bottom, width, bottom - top, .subtract, x + bottom * width,
        stride: width)
    }
    for top in stride(from: 0, to: n, by: Self.blockSize).reversed() {
      let bottom = min(top + Self.blockSize, n)
      let found = x + top * width
      Self.solveUpper(top..<bottom, factors, found, width: width)
      factors.at(0, top).multiply(
        MatrixView(start: found, rows: width), top, width, bottom - top, .subtract, x, stride: width)
    }
  }

  /// Solves for the unknowns of a block by L alone; `x` points to the row of the first.
  private static func solveLower(
    _ block: Range<Int>, _ factors: MatrixView, _ x: UnsafeMutablePointer<Double>, width: Int, stride: Int
  ) {
    for row in 0..<block.count {
      let (own, coefficients) = (x + row * stride, factors.at(block.lowerBound + row, block.lowerBound).start)
      for k in 0..<row {
        let (factor, known) = (coefficients[k], x + k * stride)
        for column in 0..<width { own[column] -= factor * known[column] }
      }
    }
  }

  /// Solves for the unknowns of a block by U alone; `x` points to the row of the first.
  private static func solveUpper(
    _ block: Range<Int>, _ factors: MatrixView, _ x: UnsafeMutablePointer<Double>, width: Int
  ) {
    for row in (0..<block.count).reversed() {
      let (own, coefficients) = (x + row * width, factors.at(block.lowerBound + row, block.lowerBound).start)
      for k in row + 1..<max(block.count, row + 1) {
        let (factor, known) = (coefficients[k], x + k * width)
        for column in 0..<width { own[column] -= factor * known[column] }
      }
      let pivot = coefficients[row]
      for column in 0..<width { own[column] /= pivot }
    }
  }
}
