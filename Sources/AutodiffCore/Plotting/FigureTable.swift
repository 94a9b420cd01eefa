/// The numbers of a picture, for other programs.
package struct FigureTable: Sendable {
  /// The names of the columns.
  package var names: [String]
  /// The rows, a number for each column.
  package var rows: [[Double]] = []
}
