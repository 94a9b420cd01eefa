/// The lines of a table that somebody may have edited by hand, as cells without the blanks around them.
///
/// A table is separated by commas, semicolons or tabs, is one of Markdown's, or has columns two or more blanks apart;
/// its line of names tells which.
struct TextRecords {
  /// A line of a table.
  struct Record {
    /// The number of the line in the file, counted from 1.
    let line: Int
    let cells: [String]
  }

  /// The ways in which cells are told apart.
  private enum Separation {
    case by(Character)
    case bars
    case blanks
  }

  /// The lines that hold anything.
  let records: [Record]
  /// A Boolean value indicating whether a comma stands for the decimal point.
  let hasDecimalCommas: Bool
  /// A Boolean value indicating whether blank cells leave no trace, because blanks are all that tells cells apart.
  let losesBlankCells: Bool

  /// Splits a text into records.
  ///
  /// - Parameter isHeader: A closure that returns a Boolean value indicating whether cells are a table's names; the
  ///   first way to read the text that finds such a line is taken.
  init?(_ bytes: [UInt8], isHeader: ([String]) -> Bool) {
    let text = String(
      decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
    for separation in [Separation.by("\t"), .by(";"), .by(","), .bars, .blanks] {
      let records: [Record]
      switch separation {
      case .by(let separator): records = Self.separated(text, by: separator)
      case .bars, .blanks:
        records = text.split(omittingEmptySubsequences: false) { $0.isNewline }.enumerated().compactMap { index, line in
          let cells = if case .bars = separation { Self.cellsOfMarkdown(line) } else { Self.words(line) }
          return cells.contains { !$0.isEmpty } ? Record(line: index + 1, cells: cells) : nil
        }
      }
      guard records.contains(where: { isHeader($0.cells) }) else { continue }
      self.records = records
      if case .by(";") = separation { hasDecimalCommas = true } else { hasDecimalCommas = false }
      if case .blanks = separation { losesBlankCells = true } else { losesBlankCells = false }
      return
    }
    return nil
  }

  /// Returns the records of a table with a separator, in which quotes hold a cell together.
  ///
  /// Source: Y. Shafranovich, "Common Format and MIME Type for CSV Files", RFC 4180, section 2.
  private static func separated(_ text: String, by separator: Character) -> [Record] {
    var records: [Record] = []
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var line = 1
    var firstLine = 1
    var previous: Character?
    func end(_ cell: inout String) {
      cells.append(cell.withoutBlanksAround)
      cell = ""
    }
    for character in text {
      if character == "\"" {
        if isQuoted {
          isQuoted = false
        } else if previous == "\"" {
          // Two quotes within quotes are one.
          cell.append(character)
          isQuoted = true
        } else if cell.withoutBlanksAround.isEmpty {
          isQuoted = true
        } else {
          cell.append(character)
        }
      } else if isQuoted {
        cell.append(character)
        if character.isNewline { line += 1 }
      } else if character == separator {
        end(&cell)
      } else if character.isNewline {
        end(&cell)
        if cells.contains(where: { !$0.isEmpty }) { records.append(Record(line: firstLine, cells: cells)) }
        cells = []
        line += 1
        firstLine = line
      } else {
        cell.append(character)
      }
      previous = character
    }
    end(&cell)
    if cells.contains(where: { !$0.isEmpty }) { records.append(Record(line: firstLine, cells: cells)) }
    return records
  }

  /// Returns the cells of a line of Markdown's; none of a rule, or of a line that is in no table.
  private static func cellsOfMarkdown(_ line: Substring) -> [String] {
    guard line.first(where: { $0 != " " }) == "|" else { return [] }
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line {
      if isEscaped || character != "\\" && character != "|" {
        cell.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        cells.append(cell.withoutBlanksAround)
        cell = ""
      }
    }
    let isRule = cells.allSatisfy { $0.allSatisfy { $0 == "-" || $0 == ":" } } && cells.contains { $0.count > 2 }
    return isRule ? [] : Array(cells.dropFirst())
  }

  /// Returns the parts of a line that stand two or more blanks apart.
  private static func words(_ line: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var blanks = 0
    for character in line {
      if character == " " {
        blanks += 1
        continue
      }
      if blanks > 1, !word.isEmpty {
        words.append(word)
        word = ""
      } else if blanks > 0, !word.isEmpty {
        word += " "
      }
      blanks = 0
      word.append(character)
    }
    return word.isEmpty ? words : words + [word]
  }
}

extension StringProtocol {
  /// The text without the blanks at its beginning and its end.
  var withoutBlanksAround: String {
    var rest = Substring(self)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
