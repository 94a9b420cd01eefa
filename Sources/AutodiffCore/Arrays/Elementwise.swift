extension Tensor {
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

  /// `f` of corresponding elements, broadcast to each other; inlined, so that arithmetic becomes vectorised loops.
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
      let walk = Walk(wide, x: shape, y: other)
      let row = walk.row
      return Tensor(wide) { result in
        left.withUnsafeBufferPointer { x in
          right.withUnsafeBufferPointer { y in
            var start = 0
            walk.forEachRow { atX, atY in
              switch (row.x, row.y) {
              case (1, 1):
                for i in 0..<row.length { result[start &+ i] = f(x[atX &+ i], y[atY &+ i]) }
              case (1, 0):
                let y = y[atY]
                for i in 0..<row.length { result[start &+ i] = f(x[atX &+ i], y) }
              default:
                // Two axes that are both repeated are merged away: x alone is.
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

  /// `f` of corresponding elements of any number, broadcast to each other.
  package static func combine(_ operands: [Tensor], _ f: ([Double]) -> Double) -> Tensor {
    var shape = Shape.scalar
    for operand in operands {
      guard let wide = shape.broadcast(with: operand.shape) else { return .scalar(.nan) }
      shape = wide
    }
    if shape.isScalar { return .scalar(f(operands.map { $0[0] })) }
    let columns = operands.map { $0.scalar == nil ? $0.broadcast(to: shape).elements : $0.elements }
    // A scalar's one element stands at every place.
    let steps = operands.map { $0.scalar == nil ? 1 : 0 }
    var values = [Double](repeating: 0, count: operands.count)
    return Tensor(shape) { result in
      for i in result.indices {
        for place in values.indices { values[place] = columns[place][i * steps[place]] }
        result[i] = f(values)
      }
    }
  }

  package static func + (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 + $1 } }
  package static func - (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 - $1 } }
  package static func * (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 * $1 } }
  package static func / (x: Tensor, y: Tensor) -> Tensor { zip(x, y) { $0 / $1 } }
  package static prefix func - (x: Tensor) -> Tensor { x.map { -$0 } }

  /// 0 where `other` is 0, even where this is nan or infinite there; each is broadcast to the other.
  package func masked(by other: Tensor) -> Tensor { Tensor.zip(self, other) { $1 == 0 ? 0 : $0 } }
}
