/// The words of a primitive's row about the change of its value: words with mathematics in backquotes, such as
/// "the diagonal of `V' @ du @ V`".
struct StepWords {
  private let parts: [String]

  /// - Parameter words: The words, in which `u` is the operand, `du` its change and `y` the value.
  /// - Parameter moving: The letter to be written for u.
  /// - Parameter value: The letter to be written for y.
  init(_ words: String, moving: String, value: String) {
    parts = words.parts(around: "`").enumerated().map { place, part in
      part.split(separator: " ", omittingEmptySubsequences: false).map { word in
        Self.renamed(String(word), moving, value)
      }.joined(separator: " ")
    }
  }

  /// Returns a word with other letters for u, du and y, wherever they stand by themselves.
  private static func renamed(_ word: String, _ moving: String, _ value: String) -> String {
    var result = ""
    var name = ""
    func end() {
      result += name == "u" ? moving : name == "du" ? "d" + moving : name == "y" ? value : name
      name = ""
    }
    for character in word {
      if character.isLetter {
        name.append(character)
      } else {
        end()
        result.append(character)
      }
    }
    end()
    return result
  }

  /// Returns the words in a style.
  func text(_ style: FormulaStyle) -> String {
    guard style == .latex else { return parts.joined() }
    return parts.enumerated().map { place, part in
      if part.isEmpty { return "" }
      return place.isMultiple(of: 2) ? "\\text{\(LaTeX.escaped(part))}" : Self.mathematics(part)
    }.joined()
  }

  /// Returns a product in LaTeX: symbols with blanks and signs between them.
  private static func mathematics(_ text: String) -> String {
    text.split(separator: " ").compactMap { symbol in symbol == "@" ? nil : Self.symbol(String(symbol)) }
      .joined(separator: " \\, ")
  }

  private static func symbol(_ text: String) -> String {
    if text.hasSuffix("'") { return "{\(symbol(String(text.dropLast())))}^{\\top}" }
    if text.hasPrefix("inv("), text.hasSuffix(")") { return "{\(symbol(String(text.dropFirst(4).dropLast())))}^{-1}" }
    if text.count == 2, text.hasPrefix("d") { return LaTeX.differential + text.dropFirst() }
    return text
  }
}
