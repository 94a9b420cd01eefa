import AutodiffCore

/// The rows of a piece one by one, with what was written beside the numbers: a claim's digits say how exact it is meant.
struct WrittenRows {
  private let piece: RowPiece
  private let reader: RowReader
  private let keepsTexts: Bool
  /// The beginning of the next row, in bytes or in numbers.
  private var place = 0
  private var line: Int

  struct Row {
    /// The numbers of the columns; nan where anything may stand.
    var values: [Double]
    /// The texts of the columns as they are written; none in an array.
    var texts: [String] = []

    /// The number in a column as somebody's claim; a number that was not written is meant exactly.
    func claim(_ column: Int) -> Claim { Claim(number: values[column], writtenAs: texts.isEmpty ? "" : texts[column]) }
  }

  enum Content {
    case row(Row)
    case fault(RowFault)
  }

  /// - Parameters:
  ///   - reader: its targets are the columns themselves.
  ///   - keepsTexts: whether anybody will ask for what is written.
  init(_ piece: RowPiece, _ reader: RowReader, keepsTexts: Bool) {
    self.piece = piece
    self.reader = reader
    self.keepsTexts = keepsTexts
    line = piece.firstLine
  }

  /// The next row and its line; nil after the last.
  mutating func next() -> (line: Int, content: Content)? {
    let start = place
    let columns = reader.targets.count
    if let numbers = piece.numbers {
      guard start < numbers.count else { return nil }
      place += columns
      defer { line += 1 }
      return (line, .row(Row(values: Array(numbers[start..<place]))))
    }
    guard start < piece.bytes.count else { return nil }
    defer { line += 1 }
    var row = Row(values: Array(repeating: .nan, count: columns))
    let fault = piece.bytes.withUnsafeBufferPointer { bytes in
      row.values.withUnsafeMutableBufferPointer { values in
        values.baseAddress.flatMap { reader.read(bytes, at: &place, into: $0, stride: 1) }
      }
    }
    if let fault { return (line, .fault(fault)) }
    if keepsTexts {
      let text = piece.bytes[start..<place].prefix { $0 != UInt8(ascii: "\n") }.withoutReturn
      row.texts = PointColumns.fields(text, reader.separator).map { String(decoding: $0.text, as: UTF8.self).trimmed }
    }
    return (line, .row(row))
  }
}
