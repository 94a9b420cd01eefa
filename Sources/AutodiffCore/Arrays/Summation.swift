extension UnsafeBufferPointer<Double> {
  /// The sum, in halves down to blocks that vector registers add up: the error grows as the logarithm of the count.
  ///
  /// Source: N. J. Higham, "The accuracy of floating point summation" (SIAM J. Sci. Comput. 14, 1993).
  var sum: Double { isEmpty ? 0 : sum { self[$0] } }

  /// The same of `term` of each index.
  @inline(__always)
  func sum(_ term: (Int) -> Double) -> Double {
    var total = 0.0
    for i in indices { total += term(i) }
    return total
  }
}

/// The sum of `count` rows of equal length that follow one another, each by its weight, in halves like `sum`.
func weightedSum(of rows: Lane, count: Int, into result: MutableLane, weight: (Int) -> Double) {
  let width = result.count
  for i in 0..<width { result[i] = 0 }
  for row in 0..<count {
    let factor = weight(row)
    for i in 0..<width { result[i] += factor * rows[row * width + i] }
  }
}
