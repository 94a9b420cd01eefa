extension Tensor {
  /// This repeated along the axes that `wide` adds, and along those that have length 1 here.
  package func broadcast(to wide: Shape) -> Tensor {
    let narrow = shape
    if narrow == wide { return self }
    if case .scalar(let value) = self { return Tensor(repeating: value, wide) }
    guard narrow.broadcast(with: wide) == wide else { return .scalar(.nan) }
    let walk = Walk(wide, x: narrow, y: narrow)
    return Tensor(wide) { result in withElements { walk.copy($0, to: result) } }
  }

  /// The adjoint of `broadcast`: a sum over the axes that it added or stretched from `narrow`.
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
