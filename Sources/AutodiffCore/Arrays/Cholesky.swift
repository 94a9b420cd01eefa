/// Cholesky's factor of symmetric matrices.
extension Tensor {
  /// Returns the lower triangular L with L @ Lᵀ = (A + Aᵀ)/2, row by row; all nan where that is not positive definite.
  ///
  /// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §4.2.
  var choleskyFactor: Tensor {
    let n = shape.lengths[0]
    let elements = elements
    var factor = [Double](repeating: 0, count: n * n)
    for row in 0..<n {
      for column in 0...row {
        var rest = CarefulSum()
        rest.add(0.5 * elements[row * n + column] + 0.5 * elements[column * n + row])
        for k in 0..<column { rest.add(-factor[row * n + k] * factor[column * n + k]) }
        if row > column {
          factor[row * n + column] = rest.value / factor[column * n + column]
        } else {
          guard rest.value > 0, rest.value.isFinite else { return Tensor(repeating: .nan, shape) }
          factor[row * n + row] = rest.value.squareRoot()
        }
      }
    }
    return Tensor(shape, factor)
  }

  /// Returns the elements on and below the diagonal of the last two axes, or on and above it, and zeros elsewhere.
  func triangle(isLower: Bool) -> Tensor {
    let lengths = shape.lengths
    guard lengths.count > 1 else { return .scalar(.nan) }
    let (rows, columns) = (lengths[lengths.count - 2], lengths[lengths.count - 1])
    return Tensor(shape) { result in
      withElements { x in
        for place in x.indices {
          let (row, column) = (place / columns % rows, place % columns)
          result[place] = isLower ? column <= row ? x[place] : 0 : column >= row ? x[place] : 0
        }
      }
    }
  }
}
