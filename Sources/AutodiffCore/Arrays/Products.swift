extension Tensor {
  /// The product of matrices or vectors: a vector before a matrix is a row, one after it a column, and both are gone
  /// from the value's shape. nan unless the lengths that meet are equal.
  package static func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (left, right) = (a.shape.lengths, b.shape.lengths)
    guard 1...2 ~= left.count, 1...2 ~= right.count, left.last == right.first else { return .scalar(.nan) }
    let rows = left.count == 2 ? left[0] : 1
    let columns = right.count == 2 ? right[1] : 1
    let length = right[0]
    return Tensor(Shape(left.dropLast() + right.dropFirst())) { result in
      a.withElements { a in
        b.withElements { b in
          for i in 0..<rows {
            for j in 0..<columns {
              var total = 0.0
              for p in 0..<length { total += a[i * length + p] * b[p * columns + j] }
              result[i * columns + j] = total
            }
          }
        }
      }
    }
  }

  /// The matrix of the products of each element of the vector `x` with each of `y`.
  package static func outer(_ x: Tensor, _ y: Tensor) -> Tensor { x.reshaped(to: Shape([x.count, 1])) * y }
}
