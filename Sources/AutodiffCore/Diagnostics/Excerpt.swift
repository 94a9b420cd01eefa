/// The line of a source that a message is about, and the caret under it.
package struct Excerpt: Sendable {
  package var line: Int
  /// Counts characters from 1; the end of the text is one past the last.
  package var column: Int
  /// The line as shown: control characters replaced, and cut to a window when it is very long.
  package var text: String
  /// Spaces up to the column, a caret, and a tilde for each further character of the place.
  package var marker: String

  private static let widest = 160
  private static let window = 60

  package init(_ span: Span, in source: SourceText) {
    // Trailing newlines hold nothing to point at: the end of the text is the end of its last line.
    var start = min(Int(span.start), source.bytes.count)
    if start == source.bytes.count {
      while start > 0, source.bytes[start - 1].isLineEnd { start -= 1 }
    }
    (line, column) = source.position(of: start)
    let bytes = source.line(at: start)
    let characters = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    let place = source.bytes[start..<max(start, min(Int(span.end), bytes.endIndex))]
    var length = max(1, place.reduce(0) { $0 + ($1.isContinuation ? 0 : 1) })
    var before = min(column - 1, characters.count)
    var shown = characters[...]
    var prefix = ""
    var suffix = ""
    if characters.count > Self.widest {
      let first = max(0, before - Self.window)
      let last = min(characters.count, before + Self.window)
      shown = characters[first..<last]
      if first > 0 { prefix = "…" }
      if last < characters.count { suffix = "…" }
      length = min(length, max(1, last - before))
      before = before - first + prefix.unicodeScalars.count
    }
    text = prefix + shown.map(Self.printable).joined() + suffix
    let under = text.unicodeScalars.prefix(before).map { $0.isWide ? "\u{3000}" : " " }.joined()
    marker = under + "^" + String(repeating: "~", count: length - 1)
  }

  private static func printable(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\t" { return " " }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
    default: return String(Character(scalar))
    }
  }
}

extension UInt8 {
  fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}

extension Unicode.Scalar {
  /// Whether a terminal gives it two cells: the East Asian wide blocks and emoji, roughly UAX #11.
  package var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// Whether it is drawn on the character before it and takes no cell of its own.
  package var isCombining: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }
}
