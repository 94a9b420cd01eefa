/// Where the elements that subscripts select lie.
private struct Selection {
  var start = 0
  var lengths: [Int] = []
  var strides: [Int] = []

  /// Nil where `subscripts` do not fit an array of that shape.
  init?(_ subscripts: [Subscript], of shape: Shape) {
    guard subscripts.count == shape.rank else { return nil }
    let strides = shape.strides
    for axis in subscripts.indices {
      let places = 0..<shape.lengths[axis]
      switch subscripts[axis] {
      case .index(let place):
        guard places.contains(place) else { return nil }
        start += place * strides[axis]
      case .range(let range):
        guard range.lowerBound >= 0, range.upperBound <= places.upperBound else { return nil }
        start += range.lowerBound * strides[axis]
        lengths.append(range.count)
        self.strides.append(strides[axis])
      }
    }
  }

  var shape: Shape { Shape(lengths) }
  var walk: Walk { Walk(lengths, strides: strides) }
}

extension Tensor {
  /// The part that `subscripts` select, one for each axis; an index drops its axis.
  package func sliced(_ subscripts: [Subscript]) -> Tensor {
    guard let selection = Selection(subscripts, of: shape) else { return .scalar(.nan) }
    if selection.lengths.isEmpty { return .scalar(self[selection.start]) }
    return Tensor(selection.shape) { result in
      withElements { selection.walk.copy(Lane(rebasing: $0.dropFirst(selection.start)), to: result) }
    }
  }

  /// The adjoint of `sliced`: zeros of shape `whole` but where `subscripts` select, where this is.
  package func scattered(_ subscripts: [Subscript], into whole: Shape) -> Tensor {
    guard let selection = Selection(subscripts, of: whole), selection.shape == shape else { return .scalar(.nan) }
    if whole.isScalar { return self }
    var elements = [Double](repeating: 0, count: whole.count)
    let walk = selection.walk
    elements.withUnsafeMutableBufferPointer { result in
      withElements { part in
        var next = 0
        walk.forEachRow { at, _ in
          for i in 0..<walk.row.length { result[selection.start + at + i * walk.row.x] = part[next + i] }
          next += walk.row.length
        }
      }
    }
    return .array(whole, elements)
  }
}

extension Walk {
  /// What lies along `x` in `source`, one after another.
  func copy(_ source: Lane, to result: MutableLane) {
    var next = 0
    forEachRow { at, _ in
      for i in 0..<row.length { result[next &+ i] = source[at &+ i &* row.x] }
      next += row.length
    }
  }
}
