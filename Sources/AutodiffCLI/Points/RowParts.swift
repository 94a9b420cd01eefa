import AutodiffCore

/// Pieces of a table in parts of a few rows, for work that takes long at each.
///
/// One row at first, so that its answer comes soon; more while they are quickly done, so that threads need not wait for
/// each other. What is answered does not depend on it.
struct RowParts {
  private var piece = RowPiece(bytes: [], firstLine: 1)
  /// The number of numbers in a row of an array.
  private var columns = 1
  /// The beginning of the next row, in bytes or in numbers.
  private var place = 0
  private var line = 1
  private var rows = 1
  private var count = 0
  private var time = System.seconds

  private static let mostRows = 32
  /// A number of parts, and the seconds that they are to take at most.
  private static let pace = (parts: 16, seconds: 0.1)

  var isAtEnd: Bool { place == piece.numbers?.count ?? piece.bytes.count }

  /// Goes on with the next piece.
  mutating func begin(_ piece: RowPiece, columns: Int) {
    self.piece = piece
    self.columns = columns
    place = 0
    line = piece.firstLine
  }

  /// The next part; nil after the last of the piece.
  mutating func next() -> RowPiece? {
    if isAtEnd { return nil }
    defer { setPace() }
    let start = place
    let first = line
    if let numbers = piece.numbers {
      place = min(start + rows * columns, numbers.count)
      line += (place - start) / columns
      return RowPiece(bytes: [], firstLine: first, numbers: Array(numbers[start..<place]))
    }
    while line < first + rows, !isAtEnd {
      place = piece.bytes[place...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? piece.bytes.count
      line += 1
    }
    return RowPiece(bytes: Array(piece.bytes[start..<place]), firstLine: first)
  }

  private mutating func setPace() {
    count += 1
    guard count.isMultiple(of: Self.pace.parts) else { return }
    let now = System.seconds
    rows = now - time < Self.pace.seconds ? min(2 * rows, Self.mostRows) : max(1, rows / 2)
    time = now
  }
}
