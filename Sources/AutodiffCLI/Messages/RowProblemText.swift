import AutodiffCore

/// The words for a line that is no row of a table.
enum RowProblemText {
  static func message(_ problem: Failure.RowProblem) -> String {
    switch problem {
    case .blank: "a blank line between rows"
    case .fieldCount(let count, let expected, let hasHeader):
      "\(count) field\(count == 1 ? "" : "s") where \(hasHeader ? "the header" : "--columns") has \(expected)"
    case .numberCount(let count, let expected):
      "\(count) number\(count == 1 ? "" : "s") where the first row has \(expected)"
    case .openQuote: "a quote that does not end on its line"
    case .missingNumber: "a number is missing"
    case .tooLarge(let text): "the number \(ProblemText.quoted(text)) is too large for a double"
    case .notANumber(let text), .notSeparated(let text): "\(ProblemText.quoted(text)) is not a number"
    }
  }

  static func hint(_ problem: Failure.RowProblem) -> String? {
    guard case .notSeparated = problem else { return nil }
    return "numbers are separated by commas or blanks"
  }
}
