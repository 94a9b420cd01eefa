/// The products of the matrices that arrays hold along their last two axes.
extension Tensor {
  /// Returns the products of matrices along the last two axes, where the other axes broadcast.
  ///
  /// - Parameter shape: The shape of the result: that of the axes broadcast, the rows of `a` and the columns of `b`.
  package static func products(_ a: Tensor, _ b: Tensor, shape: Shape) -> Tensor {
    guard a.shape.rank > 1, b.shape.rank > 1, shape.rank > 1 else { return .scalar(.nan) }
    let (rows, columns) = (shape.lengths[shape.rank - 2], shape.lengths[shape.rank - 1])
    let inner = a.shape.lengths[a.shape.rank - 1]
    guard b.shape.lengths[b.shape.rank - 2] == inner else { return .scalar(.nan) }
    let places = Swift.zip(a.shape.matrices(in: shape), b.shape.matrices(in: shape))
    return Tensor(shape) { result in
      a.withElements { a in
        b.withElements { b in
          guard let left = a.baseAddress, let right = b.baseAddress, let start = result.baseAddress else { return }
          for (number, (first, second)) in places.enumerated() {
            MatrixView(start: left + first * rows * inner, rows: inner).multiply(
              MatrixView(start: right + second * inner * columns, rows: columns), rows, columns, inner, .set,
              start + number * rows * columns, stride: columns)
          }
        }
      }
    }
  }
}

extension Shape {
  /// Returns, for each matrix along the last two axes of an array of shape `wide`, the number of the one that is
  /// broadcast to it from an array of this shape.
  func matrices(in wide: Shape) -> [Int] {
    let (own, batch) = (Shape(Array(lengths.dropLast(2))), Shape(Array(wide.lengths.dropLast(2))))
    return Tensor(own, (0..<own.count).map(Double.init)).broadcast(to: batch).elements.map { Int($0) }
  }
}
