/// The rule by which shapes are broadcast to each other.
extension Shape {
  /// Returns the shape of the value of an elementwise operation on two arrays, or nil if their shapes do not fit.
  ///
  /// Axes are matched from the last on. Their lengths are equal, or an axis of length 1, or one that is missing, is
  /// repeated.
  ///
  /// Source: C. R. Harris et al., "Array programming with NumPy" (Nature 585, 2020), section "NumPy arrays".
  package func broadcast(with other: Shape) -> Shape? {
    if self == other { return self }
    var (long, short) = (lengths, other.lengths)
    if long.count < short.count { swap(&long, &short) }
    let added = long.count - short.count
    for axis in short.indices where short[axis] != long[added + axis] {
      if long[added + axis] == 1 {
        long[added + axis] = short[axis]
      } else if short[axis] != 1 {
        return nil
      }
    }
    return Shape(long)
  }
}

/// The broadcast of an array to a larger shape, and its adjoint.
extension Tensor {
  /// Returns the array of shape `wide` in which this one is repeated along the axes that `wide` adds, and along those
  /// that have length 1 here; nan if the shapes do not fit.
  ///
  /// Source: C. R. Harris et al., "Array programming with NumPy" (Nature 585, 2020), section "NumPy arrays".
  package func broadcast(to wide: Shape) -> Tensor {
    let narrow = shape
    if narrow == wide { return self }
    if case .scalar(let value) = self { return Tensor(repeating: value, wide) }
    guard narrow.broadcast(with: wide) == wide else { return .scalar(.nan) }
    let traversal = StridedTraversal(wide, x: narrow, y: narrow)
    return Tensor(wide) { result in withElements { traversal.copy($0, to: result) } }
  }

  /// Returns the array of shape `narrow` whose elements are the sums over the axes that a broadcast from `narrow` to
  /// this array's shape adds or repeats: the adjoint of `broadcast(to:)`. It is nan if the shapes do not fit.
  package func sum(to narrow: Shape) -> Tensor {
    let wide = shape
    if wide == narrow { return self }
    guard narrow.broadcast(with: wide) == wide else { return .scalar(.nan) }
    var lengths = wide.lengths
    let kept = [Int](repeating: 1, count: wide.rank - narrow.rank) + narrow.lengths
    var elements = elements
    // Neighbouring axes are summed at once; the later ones first, so that the earlier ones keep their places.
    var end = lengths.count
    while end > 0 {
      var start = end
      while start > 0, lengths[start - 1] != kept[start - 1] { start -= 1 }
      if start == end {
        end -= 1
        continue
      }
      let lanes = Lanes(lengths, axes: start..<end)
      elements = lanes.sums(elements)
      for axis in start..<end { lengths[axis] = 1 }
      end = start
    }
    return Tensor(narrow, elements)
  }
}
