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

  /// Returns the lines of a formula, which is broken before the signs of sums and products, and rather between brackets
  /// than within them.
  package static func lines(formula: String, width: Int, after beginning: String = "") -> [String] {
    var parts: [String] = []
    for word in formula.split(separator: " ", omittingEmptySubsequences: false) {
      if let sign = parts.last, ["+", "-", "@"].contains(sign) {
        parts[parts.count - 1] = sign + " " + word
      } else {
        parts.append(String(word))
      }
    }
    let indent = String(repeating: " ", count: TextWidth.of(beginning))
    let room = width - TextWidth.of(beginning)
    var depths: [Int] = []
    var depth = 0
    for part in parts {
      depths.append(depth)
      depth += part.utf8.reduce(0) { $0 + ("([".utf8.contains($1) ? 1 : ")]".utf8.contains($1) ? -1 : 0) }
    }
    var result: [String] = []
    var start = 0
    while start < parts.count {
      var (end, length) = (start, -1)
      while end < parts.count, end == start || length + 1 + TextWidth.of(parts[end]) <= room {
        length += 1 + TextWidth.of(parts[end])
        end += 1
      }
      if end < parts.count, end > start + 1 {
        // Of the places in the second half of the line, the last of those outermost.
        var (place, best, own) = (end, end, length)
        while place > start + 1 {
          place -= 1
          own -= 1 + TextWidth.of(parts[place])
          if own < room / 2 { break }
          if depths[place] < depths[best] { best = place }
        }
        end = best
      }
      result.append((result.isEmpty ? beginning : indent) + parts[start..<end].joined(separator: " "))
      start = end
    }
    return result.isEmpty ? [beginning] : result
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
