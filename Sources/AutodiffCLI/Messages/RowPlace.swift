import AutodiffCore

/// Where a row of a table stands.
package struct RowPlace: Equatable {
  /// What a table counts, from 1: an array of NumPy's has no lines.
  enum Unit: String { case line, row }

  /// The table, as messages call it.
  var table: String
  var number: Int
  var unit: Unit

  var text: String { "\(unit.rawValue) \(number) of \(ProblemText.printable(path: table))" }

  var json: JSON { .object([("file", .string(table)), (unit.rawValue, .integer(number))]) }
}
