/// A square matrix as P⁻¹LU: L lower triangular with ones on its diagonal, U upper triangular, P an order of the rows
/// that brings the largest element of what is left of a column to its pivot.
///
/// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §3.4.
package struct Factorization: Sendable {
  private let n: Int
  /// U, and below its diagonal L.
  private var factors: [Double]
  /// Which row of the matrix each row of the factors is.
  private var order: [Int]
  private var isOdd = false
  /// The first pivot, from 1, that is exactly 0 or not finite; nil where there is none.
  package private(set) var badPivot: Int?

  /// `matrix` is square; anything else is taken for a matrix without a regular pivot.
  package init(_ matrix: Tensor) {
    let lengths = matrix.shape.lengths
    guard lengths.count == 2, lengths[0] == lengths[1] else {
      (n, factors, order, badPivot) = (1, [.nan], [0], 1)
      return
    }
    n = lengths[0]
    factors = matrix.elements
    order = Array(0..<n)
    eliminate()
  }

  private mutating func eliminate() {
    let n = n
    for k in 0..<n {
      var pivot = k
      for row in k..<n {
        let candidate = factors[row * n + k]
        if candidate.magnitude > factors[pivot * n + k].magnitude || candidate.isNaN { pivot = row }
      }
      if pivot != k {
        for column in 0..<n { factors.swapAt(k * n + column, pivot * n + column) }
        order.swapAt(k, pivot)
        isOdd.toggle()
      }
      let value = factors[k * n + k]
      if !value.isFinite || value == 0, badPivot == nil { badPivot = k + 1 }
      // Below a pivot of 0 there is nothing to eliminate.
      if value == 0 { continue }
      for row in k + 1..<max(n, k + 1) {
        let factor = factors[row * n + k] / value
        factors[row * n + k] = factor
        for column in k + 1..<n { factors[row * n + column] -= factor * factors[k * n + column] }
      }
    }
  }

  private var pivots: [Double] { (0..<n).map { factors[$0 * (n + 1)] } }

  package var determinant: Double {
    let product = pivots.withUnsafeBufferPointer { $0.product }
    return isOdd ? -product : product
  }

  /// The determinant's logarithm, from its factors': nan where it is negative, -inf where it is 0.
  package var logDeterminant: Double {
    let pivots = pivots
    if pivots.contains(where: \.isNaN) { return .nan }
    if pivots.contains(0) { return -.infinity }
    let isNegative = pivots.reduce(isOdd) { $0 != ($1 < 0) }
    return isNegative ? .nan : pivots.map { log($0.magnitude) }.withUnsafeBufferPointer { $0.sum }
  }

  /// The x with Ax = b, for a vector b or each column of a matrix; all nan where a pivot is bad.
  package func solve(_ b: Tensor) -> Tensor {
    let lengths = b.shape.lengths
    guard badPivot == nil, 1...2 ~= lengths.count, lengths[0] == n else { return Tensor(repeating: .nan, b.shape) }
    let width = lengths.count == 2 ? lengths[1] : 1
    var x = [Double](repeating: 0, count: b.count)
    for row in 0..<n {
      for column in 0..<width { x[row * width + column] = b[order[row] * width + column] }
    }
    for row in 0..<n {
      for k in 0..<row {
        let factor = factors[row * n + k]
        for column in 0..<width { x[row * width + column] -= factor * x[k * width + column] }
      }
    }
    for row in (0..<n).reversed() {
      for k in row + 1..<max(n, row + 1) {
        let factor = factors[row * n + k]
        for column in 0..<width { x[row * width + column] -= factor * x[k * width + column] }
      }
      for column in 0..<width { x[row * width + column] /= factors[row * n + row] }
    }
    return Tensor(b.shape, x)
  }

  package var inverse: Tensor { solve(.identity(n)) }
}
