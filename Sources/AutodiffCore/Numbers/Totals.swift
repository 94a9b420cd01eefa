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
    _ = other.sums.withUnsafeBufferPointer { add($0, from: 0) }
    for column in sums.indices { lost[column] += other.lost[column] }
    count += other.count
  }

  /// Adds rows that stand in memory column by column.
  ///
  /// A sum depends on the order of the rows and on nothing else.
  ///
  /// - Parameter columns: The first number of the first column; that of the next one is `stride` behind it.
  /// - Parameter rows: The number of numbers in a column.
  /// - Parameter count: The number of rows that count; the numbers of all others are 0.
  package mutating func add(columns: UnsafePointer<Double>, stride: Int, rows: Int, counting count: Int) {
    for column in sums.indices {
      add(UnsafeBufferPointer(start: columns + column * stride, count: rows), to: column)
    }
    self.count += count
  }

  private mutating func add(_ values: UnsafeBufferPointer<Double>, to column: Int) {
    var rest = 0
    if let total = CompensatedPack.total(values), total.sum.isFinite, total.lost.isFinite {
      add(total.sum, to: column)
      lost[column] += total.lost
      rest = values.count / CompensatedPack.lanes * CompensatedPack.lanes
    }
    for place in rest..<values.count { add(values[place], to: column) }
  }

  /// Adds neighbouring numbers to as many columns, without counting them as a row.
  ///
  /// - Parameter first: The column of the first number.
  /// - Returns: A Boolean value indicating whether all of the numbers are finite.
  @discardableResult
  mutating func add(_ values: UnsafeBufferPointer<Double>, from first: Int) -> Bool {
    sums.withUnsafeMutableBufferPointer { sums in
      lost.withUnsafeMutableBufferPointer { lost in
        guard let x = values.baseAddress, let sums = sums.baseAddress, let lost = lost.baseAddress else {
          return true
        }
        return KernelSet.best.addTotals(x, sums + first, lost + first, values.count)
      }
    }
  }

  /// Adds a number to one column, without counting it as a row.
  @inline(__always)
  private mutating func add(_ value: Double, to column: Int) {
    let sum = sums[column] + value
    lost[column] += fabs(sums[column]) >= fabs(value) ? sums[column] - sum + value : value - sum + sums[column]
    sums[column] = sum
  }

  /// The sums, with their rounding errors made good; a sum that is not finite has no error to make good.
  package var values: [Double] { zip(sums, lost).map { $0.isFinite ? $0 + $1 : $0 } }
}
