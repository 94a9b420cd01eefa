/// Cholesky's factor of symmetric matrices.
extension Tensor {
  /// Returns the lower triangular L with L @ Lᵀ = (A + Aᵀ)/2; all nan where that is not positive definite.
  var choleskyFactor: Tensor {
    let n = shape.lengths[0]
    var upper = elements
    let isPositive = upper.withUnsafeMutableBufferPointer { upper in
      for row in 0..<n {
        for column in row..<n {
          upper[row &* n &+ column] = 0.5 * upper[row &* n &+ column] + 0.5 * upper[column &* n &+ row]
        }
      }
      guard let start = upper.baseAddress else { return true }
      return PositiveElimination(start: start, stride: n, count: n).eliminate()
    }
    guard isPositive else { return Tensor(repeating: .nan, shape) }
    return Tensor(shape) { result in
      for row in 0..<n {
        for column in 0..<n { result[row &* n &+ column] = column <= row ? upper[column &* n &+ row] : 0 }
      }
    }
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
