/// A table of a reverse trace that a reader filled in: the lines of both its parts, with the numbers as they are written.
package struct FilledTrace {
  /// A line of either part.
  struct Line {
    /// The number of the line in the file, counted from 1.
    let line: Int
    /// The name of the step: that of a node, or of an adjoint with the sign behind it.
    let name: String
    /// The contribution or the sum as a formula; empty for a node.
    let formula: String
    /// The number as it is written; empty where there is none.
    let value: String
  }

  /// The lines of the way forward.
  private(set) var nodes: [Line] = []
  /// The lines of the way back.
  private(set) var adjoints: [Line] = []
  /// A Boolean value indicating whether a comma stands for the decimal point.
  private(set) var hasDecimalCommas = false

  /// Reads a table.
  ///
  /// - Returns: The table; nil if no line has the names of either part's columns.
  package init?(_ source: SourceText) {
    guard let records = TextRecords(source.bytes, isHeader: { Part(header: $0) != nil }) else { return nil }
    hasDecimalCommas = records.hasDecimalCommas
    var part: Part?
    for record in records.records {
      if let next = Part(header: record.cells) {
        part = next
        continue
      }
      guard let part else { continue }
      let line = part.line(record, losesBlankCells: records.losesBlankCells)
      if part.isBackward { adjoints.append(line) } else { nodes.append(line) }
    }
  }

  /// A part of the table: which columns hold what.
  private struct Part {
    let isBackward: Bool
    let formula: Int
    let value: Int

    /// Reads a line of names; nil if it is none.
    init?(header: [String]) {
      let names = header.map { $0.lowercased() }
      guard let first = names.first, first == "node" || first == "adjoint",
        let value = names.firstIndex(of: "value"),
        let formula = names.firstIndex(of: first == "node" ? "operation" : "contribution")
      else { return nil }
      isBackward = first == "adjoint"
      self.formula = formula
      self.value = value
    }

    func line(_ record: TextRecords.Record, losesBlankCells: Bool) -> Line {
      var cells = record.cells
      var number = cells.indices.contains(value) ? cells[value] : ""
      if losesBlankCells {
        // The word for the gate stands behind the number; before it the factors, in a table that has them and a line with any.
        if let last = cells.last, FilledTrace.gates.contains(last) { cells.removeLast() }
        let others = isBackward && cells.first?.hasSuffix("+=") == true ? value : 2
        number = cells.count > others ? cells[cells.count - 1] : ""
      }
      return Line(
        line: record.line, name: FilledTrace.key(cells.first ?? ""),
        formula: isBackward && cells.indices.contains(formula) ? FilledTrace.key(cells[formula]) : "",
        value: FilledTrace.isGap(number) ? "" : number)
    }
  }

  /// The words of the last column.
  private static let gates = [Role.distributes, .routes, .switches].map(\.rawValue) + ["adds"]

  /// Returns a Boolean value indicating whether a cell is a gap that nobody filled in.
  private static func isGap(_ cell: String) -> Bool { cell.allSatisfy { $0 == "_" || $0 == "?" || $0 == "…" } }

  /// Returns a name or a formula as it is compared: without blanks, and with one sign for each meaning.
  static func key(_ text: String) -> String {
    var key = ""
    for character in text where !character.isWhitespace {
      switch character {
      case "·", "⊙", "×": key.append("*")
      case "−", "–": key.append("-")
      default: key.append(character)
      }
    }
    return key
  }
}
