/// A factorization of a square matrix as P⁻¹LU: L is lower triangular with ones on its diagonal, U upper triangular,
/// and P an order of the rows that brings the largest element of what is left of a column to its pivot.
///
/// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §3.4.
package struct Factorization: Sendable {
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
    eliminate()
  }

  private mutating func eliminate() {
    let n = n
    withUnsafeTemporaryAllocation(of: Int.self, capacity: n) { exchanges in
      factors.withUnsafeMutableBufferPointer { factors in
        guard let start = factors.baseAddress, let exchanges = exchanges.baseAddress else { return }
        Elimination(start: start, stride: n, rows: n, columns: n).eliminate(exchanges)
      }
      for k in 0..<n {
        if exchanges[k] != k {
          order.swapAt(k, exchanges[k])
          isOdd.toggle()
        }
        let pivot = factors[k * (n + 1)]
        if !pivot.isFinite || pivot == 0, badPivot == nil { badPivot = k + 1 }
      }
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
  package var inverse: Tensor {
    let shape = Shape([n, n])
    guard badPivot == nil else { return Tensor(repeating: .nan, shape) }
    return Tensor(shape) { x in
      x.initialize(repeating: 0)
      withFactors(x) { factors, start in
        // The columns of the identity matrix are taken in the order of the rows, which makes their solutions by L lower
        // triangular, too.
        for row in 0..<n { x[row &* (n &+ 1)] = 1 }
        factors.solveLower(0..<n, .ones, start, .growing, stride: n)
        factors.solveUpper(0..<n, .stored, start, width: n, stride: n)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { row in
          for place in 0..<n {
            let own = start + place * n
            for column in 0..<n { row[order[column]] = own[column] }
            for column in 0..<n { own[column] = row[column] }
          }
        }
      }
    }
  }

  /// Calls a closure with the factors and the first of some numbers that are to be solved for, if there is one.
  private func withFactors(_ x: MutableLane, _ body: (MatrixView, UnsafeMutablePointer<Double>) -> Void) {
    factors.withUnsafeBufferPointer { factors in
      guard let start = factors.baseAddress, let x = x.baseAddress else { return }
      body(MatrixView(start: start, rows: n), x)
    }
  }

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
      withFactors(x) { factors, x in
        factors.solveLower(0..<n, .ones, x, .all(width), stride: width)
        factors.solveUpper(0..<n, .stored, x, width: width, stride: width)
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
    Tensor(b.shape) { high in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { low in
        guard let start = high.baseAddress, let low = low.baseAddress else { return }
        b.withElements { for place in 0..<n { (start[place], low[place]) = ($0[place], 0) } }
        matrix.withElements { a in
          guard let a = a.baseAddress else { return }
          for row in 0..<n { KernelSet.best.addProductsToPairs(a + row &* n, -x[row], start, low, n) }
        }
      }
    }
  }

  private func solveTransposed(_ b: Tensor) -> Tensor {
    let lengths = b.shape.lengths
    guard badPivot == nil, 1...2 ~= lengths.count, lengths[0] == n else { return Tensor(repeating: .nan, b.shape) }
    let width = lengths.count == 2 ? lengths[1] : 1
    return Tensor(b.shape) { x in
      var rows = b.elements
      rows.withUnsafeMutableBufferPointer { rows in
        withFactors(rows) { factors, rows in
          factors.transposed.solveLower(0..<n, .stored, rows, .all(width), stride: width)
          factors.transposed.solveUpper(0..<n, .ones, rows, width: width, stride: width)
        }
        for row in 0..<n {
          for column in 0..<width { x[order[row] &* width &+ column] = rows[row &* width &+ column] }
        }
      }
    }
  }
}
