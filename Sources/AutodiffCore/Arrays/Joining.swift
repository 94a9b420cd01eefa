/// Arrays made of the elements of others in another order or shape.
extension Tensor {
  /// Returns the elements of `parts` one after another as an array of `shape`.
  package static func stack(_ parts: [Tensor], shape: Shape) -> Tensor {
    var elements: [Double] = []
    elements.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { part.withElements { elements.append(contentsOf: $0) } }
    return Tensor(shape, elements)
  }

  /// Returns the arrays joined along `axis`, counted from 0; nan if they differ in the length of another axis.
  package static func concat(_ parts: [Tensor], axis: Int) -> Tensor {
    guard let first = parts.first?.shape, first.lengths.indices.contains(axis),
      parts.allSatisfy({ $0.shape.rank == first.rank && $0.shape.removing(axis: axis) == first.removing(axis: axis) })
    else { return .scalar(.nan) }
    var shape = first
    shape.lengths[axis] = parts.reduce(0) { $0 + $1.shape.lengths[axis] }
    let blocks = Shape(Array(first.lengths[..<axis])).count
    let arrays = parts.map(\.elements)
    var elements: [Double] = []
    elements.reserveCapacity(shape.count)
    for block in 0..<blocks {
      for array in arrays {
        let length = array.count / blocks
        elements.append(contentsOf: array[block * length..<(block + 1) * length])
      }
    }
    return Tensor(shape, elements)
  }

  /// Returns the same elements in another shape with as many elements.
  package func reshaped(to shape: Shape) -> Tensor { Tensor(shape, elements) }

  /// Returns the diagonal of a matrix, or the matrix of `shape` with this vector on its diagonal and zeros elsewhere;
  /// nan for a tensor of another rank.
  package func diagonal(shape: Shape) -> Tensor {
    let own = self.shape.lengths
    if own.count == 2 {
      let length = min(own[0], own[1])
      return withElements { x in Tensor(Shape([length]), (0..<length).map { x[$0 * (own[1] + 1)] }) }
    }
    guard own.count == 1, shape.rank == 2, own[0] <= min(shape.lengths[0], shape.lengths[1]) else {
      return .scalar(.nan)
    }
    var elements = [Double](repeating: 0, count: shape.count)
    withElements { x in
      for i in x.indices { elements[i * (shape.lengths[1] + 1)] = x[i] }
    }
    return Tensor(shape, elements)
  }
}
