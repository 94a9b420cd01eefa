import AutodiffCore

/// The numbers of rows of a table that were answered, and how.
struct RowTally {
  /// The number of rows answered, those without an answer among them.
  var rows = 0
  var undefined = RowCount()
  var kinks = RowCount()
  /// The number of rows without an answer.
  private(set) var faults = 0
  /// The reason for which the first of them has none.
  private(set) var firstFault: Failure?
  /// The reason for which the rows end here.
  var end: Failure?

  /// Counts a row that has no answer.
  mutating func addFault(_ reason: @autoclosure () -> Failure?) {
    faults += 1
    if firstFault == nil { firstFault = reason() }
  }

  /// Adds the rows that follow.
  mutating func add(_ next: RowTally) {
    rows += next.rows
    undefined.add(next.undefined)
    kinks.add(next.kinks)
    faults += next.faults
    if firstFault == nil { firstFault = next.firstFault }
  }
}

/// Rows of which something is to be said: their number, and the place of the first.
struct RowCount {
  private(set) var count = 0
  /// The line of the first, or its number in an array.
  private(set) var first = 0

  mutating func add(_ line: Int) {
    if count == 0 { first = line }
    count += 1
  }

  mutating func add(_ other: RowCount) {
    if count == 0 { first = other.first }
    count += other.count
  }
}
