/// Calls of functions that are called otherwise here, with their arguments put into the spelling.
enum SynonymCall {
  /// Returns the rows of the call of a function; none if the synonym has no spelling.
  static func rows(_ synonym: Synonyms.Row, _ name: String) -> [Misspelling] {
    guard let spelling = synonym.spelling else { return [] }
    let text = LooseText(Array(spelling.utf8))
    let arguments = synonym.arguments ?? places(in: text).map { text.words[$0].text }.unique
    let pattern = "\(name) ( " + arguments.map { _ in "EXPR" }.joined(separator: " , ") + " )"
    return [Misspelling(pattern, template(text, arguments, first: 3), synonym.remark)]
  }

  /// Returns the rows of a function in front of its only argument without brackets; none if the synonym has no spelling,
  /// or takes more.
  static func bareRows(_ synonym: Synonyms.Row, _ name: String) -> [Misspelling] {
    guard let spelling = synonym.spelling else { return [] }
    let text = LooseText(Array(spelling.utf8))
    let arguments = synonym.arguments ?? places(in: text).map { text.words[$0].text }.unique
    return arguments.count == 1 ? [Misspelling("\(name) FACTOR", template(text, arguments, first: 2))] : []
  }

  /// The words of a spelling that stand for arguments.
  private static func places(in text: LooseText) -> [Int] {
    text.words.indices.filter { place in
      let next = place + 1 < text.words.count ? text.words[place + 1].text : ""
      return text.words[place].kind == .name && next != "(" && next != "=" && text.words[place].text != "pi"
    }
  }

  /// Returns the spelling with marks for the matched elements: an argument among others needs no brackets.
  ///
  /// - Parameter first: The number of the first argument's element; the others follow with a comma between them.
  private static func template(_ text: LooseText, _ arguments: [String], first: Int) -> String {
    var result = ""
    var end = 0
    for place in places(in: text) {
      guard let number = arguments.firstIndex(of: text.words[place].text) else { continue }
      let range = text.words[place].range
      let before = place > 0 ? text.words[place - 1].text : ""
      let after = place + 1 < text.words.count ? text.words[place + 1].text : ""
      let isArgument = ["(", ","].contains(before) && [")", ","].contains(after)
      result += String(decoding: text.bytes[end..<range.lowerBound], as: UTF8.self)
      result += isArgument ? "$\(2 * number + first)" : "{\(2 * number + first)}"
      end = range.upperBound
    }
    return result + String(decoding: text.bytes[end...], as: UTF8.self)
  }
}

extension [String] {
  /// The elements in order, each once.
  fileprivate var unique: [String] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
