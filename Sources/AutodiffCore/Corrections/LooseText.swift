/// A text cut into words as a person reads them, whatever language it is in: no text is malformed.
struct LooseText {
  /// The kinds of word.
  enum Kind { case name, number, superscripts, sign }

  /// A word with its place.
  struct Word {
    var kind: Kind
    var text: String
    /// The place in bytes.
    var range: Range<Int>
  }

  /// The text in UTF-8.
  let bytes: [UInt8]
  /// The words in order; blanks are none, a newline is a sign.
  let words: [Word]
  /// The words that are names of functions, by their places.
  let functions: [Bool]
  /// The characters of the text.
  private let characters: Set<Unicode.Scalar>

  /// Cuts a text; bytes that encode no character are replaced.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var words: [Word] = []
    var index = 0
    var offset = 0
    while index < scalars.count {
      let kind = Self.kind(of: scalars, at: index)
      var end = index + 1
      if let kind { while end < scalars.count, Self.continues(kind, scalars, from: index, at: end) { end += 1 } }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[index..<end])
      if let kind { words.append(Word(kind: kind, text: text, range: offset..<offset + text.utf8.count)) }
      offset += text.utf8.count
      index = end
    }
    self.words = words
    functions = words.map { $0.kind == .name && Primitive.named($0.text) != nil }
    characters = Set(scalars)
  }

  /// Returns a Boolean value indicating whether the text has all characters that begin the signs of a pattern, without
  /// which it cannot match.
  func mayMatch(_ pattern: [Misspelling.Element]) -> Bool {
    pattern.allSatisfy {
      guard case .literal(let text) = $0, let first = text.unicodeScalars.first else { return true }
      return characters.contains(first)
    }
  }

  /// The number of bytes of the text.
  var count: Int { bytes.count }

  /// Returns the text of some words as written, with the blanks between them.
  func text(_ range: Range<Int>) -> String {
    guard !range.isEmpty else { return "" }
    let place = words[range.lowerBound].range.lowerBound..<words[range.upperBound - 1].range.upperBound
    return String(decoding: bytes[place], as: UTF8.self)
  }

  /// Returns a Boolean value indicating whether nothing stands between a word and the one before it.
  func isAdjacent(_ index: Int) -> Bool {
    index > 0 && index < words.count && words[index - 1].range.upperBound == words[index].range.lowerBound
  }

  /// Returns the kind of word that begins at a character; nil for a blank.
  private static func kind(of scalars: [Unicode.Scalar], at index: Int) -> Kind? {
    let scalar = scalars[index]
    if scalar == "\n" { return .sign }
    if Spelling.isSpace(scalar) { return nil }
    if isDigit(scalar) || (scalar == "." && index + 1 < scalars.count && isDigit(scalars[index + 1])) {
      // A second point belongs to a range such as 1..3.
      return scalar == "." && index > 0 && scalars[index - 1] == "." ? .sign : .number
    }
    if Superscripts.plain(scalar) != nil { return .superscripts }
    return Spelling.isLetter(scalar) ? .name : .sign
  }

  private static func continues(_ kind: Kind, _ scalars: [Unicode.Scalar], from start: Int, at index: Int) -> Bool {
    let scalar = scalars[index]
    switch kind {
    case .sign: return false
    case .superscripts: return Superscripts.plain(scalar) != nil
    case .name:
      return Spelling.isLetter(scalar) || Spelling.isMark(scalar) || isDigit(scalar)
        || Spelling.subscriptDigit(scalar) != nil
    case .number:
      if isDigit(scalar) { return true }
      if scalar == "." {
        return !scalars[start..<index].contains(".") && (index + 1 == scalars.count || scalars[index + 1] != ".")
      }
      let isExponent = index + 1 < scalars.count && isDigit(scalars[index + 1])
      return (scalar == "e" || scalar == "E") && isExponent
        && !scalars[start..<index].contains { $0 == "e" || $0 == "E" }
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
