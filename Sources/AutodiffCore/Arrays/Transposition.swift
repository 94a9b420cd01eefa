/// The transposition of arrays.
extension Tensor {
  /// Returns the array with its axes in reverse order; a vector or a scalar is its own.
  package func transposed() -> Tensor {
    let lengths = shape.lengths
    if lengths.count < 2 { return self }
    let reversed = Shape(lengths.reversed())
    return Tensor(reversed) { result in
      withElements { x in
        if lengths.count == 2 {
          transpose(x, rows: lengths[0], columns: lengths[1], to: result)
        } else {
          StridedTraversal(reversed.lengths, strides: shape.strides.reversed()).copy(x, to: result)
        }
      }
    }
  }
}

extension Tensor {
  /// Returns the array with its axes, counted from 0, in another order.
  package func permuted(_ axes: [Int]) -> Tensor {
    let (lengths, strides) = (shape.lengths, shape.strides)
    return Tensor(Shape(axes.map { lengths[$0] })) { result in
      withElements {
        StridedTraversal(axes.map { lengths[$0] }, strides: axes.map { strides[$0] }).copy($0, to: result)
      }
    }
  }
}

/// Writes the columns of a matrix one after another, in square tiles, so that neither the rows nor the columns leave
/// the cache.
func transpose(_ x: Lane, rows: Int, columns: Int, to result: MutableLane) {
  let side = 16
  for top in stride(from: 0, to: rows, by: side) {
    for left in stride(from: 0, to: columns, by: side) {
      let (bottom, right) = (min(top + side, rows), min(left + side, columns))
      for column in left..<right {
        for row in top..<bottom { result[column &* rows &+ row] = x[row &* columns &+ column] }
      }
    }
  }
}
