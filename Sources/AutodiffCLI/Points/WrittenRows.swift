import AutodiffCore

/// The rows of a piece one by one, with what was written beside the numbers: claims, and columns that are passed through.
struct WrittenRows {
  private let piece: RowPiece
  private let reader: RowReader
  private let keepsTexts: Bool
  /// The beginning of the next row, in bytes or in numbers.
  private var place = 0
  private var line: Int

  /// - Parameters:
  ///   - reader: its targets are the columns themselves.
  ///   - keepsTexts: whether anybody will ask for what is written.
  init(_ piece: RowPiece, _ reader: RowReader, keepsTexts: Bool) {
    self.piece = piece
    self.reader = reader
    self.keepsTexts = keepsTexts
    line = piece.firstLine
  }

  /// The next row; nil after the last.
  mutating func next() -> WrittenRow? {
    let start = place
    let columns = reader.targets.count
    if let numbers = piece.numbers {
      guard start < numbers.count else { return nil }
      place += columns
      defer { line += 1 }
      return WrittenRow(line: line, values: Array(numbers[start..<place]))
    }
    guard start < piece.bytes.count else { return nil }
    defer { line += 1 }
    var row = WrittenRow(line: line, values: Array(repeating: .nan, count: columns))
    piece.bytes.withUnsafeBufferPointer { bytes in
      row.fault = row.values.withUnsafeMutableBufferPointer { values in
        values.baseAddress.flatMap { reader.read(bytes, at: &place, into: $0, stride: 1) }
      }
      if keepsTexts { row.write(reader.fields(bytes, from: start), of: piece) }
    }
    return row
  }
}

/// A row of a table with what was written in it.
struct WrittenRow {
  let line: Int
  /// The numbers of the columns; nan where anything may stand.
  var values: [Double]
  /// The reason for which the row is none.
  var fault: RowFault?
  /// The places of the fields in the piece that the row is of; nil for a row of numbers.
  private var fields: [Range<Int>]?
  private var bytes: [UInt8] = []

  init(line: Int, values: [Double]) {
    self.line = line
    self.values = values
  }

  fileprivate mutating func write(_ fields: [Range<Int>], of piece: RowPiece) {
    self.fields = fields
    bytes = piece.bytes
  }

  /// A flag for rows that were written, and are not of an array.
  var isWritten: Bool { fields != nil }

  /// Returns the text of a column; it is empty where the row has no such field.
  func text(_ column: Int) -> String {
    guard fields != nil else { return NumberText()(values[column]) }
    return place(column).map { FieldText.of(bytes[$0]) } ?? ""
  }

  /// Returns the place of a column's field in the piece.
  func place(_ column: Int) -> Range<Int>? {
    guard let fields, column < fields.count else { return nil }
    return fields[column]
  }
}
