import AutodiffCore

extension GradientCheck {
  /// The number of elements of arrays that are not as claimed, or not as differences say, and the one that is furthest
  /// off; nil where none is, and where neither the inputs nor the output are arrays.
  var summary: String? {
    guard rows.contains(where: { $0.output != nil || $0.input.contains("[") }) else { return nil }
    let wrong = rows.filter { $0.verdict == .mismatch && $0.expected?.misshapen == nil }
    guard let most = wrong.max(by: { $0.distance < $1.distance }) else { return nil }
    return wrong.count == 1
      ? "1 of \(rows.count) elements differs: \(most.name)"
      : "\(wrong.count) of \(rows.count) elements differ, most at \(most.name)"
  }
}

extension GradientCheck.Row {
  /// The distance of the derivative from what is claimed, or else from differences.
  fileprivate var distance: Double {
    let distance = abs(reverse - (expected?.value ?? numeric.value))
    return distance.isNaN ? .infinity : distance
  }
}
