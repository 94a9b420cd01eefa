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
    if piece.numbers != nil, case .uncertainty(let problem) = fault.reason {
      let row = place(piece.firstLine + fault.place.lowerBound)
      return .atRow(.text(Problem(.uncertainty(problem), nil), SourceText([])), row)
    }
    let source = SourceText(piece.bytes, name: name, firstLine: piece.firstLine)
    var text: String { String(decoding: piece.bytes[fault.place], as: UTF8.self).trimmed }
    let problem: Failure.RowProblem =
      switch fault.reason {
      case .blank: .blank
      case .fieldCount(1, let expected) where isSeparatedByBlanks(fault, piece): .blanksBetween(expected: expected)
      case .fieldCount(let count, let expected): .fieldCount(count, expected: expected, hasHeader: hasHeader)
      case .openQuote: .openQuote
      case .uncertainty(let problem): .uncertainty(problem)
      case .tooLarge: .tooLarge(text)
      case .notANumber where !hasHeader && piece.firstLine == firstRow && isInFirstLine(fault, piece):
        .nameNotNumber(text)
      case .notANumber: .notANumber(text)
      case .unreadable(let reason): .unreadable(text, reason)
      }
    return .malformedRow(problem, source, Span(fault.place.lowerBound..<fault.place.lowerBound))
  }

  private func isInFirstLine(_ fault: RowFault, _ piece: RowPiece) -> Bool {
    let text = piece.bytes[fault.place]
    let isName = text.first.map { $0.isPlainLetter || $0 == UInt8(ascii: "\"") } ?? false
    return isName && !piece.bytes[..<fault.place.lowerBound].contains(UInt8(ascii: "\n"))
  }

  /// Returns whether the line of a fault has blanks between its words.
  private func isSeparatedByBlanks(_ fault: RowFault, _ piece: RowPiece) -> Bool {
    let line = SourceText(piece.bytes).line(at: max(0, fault.place.lowerBound - 1))
    return line.split(whereSeparator: { $0.isBlank }).count > 1
  }
}
