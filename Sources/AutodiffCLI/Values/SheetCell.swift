import AutodiffCore

/// Cells of tables that a spreadsheet opens.
enum SheetCell {
  /// A text without control characters, and with an apostrophe before what a spreadsheet would run as a formula: all
  /// that begins with a sign and is no number.
  static func text(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      result.append(!isControl || scalar == "\n" ? scalar : scalar == "\t" || scalar == "\r" ? " " : "\u{FFFD}")
    }
    let plain = String(result)
    guard let first = plain.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
      "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
    else { return plain }
    return isNumber(plain.trimmed) ? plain : "'" + plain
  }

  /// Returns the text of a cell without the blanks around it, and without the apostrophe that `text` puts before a sign.
  static func read(_ cell: String) -> String {
    let cell = cell.trimmed
    guard cell.utf8.first == UInt8(ascii: "'") else { return cell }
    let rest = String(cell.dropFirst())
    return text(rest) == cell ? rest : cell
  }

  /// Returns whether a text is a number, with a decimal point or a comma.
  private static func isNumber(_ text: String) -> Bool {
    let pointed = String(text.map { $0 == "," ? "." : $0 })
    return WrittenPrecision.number(pointed) == pointed
  }
}
