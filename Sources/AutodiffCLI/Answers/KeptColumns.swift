import AutodiffCore

/// The columns of a table that are passed through to the answers; strangers may have written what stands in them.
struct KeptColumns: Sendable {
  let names: [String]
  /// The places of the columns in the table.
  let columns: [Int]

  /// The names as fields, fit for a spreadsheet. A semicolon or tab in one is in quotes, for it would be taken for the
  /// separator by whoever reads the line of names.
  func header(_ separator: Character) -> [String] {
    zip(names, cells(names, separator)).map { name, field in
      let isPlain = !name.contains { $0 == ";" || $0 == "\t" }
      return isPlain || field.hasPrefix("\"") ? field : "\"\(field)\""
    }
  }

  /// Returns the texts of a row as fields, fit for a spreadsheet.
  func cells(_ texts: [String], _ separator: Character) -> [String] {
    texts.map { Separated.field(SheetCell.text($0), separator) }
  }

  /// Returns the texts of a row by their columns.
  func json(_ texts: [String]) -> JSON { .object(zip(names, texts).map { ($0, .string($1)) }) }
}

/// The columns that are passed through, as the text that stands before the rest of an answer.
struct KeptText: Sendable {
  let columns: KeptColumns
  let format: OutputFormat
  let ascii: Bool

  /// Returns the text of a row.
  func callAsFunction(_ texts: [String]) -> String {
    if format == .json { return columns.json(texts).text(NumberText(), ascii: ascii) }
    let separator: Character = format == .tsv ? "\t" : ","
    let text = columns.cells(texts, separator).map { "\($0)\(separator)" }.joined()
    return ascii ? ASCII.transcribed(text) : text
  }
}

/// A row of a table as its answer calls it.
struct RowName {
  /// The number of the row, the first of which is 1.
  let number: Int
  /// The texts of the columns that are passed through; nil where none are.
  let texts: [String]?

  /// The name for people: the columns that are passed through, or else the number.
  var text: String {
    let shown = (texts ?? []).map { Excerpt.printable($0).trimmed }
    return shown.allSatisfy(\.isEmpty) ? "row \(number)" : shown.joined(separator: ", ")
  }
}
