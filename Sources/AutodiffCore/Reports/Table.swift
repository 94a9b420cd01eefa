/// A table of text for people or for programs.
package struct Table: Sendable {
  /// The alignments of a column.
  package enum Alignment: Sendable { case left, right }

  /// A column's title and form.
  package struct Column: Sendable {
    /// The title in the first line.
    package var title: String
    /// The side on which the cells are aligned.
    package var alignment: Alignment
    /// A Boolean value indicating whether the cells may be broken over several lines if the table is too wide.
    package var folds: Bool
    /// A Boolean value indicating whether LaTeX sets the cells as mathematics.
    package var isMath: Bool

    /// Creates a column.
    package init(title: String, alignment: Alignment = .left, folds: Bool = false, isMath: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.folds = folds
      self.isMath = isMath
    }
  }

  /// The columns.
  package var columns: [Column]
  /// The rows, each with a cell for each column.
  package var rows: [[String]] = []

  /// Creates a table without rows.
  package init(_ columns: [Column]) { self.columns = columns }
}

/// The width of texts in cells of a terminal.
package enum TextWidth {
  /// Returns the number of cells that a text takes.
  package static func of(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + ($1.isCombining ? 0 : $1.isWide ? 2 : 1) }
  }

  /// Returns a text filled with spaces to a width.
  static func padded(_ text: String, to width: Int, _ alignment: Table.Alignment) -> String {
    let space = String(repeating: " ", count: max(0, width - of(text)))
    return alignment == .left ? text + space : space + text
  }
}

extension Table {
  /// Returns the table as aligned columns, two spaces apart. If a line is wider than `width`, the cells of columns that
  /// may be folded are.
  package func text(width: Int) -> [String] {
    var widths = columns.indices.map { column in
      rows.reduce(TextWidth.of(columns[column].title)) { max($0, Self.width(of: $1[column])) }
    }
    shrink(&widths, to: width)
    let hasTitles = columns.contains { !$0.title.isEmpty }
    var lines = hasTitles ? [line(columns.map(\.title), widths)] : []
    for row in rows {
      let cells = zip(row.indices, row).map { index, cell in
        columns[index].folds ? Self.fold(cell, to: widths[index]) : Self.lines(of: cell)
      }
      for height in 0..<(cells.map(\.count).max() ?? 0) {
        lines.append(line(cells.map { height < $0.count ? $0[height] : "" }, widths))
      }
    }
    return lines
  }

  /// Returns the table with some of its columns only.
  package func keeping(_ places: some Sequence<Int>) -> Table {
    var table = Table(places.map { columns[$0] })
    table.rows = rows.map { row in places.map { row[$0] } }
    return table
  }

  /// Returns the width of a cell: that of the widest of its lines.
  package static func width(of cell: String) -> Int { lines(of: cell).map { TextWidth.of($0) }.max() ?? 0 }

  /// Returns the lines of a cell padded to one width, so that a block keeps its form however it is aligned.
  private static func lines(of cell: String) -> [String] {
    guard cell.utf8.contains(UInt8(ascii: "\n")) else { return [cell] }
    let lines = cell.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let width = lines.map { TextWidth.of($0) }.max() ?? 0
    return lines.map { TextWidth.padded($0, to: width, .left) }
  }

  /// Narrows the widest columns that fold until the lines fit, or no such column is wide.
  private func shrink(_ widths: inout [Int], to width: Int) {
    let foldable = columns.indices.filter { columns[$0].folds }
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
    while excess > 0, let widest = foldable.max(by: { widths[$0] < widths[$1] }), widths[widest] > 14 {
      let second = foldable.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
      let step = min(excess, max(1, widths[widest] - max(14, second)))
      widths[widest] -= step
      excess -= step
    }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { line += "  " }
      line += TextWidth.padded(cell, to: widths[index], columns[index].alignment)
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// Returns a text broken after spaces, commas and signs if possible, else anywhere; further lines are indented.
  private static func fold(_ text: String, to width: Int) -> [String] {
    guard TextWidth.of(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    var breakable: String.Index?
    for character in text {
      let cell = TextWidth.of(String(character))
      if lineWidth + cell > width {
        let rest: Substring
        if let place = breakable, place < line.endIndex {
          rest = line[place...]
          line = String(line[..<place])
        } else {
          rest = ""
        }
        let next = "  " + rest.drop { $0 == " " }
        lines.append(line)
        line = next
        lineWidth = TextWidth.of(next)
        breakable = nil
      }
      if character == " ", breakable == nil, lineWidth == 2, !lines.isEmpty { continue }
      line.append(character)
      lineWidth += cell
      if " ,·*+/".contains(character), lineWidth > 3 { breakable = line.endIndex }
    }
    lines.append(line)
    return lines.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// Returns the table in a format for tables, and as text in any other format.
  package func lines(_ format: OutputFormat, width: Int) -> [String] {
    switch format {
    case .csv: separated(by: ",")
    case .tsv: separated(by: "\t")
    case .markdown: markdown
    case .latex: latex
    default: text(width: width)
    }
  }

  /// The table in Markdown, as GitHub and others extend it.
  package var markdown: [String] {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { Markdown.cell($0) }.joined(separator: " | ") + " |"
    }
    let rule = "| " + columns.map { $0.alignment == .left ? "---" : "---:" }.joined(separator: " | ") + " |"
    return [line(columns.map(\.title)), rule] + rows.map(line)
  }

  /// The table as a LaTeX tabular. The cells are LaTeX already; those of mathematical columns get their dollar signs.
  package var latex: [String] {
    let layout = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    func line(_ cells: [String]) -> String {
      // Matrices below each other would touch.
      "  " + cells.joined(separator: " & ")
        + (cells.contains { $0.includes(Self.matrix) } ? " \\\\ \\noalign{\\smallskip}" : " \\\\")
    }
    let cells = rows.map { row in
      zip(columns, row).map { $0.isMath && !$1.isEmpty ? "$\($1)$" : $1 }
    }
    return ["\\begin{tabular}{\(layout)}", "  \\hline", line(columns.map(\.title)), "  \\hline"] + cells.map(line)
      + ["  \\hline", "\\end{tabular}"]
  }

  /// The beginning of a matrix in LaTeX.
  private static let matrix = "\\begin{bmatrix}"

  /// Returns the table with a separator between cells, quoted as RFC 4180 asks.
  package func separated(by separator: Character) -> [String] {
    ([columns.map(\.title)] + rows).map { row in
      row.map { Separated.field($0, separator) }.joined(separator: String(separator))
    }
  }
}

/// The spelling of text in Markdown.
package enum Markdown {
  /// Returns the text of a cell, with characters escaped that Markdown would read.
  static func cell(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "|", "*", "_", "`", "\\", "<", ">": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }
}

/// The spelling of text in tables with separators.
package enum Separated {
  /// Returns the text of a field, in quotation marks if it holds a separator, a quotation mark or a newline.
  ///
  /// Source: Y. Shafranovich, "Common Format and MIME Type for CSV Files", RFC 4180, section 2.
  package static func field(_ text: String, _ separator: Character) -> String {
    guard text.contains(where: { $0 == separator || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
