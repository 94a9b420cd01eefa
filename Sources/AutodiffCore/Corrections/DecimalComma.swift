/// The search for a decimal comma, which separates elements in this language: `0,5*x` is the vector `[0, 5*x]`.
package enum DecimalComma {
  /// Returns the oversight of a comma between whole numbers that have no blanks around it, at the top of a short
  /// program; nil if there is none, or if other commas show that a list is meant.
  package static func find(in source: SourceText) -> Oversight? {
    guard source.bytes.count <= 600, source.bytes.contains(UInt8(ascii: ",")) else { return nil }
    let text = LooseText(source.bytes)
    guard text.words.contains(where: { $0.kind == .name }) else { return nil }
    var depth = 0
    var found: Oversight?
    for (place, word) in text.words.enumerated() {
      switch word.text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case "," where depth == 0:
        guard isDecimal(text, comma: place) else { return nil }
        let (whole, part) = (text.words[place - 1], text.words[place + 1])
        found =
          found
          ?? Oversight(
            .decimalComma(whole.text, part.text), Span(whole.range.lowerBound..<part.range.upperBound))
      default: break
      }
    }
    return found
  }

  private static func isDecimal(_ text: LooseText, comma place: Int) -> Bool {
    guard text.isAdjacent(place), text.isAdjacent(place + 1), isWhole(text, place - 1), isWhole(text, place + 1) else {
      return false
    }
    let before = place > 1 ? text.words[place - 2].text : ""
    let after = place + 2 < text.words.count ? text.words[place + 2].text : ""
    return ["", "*", "/", "=", ";", "\n"].contains(before) && after != ","
  }

  private static func isWhole(_ text: LooseText, _ place: Int) -> Bool {
    text.words[place].kind == .number && text.words[place].text.allSatisfy(\.isNumber)
  }
}
