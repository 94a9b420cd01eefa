import AutodiffCore

extension RowFault {
  /// The fault as an error with its place.
  ///
  /// - Parameter hasNames: whether the table has a line of names, or `--columns` gives them.
  func failure(_ piece: RowPiece, path: String, hasNames: Bool) -> Failure {
    let source = SourceText(
      piece.bytes, name: path, firstLine: piece.firstLine)
    let text =
      switch reason {
      case .blank: "a blank line between rows"
      case .fieldCount(let count, let expected):
        "\(count) field\(count == 1 ? "" : "s") where \(hasNames ? "the header" : "--columns") has \(expected)"
      case .openQuote: "a quote that does not end on its line"
      case .tooLarge:
        "the number \(ProblemText.quoted(String(decoding: piece.bytes[place], as: UTF8.self).trimmed)) is too large for a double"
      case .notANumber:
        "\(ProblemText.quoted(String(decoding: piece.bytes[place], as: UTF8.self).trimmed)) is not a number"
      }
    return .malformedRow(reason: text, source, Span(place.lowerBound..<place.lowerBound))
  }
}
