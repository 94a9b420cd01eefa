/// Sums of many numbers in columns, each with the sum of the rounding errors made so far.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (ZAMM 54, 1974).
package struct Totals {
  private var sums: [Double]
  /// The sum of the rounding errors of each column.
  private var lost: [Double]
  /// The number of rows added.
  package private(set) var count = 0

  /// Creates empty sums.
  ///
  /// - Parameter columns: The number of columns.
  package init(_ columns: Int) {
    sums = Array(repeating: 0, count: columns)
    lost = sums
  }

  /// Adds a row.
  ///
  /// - Parameter value: A closure that returns the row's number in a column.
  package mutating func add(_ value: (Int) -> Double) {
    for column in sums.indices { add(value(column), to: column) }
    count += 1
  }

  /// Adds the sums of other rows, with as many columns.
  package mutating func add(_ other: Totals) {
    for column in sums.indices {
      add(other.sums[column], to: column)
      lost[column] += other.lost[column]
    }
    count += other.count
  }

  /// Adds numbers to one column, without counting them as rows.
  mutating func add(_ values: UnsafeBufferPointer<Double>, to column: Int) {
    for value in values { add(value, to: column) }
  }

  /// Adds a number to one column, without counting it as a row.
  @inline(__always)
  mutating func add(_ value: Double, to column: Int) {
    let sum = sums[column] + value
    lost[column] += fabs(sums[column]) >= fabs(value) ? sums[column] - sum + value : value - sum + sums[column]
    sums[column] = sum
  }

  /// The sums, with their rounding errors made good; a sum that is not finite has no error to make good.
  package var values: [Double] { zip(sums, lost).map { $0.isFinite ? $0 + $1 : $0 } }
}
