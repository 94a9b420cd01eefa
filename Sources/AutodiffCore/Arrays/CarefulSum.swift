/// A sum with the rounding errors summed alongside, so that its own error is one rounding, however many terms there are,
/// unless they cancel almost all.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (ZAMM 54, 1974), with
/// D. E. Knuth's error of a sum (The Art of Computer Programming 2, §4.2.2).
struct CarefulSum {
  /// The sum as it is rounded; it begins with -0, which unlike 0 leaves every sum as it is.
  private var total = -0.0
  private var error = 0.0

  @inline(__always)
  mutating func add(_ x: Double) {
    let next = total + x
    let added = next - total
    error += (total - (next - added)) + (x - added)
    total = next
  }

  /// Adds a sum with its error.
  mutating func add(_ total: Double, error: Double) {
    add(total)
    self.error += error
  }

  /// The sum. An infinite one has a rounding error of nan, and one that is -0 has none.
  var value: Double { total.isFinite && error != 0 ? total + error : total }
}

extension UnsafeBufferPointer<Double> {
  /// The sum of the elements, with the rounding errors summed alongside.
  var sum: Double {
    var sum = CarefulSum()
    var place = 0
    if count >= 16, let start = baseAddress {
      place = count / 8 * 8
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 16) { eights in
        guard let totals = eights.baseAddress else { return }
        KernelSet.best.addEights(start, totals, totals + 8, place)
        for lane in 0..<8 { sum.add(totals[lane], error: totals[lane + 8]) }
      }
    }
    while place < count {
      sum.add(self[place])
      place &+= 1
    }
    return isEmpty ? 0 : sum.value
  }
}

/// Writes the sum of the rows of a matrix that has as many columns as `result`, with the rounding errors summed
/// alongside.
func sumRowsCarefully(_ rows: Lane, into result: MutableLane) {
  let width = result.count
  guard width > 0 else { return }
  guard !rows.isEmpty else { return result.update(repeating: 0) }
  guard let x = rows.baseAddress, let result = result.baseAddress else { return }
  KernelSet.best.sumRows(x, rows.count / width, width, result)
}
