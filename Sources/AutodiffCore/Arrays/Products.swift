extension Tensor {
  /// The product of matrices or vectors: a vector before a matrix is a row, one after it a column, and both are gone
  /// from the value's shape. nan unless the lengths that meet are equal.
  package static func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (left, right) = (a.shape.lengths, b.shape.lengths)
    guard 1...2 ~= left.count, 1...2 ~= right.count, left.last == right.first else { return .scalar(.nan) }
    let rows = left.count == 2 ? left[0] : 1
    let columns = right.count == 2 ? right[1] : 1
    let length = right[0]
    if left.count == 1 && right.count == 1 { return .scalar(a.withElements { a in b.withElements { a.dot($0) } }) }
    let lengths = left.count == 1 ? [columns] : right.count == 1 ? [rows] : [rows, columns]
    return Tensor(Shape(lengths)) { result in
      a.withElements { a in b.withElements { multiply(rows, columns, length, a, $0, into: result) } }
    }
  }

  private static func multiply(
    _ rows: Int, _ columns: Int, _ length: Int, _ a: Lane, _ b: Lane, into result: MutableLane
  ) {
    if length == 0 {
      result.update(repeating: 0)
    } else if columns == 1 {
      for row in 0..<rows { result[row] = Lane(rebasing: a[row * length..<(row + 1) * length]).dot(b) }
    } else if rows == 1 {
      sumRows(b, weights: a, into: result)
    } else if let left = a.baseAddress, let right = b.baseAddress, let start = result.baseAddress {
      MatrixKernel.multiply(
        rows, columns, length, MatrixView(start: left, stride: length), MatrixView(start: right, stride: columns),
        .set, start, stride: columns)
    }
  }

  /// The matrix of the products of each element of the vector `x` with each of `y`.
  package static func outer(_ x: Tensor, _ y: Tensor) -> Tensor { x.reshaped(to: Shape([x.count, 1])) * y }
}

extension UnsafeBufferPointer<Double> {
  /// The sum of products with as many numbers.
  func dot(_ other: Lane) -> Double { sum { self[$0] * other[$0] } }
}
