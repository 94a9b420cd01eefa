/// Sums of many numbers, each with what its rounding lost.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
package struct Totals {
  private var sums: [Double]
  private var lost: [Double]
  package private(set) var count = 0

  package init(_ columns: Int) {
    sums = Array(repeating: 0, count: columns)
    lost = sums
  }

  /// - Parameter value: the number for a column.
  package mutating func add(_ value: (Int) -> Double) {
    for column in sums.indices { add(value(column), to: column) }
    count += 1
  }

  package mutating func add(_ other: Totals) {
    for column in sums.indices {
      add(other.sums[column], to: column)
      lost[column] += other.lost[column]
    }
    count += other.count
  }

  /// Adds numbers to one column, which are not counted.
  mutating func add(_ values: UnsafeBufferPointer<Double>, to column: Int) {
    for value in values { add(value, to: column) }
  }

  @inline(__always)
  private mutating func add(_ value: Double, to column: Int) {
    let sum = sums[column] + value
    lost[column] += fabs(sums[column]) >= fabs(value) ? sums[column] - sum + value : value - sum + sums[column]
    sums[column] = sum
  }

  /// What is not finite has lost nothing that could be made good.
  package var values: [Double] { zip(sums, lost).map { $0.isFinite ? $0 + $1 : $0 } }
}
