/// The products of matrices and vectors.
extension Tensor {
  /// Returns the product of two matrices or vectors, of shapes m×k and k×n: a vector on the left is a row, one on the
  /// right a column, and the value has no axis for either. It is nan unless the inner lengths k are equal.
  package static func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (left, right) = (a.shape.lengths, b.shape.lengths)
    guard 1...2 ~= left.count, 1...2 ~= right.count, left.last == right.first else { return .scalar(.nan) }
    let rows = left.count == 2 ? left[0] : 1
    let columns = right.count == 2 ? right[1] : 1
    let length = right[0]
    if left.count == 1 && right.count == 1 { return .scalar(a.withElements { a in b.withElements { a.dot($0) } }) }
    let lengths = left.count == 1 ? [columns] : right.count == 1 ? [rows] : [rows, columns]
    return Tensor(Shape(lengths)) { result in
      a.withElements { a in
        b.withElements { b in
          guard let left = a.baseAddress, let right = b.baseAddress, let start = result.baseAddress else { return }
          MatrixView(start: left, rows: length).multiply(
            MatrixView(start: right, rows: columns), rows, columns, length, .set, start, stride: columns)
        }
      }
    }
  }

  /// Returns the product of two matrices, each of which may be read as its transpose: with the bits of `product` of a copy.
  static func product(_ a: Tensor, isTransposed: Bool, _ b: Tensor, isTransposed isRightTransposed: Bool) -> Tensor {
    let (left, right) = (a.shape.lengths, b.shape.lengths)
    guard left.count == 2, right.count == 2 else { return .scalar(.nan) }
    let (rows, length) = isTransposed ? (left[1], left[0]) : (left[0], left[1])
    let (inner, columns) = isRightTransposed ? (right[1], right[0]) : (right[0], right[1])
    guard inner == length else { return .scalar(.nan) }
    return Tensor(Shape([rows, columns])) { result in
      a.withElements { a in
        b.withElements { b in
          guard let first = a.baseAddress, let second = b.baseAddress, let start = result.baseAddress else { return }
          let (one, other) = (MatrixView(start: first, rows: left[1]), MatrixView(start: second, rows: right[1]))
          (isTransposed ? one.transposed : one).multiply(
            isRightTransposed ? other.transposed : other, rows, columns, length, .set, start, stride: columns)
        }
      }
    }
  }

  /// Returns the m×n matrix of the products of each element of `x`, a vector of m, with each of `y`, a vector of n.
  package static func outer(_ x: Tensor, _ y: Tensor) -> Tensor { x.reshaped(to: Shape([x.count, 1])) * y }
}

extension UnsafeBufferPointer<Double> {
  /// Returns the sum of the products with the elements of a lane of the same length.
  func dot(_ other: Lane) -> Double {
    guard count > 0, let x = baseAddress, let y = other.baseAddress else { return 0 }
    var sum = 0.0
    MatrixView(start: x, rows: count).multiply(MatrixView(start: y, rows: 1), 1, 1, count, .set, &sum, stride: 1)
    return sum
  }
}
