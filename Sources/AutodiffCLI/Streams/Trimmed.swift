/// Texts without the blanks around them, and the bytes that are blanks.
extension StringProtocol {
  var trimmed: String {
    var rest = Substring(self)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

extension UInt8 {
  /// A flag for blanks, tabs, the ends of lines, and what else separates words but does not show.
  var isSpace: Bool { self == UInt8(ascii: " ") || self &- 9 < 5 }

  /// A flag for blanks, tabs and carriage returns, which separate words on a line.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r") }

  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  var isPlainLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "_") }
}
