/// The parts of arrays that subscripts select, and the adjoint: a gather and a scatter.
extension Tensor {
  /// Returns the part that subscripts select, one for each axis; an index drops its axis. It is nan if they do not fit.
  package func sliced(_ subscripts: [Subscript]) -> Tensor {
    guard let selection = Selection(subscripts, of: shape) else { return .scalar(.nan) }
    if selection.lengths.isEmpty { return .scalar(self[selection.start]) }
    return Tensor(selection.shape) { result in
      withElements { selection.traversal.copy(Lane(rebasing: $0.dropFirst(selection.start)), to: result) }
    }
  }

  /// Returns an array of shape `whole` with the elements of this one at the places that subscripts select, and zeros
  /// elsewhere: the adjoint of `sliced(_:)`. It is nan if they do not fit.
  package func scattered(_ subscripts: [Subscript], into whole: Shape) -> Tensor {
    guard let selection = Selection(subscripts, of: whole), selection.shape == shape else { return .scalar(.nan) }
    if whole.isScalar { return self }
    var elements = [Double](repeating: 0, count: whole.count)
    let traversal = selection.traversal
    elements.withUnsafeMutableBufferPointer { result in
      withElements { part in
        var next = 0
        traversal.forEachRow { at, _ in
          for i in 0..<traversal.row.length { result[selection.start + at + i * traversal.row.x] = part[next + i] }
          next += traversal.row.length
        }
      }
    }
    return .array(whole, elements)
  }
}

/// The places in memory of the elements that subscripts select.
struct Selection {
  /// The place of the first element.
  var start = 0
  /// The lengths of the axes that are left.
  var lengths: [Int] = []
  /// The distances in memory between neighbours along those axes.
  var strides: [Int] = []

  /// Selects the elements of an array of the given shape; nil if the subscripts do not fit it.
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

  /// Adds the elements of a part, row by row, to those of the array that are selected.
  func add(_ part: Lane, to result: MutableLane) {
    if lengths.isEmpty {
      result[start] += part[0]
      return
    }
    let traversal = traversal
    var next = 0
    traversal.forEachRow { at, _ in
      for i in 0..<traversal.row.length { result[start + at + i * traversal.row.x] += part[next + i] }
      next += traversal.row.length
    }
  }

  var shape: Shape { Shape(lengths) }
  var traversal: StridedTraversal { StridedTraversal(lengths, strides: strides) }
}

extension StridedTraversal {
  /// Copies the elements of the array that the traversal reads, one after another.
  func copy(_ source: Lane, to result: MutableLane) {
    var next = 0
    forEachRow { at, _ in
      for i in 0..<row.length { result[next &+ i] = source[at &+ i &* row.x] }
      next += row.length
    }
  }
}
