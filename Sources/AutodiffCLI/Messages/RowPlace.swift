import AutodiffCore

/// The place of a row in a table.
package struct RowPlace: Equatable {
  /// The things that a table counts, from 1: an array of NumPy's has no lines.
  enum Unit: String { case line, row }

  /// The name of the table in messages.
  var table: String
  var number: Int
  var unit: Unit

  var text: String { "\(unit.rawValue) \(number) of \(ProblemText.printable(path: table))" }

  var json: JSON { .object([("file", .string(table)), (unit.rawValue, .integer(number))]) }
}
