import AutodiffCore

/// A table of points, row by row, with what was written beside the numbers: a claim's digits say how exact it is meant.
struct PointTable {
  /// A row as it was written, and its numbers.
  struct Row {
    var line: Int
    var texts: [String]
    var values: [Double]
  }

  private let stream: PointStream
  private var piece = RowPiece(bytes: [], firstLine: 1)
  private var next = 0
  private var line = 1
  /// The line of the first row.
  let firstRowLine: Int

  /// Reads the header.
  ///
  /// - Throws: an array, too, whose numbers are not written.
  init(_ path: String, _ invocation: Invocation, _ host: Host) throws(Failure) {
    stream = try PointStream(path, invocation, host)
    if stream.array != nil { throw .usage(.conflict("check --points", "an array of NumPy's")) }
    firstRowLine = invocation.has(.columns) ? 1 : 2
  }

  var columns: [String] { stream.columns.names }
  var arrayShapes: [Lowering.InputShape] { stream.columns.arrayShapes }

  /// The next row; nil after the last.
  ///
  /// - Parameter used: the columns that must be numbers; any other may hold what it likes.
  mutating func row(_ used: Set<Int>) throws(Failure) -> Row? {
    if next == piece.bytes.count {
      guard let piece = try stream.next(isFull: false) else { return nil }
      self.piece = piece
      next = 0
      line = piece.firstLine
    } else {
      line += 1
    }
    let bytes = piece.bytes
    let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let start = next
    let fields = PointColumns.fields(bytes[start..<end].withoutReturn, stream.columns.separator)
    next = min(end + 1, bytes.count)
    if bytes[start..<end].allSatisfy({ $0 <= UInt8(ascii: " ") }) {
      throw malformed(start, "a blank line between rows")
    }
    guard fields.count == columns.count else {
      throw malformed(
        start,
        "\(fields.count) field\(fields.count == 1 ? "" : "s") where \(firstRowLine == 1 ? "--columns" : "the header") has \(columns.count)"
      )
    }
    var row = Row(line: line, texts: [], values: [])
    for (column, field) in fields.enumerated() {
      let text = String(decoding: field.text, as: UTF8.self).trimmed
      guard let value = Self.number(text) ?? (used.contains(column) ? nil : .nan) else {
        throw malformed(field.start, "\(ProblemText.quoted(text)) is not a number")
      }
      row.texts.append(text)
      row.values.append(value)
    }
    return row
  }

  private func malformed(_ offset: Int, _ reason: String) -> Failure {
    let source = SourceText(
      piece.bytes, name: stream.name, firstLine: piece.firstLine)
    return .malformedRow(reason: reason, source, Span(offset..<offset))
  }

  private static func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let (value, end) = DecimalReader.readSigned(buffer, at: 0), end == buffer.count else { return nil }
      return value
    }
  }
}
