import AutodiffCore

/// A picture of functions in the format that is asked for.
struct FigureReport {
  let session: Session
  let format: OutputFormat

  /// Writes a picture, or the numbers that it is drawn from.
  func write(_ figure: @autoclosure () -> Figure, _ table: @autoclosure () -> FigureTable) {
    switch format {
    case .svg:
      for line in FigureSVG.lines(figure(), ascii: session.rendering.ascii) { session.out.line(line) }
    case .csv: write(table())
    default:
      let ascii = session.rendering.ascii
      // Spellings may be longer than what they stand for.
      let figure = ascii ? figure().texts(ASCII.transcribed) : figure()
      for line in FigureText.lines(figure, width: session.rendering.width, ascii: ascii) { session.out.line(line) }
    }
  }

  private func write(_ table: FigureTable) {
    let out = session.out
    out.line(table.names.map { $0.utf8.contains(UInt8(ascii: ",")) ? "\"\($0)\"" : $0 }.joined(separator: ","))
    for row in table.rows {
      for (place, value) in row.enumerated() {
        if place > 0 { out.write(",") }
        out.write(value, session.rendering.number)
      }
      out.write("\n")
    }
  }

  /// The title of a program: its statements in one line, without comments.
  static func title(_ expression: String) -> String {
    expression.split(separator: "\n").map { line in line.prefix { $0 != "#" }.trimmed }
      .filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
