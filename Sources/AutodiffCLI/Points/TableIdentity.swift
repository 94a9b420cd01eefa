import AutodiffCore

/// A table as messages speak of it: its name, and what it counts.
struct TableIdentity: Sendable {
  /// The table's path, or the words for standard input.
  let name: String
  let unit: RowPlace.Unit
  /// A flag for tables that begin with a line of names, where `--columns` does not give them.
  let hasHeader: Bool
  /// The line of the first row, or its number in an array.
  let firstRow: Int

  /// The place of a row.
  ///
  /// - Parameter number: the row's line, or its number in an array, from 1.
  func place(_ number: Int) -> RowPlace { RowPlace(table: name, number: number, unit: unit) }

  /// The fault of a row as an error with its place.
  func failure(_ fault: RowFault, in piece: RowPiece) -> Failure {
    let source = SourceText(piece.bytes, name: name, firstLine: piece.firstLine)
    var text: String { String(decoding: piece.bytes[fault.place], as: UTF8.self).trimmed }
    let problem: Failure.RowProblem =
      switch fault.reason {
      case .blank: .blank
      case .fieldCount(let count, let expected): .fieldCount(count, expected: expected, hasHeader: hasHeader)
      case .openQuote: .openQuote
      case .tooLarge: .tooLarge(text)
      case .notANumber: .notANumber(text)
      case .unreadable(let reason): .unreadable(text, reason)
      }
    return .malformedRow(problem, source, Span(fault.place.lowerBound..<fault.place.lowerBound))
  }
}
