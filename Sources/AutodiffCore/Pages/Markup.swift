/// Text as HTML, in which nothing is taken for markup.
enum Markup {
  /// Returns a text that stands for itself between tags and in quoted attributes.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.properties.generalCategory == .control || scalar.value & 0xFFFE == 0xFFFE:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Returns markup with the numbers of characters in place of those beyond ASCII, of which scripts and styles have none.
  static func ascii(_ markup: String) -> String {
    markup.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += "&#x\(String(scalar.value, radix: 16));"
      }
    }
  }

  /// Returns words in which backquotes enclose code.
  static func words(_ text: String) -> String {
    text.parts(around: "`").enumerated().map { place, part in
      place.isMultiple(of: 2) ? escaped(String(part)) : "<code>\(escaped(String(part)))</code>"
    }.joined()
  }

  /// Returns the text of a program, which may run in both directions.
  static func program(_ text: String) -> String { "<code><bdi>\(escaped(text))</bdi></code>" }
}
