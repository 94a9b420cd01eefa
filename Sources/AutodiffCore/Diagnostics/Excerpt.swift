/// The line of a source that a message is about, with a caret under the place.
package struct Excerpt: Sendable {
  /// The number of the line in the source, counted from 1.
  package var line: Int
  /// The column of the place in characters, counted from 1; the end of the text is one past the last character.
  package var column: Int
  /// A Boolean value indicating whether only a part of the line is shown.
  package let isCut: Bool
  /// The line as shown: control characters replaced, and cut to a window when it is very long.
  private var characters: [Unicode.Scalar]
  /// The place that the message is about, as a range of `characters`; it is empty at the end of the line.
  private var place: Range<Int>

  /// The number of characters above which a line is cut.
  private static let widest = 160
  /// The number of characters shown on each side of the place in a line that is cut.
  private static let window = 60

  /// Creates the excerpt around a place.
  ///
  /// - Parameter span: The place, in bytes of the source; beyond its end, the end of the last line is shown.
  package init(_ span: Span, in source: SourceText) {
    // Trailing newlines hold nothing to point at: the end of the text is the end of its last line.
    var start = min(Int(span.start), source.bytes.count)
    if start == source.bytes.count {
      while start > 0, source.bytes[start - 1].isLineEnd { start -= 1 }
    }
    (line, column) = source.position(of: start)
    let bytes = source.line(at: start)
    start = min(start, bytes.endIndex)
    let isWide = bytes.count > Self.widest && bytes.count(where: { !$0.isContinuation }) > Self.widest
    let first = isWide ? bytes[..<start].index(start, steppingBack: Self.window) : bytes.startIndex
    let last = isWide ? bytes[start...].index(start, stepping: Self.window) : bytes.endIndex
    let before = (first > bytes.startIndex ? ["…"] : []) + Self.printable(bytes[first..<start])
    var end = max(start, min(Int(span.end), last))
    // A place within a broken character is all of it.
    while end > start, end < last, bytes[end].isContinuation { end += 1 }
    let spanned = Self.printable(bytes[start..<end])
    let after = Self.printable(bytes[end..<last])
    characters = before + spanned + after + (last < bytes.endIndex ? ["…"] : [])
    place = before.count..<before.count + spanned.count
    isCut = isWide
  }

  /// A Boolean value indicating whether the line is text: of a binary file much cannot be shown.
  package var isText: Bool {
    let hidden = characters.count { $0 == "\u{FFFD}" }
    return hidden < 4 || 8 * hidden < characters.count
  }

  /// A Boolean value indicating whether the line has nothing to point at.
  package var isBlank: Bool { characters.allSatisfy { $0 == " " } }

  /// Returns the excerpt cut to some cells around its place.
  package func clipped(to width: Int) -> Excerpt {
    let cells = characters.contains(where: \.isWide) ? width / 2 : width
    guard characters.count > cells, cells > 8 else { return self }
    var excerpt = self
    let shown = cells - 2
    let length = min(place.count, shown)
    let first = max(0, min(place.lowerBound - (shown - length) / 2, characters.count - shown))
    let last = min(characters.count, first + shown)
    let before: [Unicode.Scalar] = first > 0 ? ["…"] : []
    excerpt.characters = before + characters[first..<last] + (last < characters.count ? ["…"] : [])
    let start = place.lowerBound - first + before.count
    excerpt.place = start..<min(start + length, excerpt.characters.count)
    return excerpt
  }

  /// The number of characters of the place that are on the line.
  package var length: Int { place.count }

  /// The line, and under it a caret at the place with a tilde for each further character.
  ///
  /// Under a wide character stands a wide space and under a combining one a space of no width, so that the caret is
  /// in its column whether cells or characters are counted.
  package var lines: [String] {
    let under = characters[..<place.lowerBound].map { $0.isWide ? "\u{3000}" : $0.isCombining ? "\u{200B}" : " " }
    return [
      characters.map { String(Character($0)) }.joined(),
      under.joined() + "^" + String(repeating: "~", count: max(0, place.count - 1)),
    ]
  }

  /// Returns the two lines with each character replaced by a spelling of one cell a character.
  ///
  /// - Parameter spelling: The text to write for a character, such as `\u{e9}` for é in output that is ASCII only.
  package func lines(spelling: (Unicode.Scalar) -> String) -> [String] {
    let written = characters.map(spelling)
    let before = written[..<place.lowerBound].joined().unicodeScalars.count
    let width = written[place].joined().unicodeScalars.count
    return [
      written.joined(), String(repeating: " ", count: before) + "^" + String(repeating: "~", count: max(0, width - 1)),
    ]
  }

  private static func printable(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map(printable)
  }

  /// Returns a text of the user's, fit for a terminal however long it is.
  package static func printable(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(printable(scalar)) }
    return String(scalars)
  }

  /// Returns the character to show on a terminal for a character of the user's text: no text may move the cursor or
  /// change colours.
  static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\t" || scalar == "\n" || scalar == "\r" { return " " }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
    default: return scalar
    }
  }
}

extension ArraySlice<UInt8> {
  /// Returns the beginning of the character `count` characters before `index`, or of the slice.
  fileprivate func index(_ index: Int, steppingBack count: Int) -> Int {
    var index = index
    for _ in 0..<count {
      repeat { index -= 1 } while index > startIndex && self[index].isContinuation
      if index <= startIndex { return startIndex }
    }
    return index
  }

  /// Returns the end of the character `count` characters on from `index`, or of the slice.
  fileprivate func index(_ index: Int, stepping count: Int) -> Int {
    var index = index
    for _ in 0..<count {
      guard index < endIndex else { return endIndex }
      repeat { index += 1 } while index < endIndex && self[index].isContinuation
    }
    return index
  }
}

extension UInt8 {
  /// A Boolean value indicating whether the byte is a newline or a carriage return.
  fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}

extension Unicode.Scalar {
  /// A Boolean value indicating whether a terminal gives the character two cells: the East Asian wide blocks and emoji.
  ///
  /// Source: K. Lunde, "Unicode Standard Annex #11: East Asian Width", roughly.
  package var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x231A...0x231B, 0x2614...0x2615, 0x26A1, 0x2705, 0x274C, 0x2753...0x2757,
      0x2795...0x2797, 0x2B50, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F900...0x1FAFF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// A Boolean value indicating whether the character is drawn on the one before it and takes no cell of its own.
  package var isCombining: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }
}
