/// Operations element by element, whose operands are broadcast to each other.
extension Tensor {
  /// Returns the array of the same shape whose elements are `f` of the elements; inlined, so that arithmetic becomes
  /// vectorised loops.
  @inline(__always)
  package func map(_ f: (Double) -> Double) -> Tensor {
    switch self {
    case .scalar(let value):
      return .scalar(f(value))
    case .array(let shape, let elements):
      return Tensor(shape) { result in
        elements.withUnsafeBufferPointer { x in
          for i in 0..<min(x.count, result.count) { result[i] = f(x[i]) }
        }
      }
    }
  }

  /// Returns the array of `f` of corresponding elements, broadcast to each other; inlined, so that arithmetic becomes
  /// vectorised loops. It is nan if the shapes do not fit.
  @inline(__always)
  package static func zip(_ x: Tensor, _ y: Tensor, _ f: (Double, Double) -> Double) -> Tensor {
    switch (x, y) {
    case (.scalar(let x), .scalar(let y)):
      return .scalar(f(x, y))
    case (.scalar(let x), .array):
      return y.map { f(x, $0) }
    case (.array, .scalar(let y)):
      return x.map { f($0, y) }
    case (.array(let shape, let left), .array(let other, let right)) where shape == other:
      return Tensor(shape) { result in
        left.withUnsafeBufferPointer { x in
          right.withUnsafeBufferPointer { y in
            for i in 0..<min(x.count, y.count, result.count) { result[i] = f(x[i], y[i]) }
          }
        }
      }
    case (.array(let shape, let left), .array(let other, let right)):
      guard let wide = shape.broadcast(with: other) else { return .scalar(.nan) }
      let traversal = StridedTraversal(wide, x: shape, y: other)
      let row = traversal.row
      return Tensor(wide) { result in
        left.withUnsafeBufferPointer { x in
          right.withUnsafeBufferPointer { y in
            var start = 0
            traversal.forEachRow { atX, atY in
              switch (row.x, row.y) {
              case (1, 1):
                for i in 0..<row.length { result[start &+ i] = f(x[atX &+ i], y[atY &+ i]) }
              case (1, 0):
                let y = y[atY]
                for i in 0..<row.length { result[start &+ i] = f(x[atX &+ i], y) }
              default:
                // The row repeats x alone: an axis that repeats both arrays has been merged away.
                let x = x[atX]
                for i in 0..<row.length { result[start &+ i] = f(x, y[atY &+ i]) }
              }
              start += row.length
            }
          }
        }
      }
    }
  }

  /// Returns the array of `f` of corresponding elements of any number of operands, broadcast to each other; nan if the
  /// shapes do not fit.
  package static func combine(_ operands: [Tensor], _ f: ([Double]) -> Double) -> Tensor {
    var shape = Shape.scalar
    for operand in operands {
      guard let wide = shape.broadcast(with: operand.shape) else { return .scalar(.nan) }
      shape = wide
    }
    if shape.isScalar { return .scalar(f(operands.map { $0[0] })) }
    let columns = operands.map { $0.scalar == nil ? $0.broadcast(to: shape).elements : $0.elements }
    // The one element of a scalar stands at every place.
    let steps = operands.map { $0.scalar == nil ? 1 : 0 }
    var values = [Double](repeating: 0, count: operands.count)
    return Tensor(shape) { result in
      for i in result.indices {
        for place in values.indices { values[place] = columns[place][i * steps[place]] }
        result[i] = f(values)
      }
    }
  }

  /// The sum, element by element.
  package static func + (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 + $1 } }
  /// The difference, element by element.
  package static func - (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 - $1 } }
  /// The product, element by element.
  package static func * (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 * $1 } }
  /// The quotient, element by element.
  package static func / (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 / $1 } }
  /// The negative of each element.
  package static prefix func - (x: Tensor) -> Tensor { x.map { -$0 } }

  /// Returns the array whose elements are 0 where `other` is 0, even if they are nan or infinite here, and unchanged
  /// elsewhere; each is broadcast to the other.
  package func masked(by other: Tensor) -> Tensor {
    // Most masks hide nothing.
    if other.scalar != nil || other.shape == shape, !other.withElements(\.haveZeros) { return self }
    return Tensor.zip(self, other) { $1 == 0 ? 0 : $0 }
  }

  /// This with +0 in place of -0, the sum with 0.
  package var positiveZeros: Tensor {
    withElements(\.haveNegativeZeros) ? self + .scalar(0) : self
  }
}
