/// A rectangle of characters on which lines are drawn in dots: eight to a character in braille, two in ASCII.
///
/// Source: The Unicode Standard, "Braille Patterns", U+2800 to U+28FF.
struct DotCanvas {
  /// The number of characters across, and of lines.
  let columns: Int
  let rows: Int
  private var dots: [UInt8]
  private var texts: [Int: Character] = [:]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    dots = Array(repeating: 0, count: columns * rows)
  }

  /// The greatest coordinates of dots, counted from the lower left.
  var size: Figure.Point { Figure.Point(x: Double(columns * 2 - 1), y: Double(rows * 4 - 1)) }

  /// Draws a line through points inside the canvas.
  ///
  /// - Parameter isDashed: A Boolean value indicating whether every third pair of dots is left out.
  mutating func draw(_ points: [Figure.Point], isDashed: Bool) {
    var count = 0
    for (from, to) in zip(points, points.dropFirst()) {
      let steps = max(1, Int(fmax(fabs(to.x - from.x), fabs(to.y - from.y)).rounded(.up)))
      for step in 0...steps {
        let part = Double(step) / Double(steps)
        count += step == 0 ? 0 : 1
        if isDashed, count / 2 % 3 == 2 { continue }
        set(Int((from.x + (to.x - from.x) * part).rounded()), Int((from.y + (to.y - from.y) * part).rounded()))
      }
    }
  }

  /// The bits of dots, from the top down, in the left and in the right half of a character.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  private mutating func set(_ x: Int, _ y: Int) {
    let fromTop = rows * 4 - 1 - y
    guard (0..<columns * 2).contains(x), (0..<rows * 4).contains(fromTop) else { return }
    dots[fromTop / 4 * columns + x / 2] |= Self.bits[x % 2][fromTop % 4]
  }

  /// Returns the column and the line of a place.
  func cell(_ place: Figure.Point) -> (column: Int, row: Int) {
    let (column, row) = (Int(fmax(0, place.x.rounded())) / 2, rows - 1 - Int(fmax(0, place.y.rounded())) / 4)
    return (min(max(column, 0), columns - 1), min(max(row, 0), rows - 1))
  }

  /// Writes a text over what is drawn.
  ///
  /// - Parameter middle: The place of its middle.
  /// - Parameter yields: A Boolean value indicating whether it is left out where another text is.
  /// - Returns: A Boolean value indicating whether it stands there.
  @discardableResult
  mutating func write(_ text: String, at middle: Figure.Point, yields: Bool = false) -> Bool {
    let (column, row) = cell(middle)
    let length = text.count
    let first = min(max(0, column - length / 2), max(0, columns - length))
    guard length <= columns else { return false }
    let places = (first..<first + length).map { row * columns + $0 }
    let surroundings = (max(0, first - 1)..<min(columns, first + length + 1)).map { row * columns + $0 }
    if yields, surroundings.contains(where: { texts[$0] != nil }) { return false }
    for (place, character) in zip(places, text) { texts[place] = character }
    return true
  }

  /// The lines from top to bottom.
  func lines(ascii: Bool) -> [String] {
    (0..<rows).map { row in
      var line = ""
      for column in 0..<columns {
        let place = row * columns + column
        if let character = texts[place] {
          line.append(character)
        } else {
          line.append(ascii ? Self.plain(dots[place]) : Self.braille(dots[place]))
        }
      }
      return line
    }
  }

  private static func braille(_ dots: UInt8) -> Character {
    guard dots != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { return " " }
    return Character(scalar)
  }

  private static func plain(_ dots: UInt8) -> Character {
    switch (dots & 0x1B != 0, dots & 0xE4 != 0) {
    case (true, true): ":"
    case (true, false): "'"
    case (false, true): "."
    case (false, false): " "
    }
  }
}
