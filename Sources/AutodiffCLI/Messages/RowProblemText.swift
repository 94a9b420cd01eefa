import AutodiffCore

/// The words for a line that is no row of a table.
enum RowProblemText {
  static func message(_ problem: Failure.RowProblem) -> String {
    switch problem {
    case .blank: "a blank line between rows"
    case .fieldCount(let count, let expected, let hasHeader):
      "\(count) field\(count == 1 ? "" : "s") where \(hasHeader ? "the header" : "--columns") has \(expected)"
    case .blanksBetween(let expected): "1 field where there are \(expected) columns"
    case .numberCount(let count, let expected):
      "\(count) number\(count == 1 ? "" : "s") where the first row has \(expected)"
    case .openQuote: "a quote that does not end on its line"
    case .missingNumber: "a number is missing"
    case .tooLarge(let text): "the number \(ProblemText.quoted(text)) is too large for a double"
    case .notANumber(let text), .notSeparated(let text), .nameNotNumber(let text):
      "\(ProblemText.quoted(text)) is not a number"
    case .uncertainty(let fault): ProblemText.message(.uncertainty(fault))
    case .unreadable(let text, let reason):
      "\(ProblemText.quoted(text)) cannot be read: \(UnreadableText.message(reason))"
    }
  }

  /// Advice on a table whose columns have blanks between them.
  static let blanks =
    "columns are separated by commas, semicolons, tabs or '|', not by blanks: tr -s ' ' ',' makes commas"

  static func hint(_ problem: Failure.RowProblem) -> String? {
    switch problem {
    case .notSeparated: "numbers are separated by commas or blanks"
    case .nameNotNumber: "where the first line names the columns, leave out --columns"
    case .blanksBetween: blanks
    case .notANumber(let text) where text.contains(",") && hasNumbers(text):
      "a decimal comma is read in tables with ';' between columns"
    case .unreadable(_, .problem(let fact)): ProblemText.hint(fact)
    case .uncertainty: "the column has one standard deviation of each number"
    case .unreadable, .blank, .fieldCount, .numberCount, .openQuote, .missingNumber, .tooLarge, .notANumber: nil
    }
  }

  /// Returns whether a text is two whole numbers with a comma between them, in quotes or not.
  private static func hasNumbers(_ text: String) -> Bool {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { part in
        part.contains { $0.isNumber } && part.allSatisfy { $0.isNumber || "-+\" ".contains($0) }
      }
  }
}
