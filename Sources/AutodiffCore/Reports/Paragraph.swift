/// Sentences broken into lines at blanks.
package enum Paragraph {
  /// Returns the lines of a text, of which what stands in backquotes or square brackets, and what a sign joins, stays on
  /// one line where it can.
  ///
  /// - Parameter width: The number of columns of a line.
  /// - Parameter beginning: The text before the first line; the others are indented as far.
  package static func lines(_ text: String, width: Int, after beginning: String = "") -> [String] {
    lines(words(text), width: width, after: beginning)
  }

  /// Returns the lines of a formula, which is broken before the signs of sums and products.
  package static func lines(formula: String, width: Int, after beginning: String = "") -> [String] {
    var parts: [String] = []
    for word in formula.split(separator: " ", omittingEmptySubsequences: false) {
      if let sign = parts.last, ["+", "-", "@"].contains(sign) {
        parts[parts.count - 1] = sign + " " + word
      } else {
        parts.append(String(word))
      }
    }
    return lines(parts, width: width, after: beginning)
  }

  private static func lines(_ words: [String], width: Int, after beginning: String) -> [String] {
    let indent = String(repeating: " ", count: TextWidth.of(beginning))
    var lines: [String] = []
    var line = beginning
    var isEmpty = true
    for word in words {
      if !isEmpty, TextWidth.of(line) + 1 + TextWidth.of(word) > width {
        lines.append(line)
        line = indent
        isEmpty = true
      }
      if !isEmpty { line += " " }
      line += word
      isEmpty = false
    }
    return lines + [line]
  }

  /// Returns the parts of a text that stay on one line.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var depth = 0
    var joins = false
    func end() {
      if joins || isSign(word), let last = words.popLast() { word = last + " " + word }
      joins = isSign(word.split(separator: " ").last.map(String.init) ?? "")
      words.append(word)
      word = ""
    }
    for character in text {
      if character == "`" { isQuoted.toggle() }
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == " ", !isQuoted, depth <= 0 {
        end()
      } else {
        word.append(character)
      }
    }
    end()
    return words
  }

  private static func isSign(_ word: String) -> Bool { word == "=" || word == "·" || word == "/" }
}
