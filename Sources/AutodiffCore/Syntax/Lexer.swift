/// The lexer, which cuts the UTF-8 text of a program into tokens, one at a call.
///
/// A copy of a lexer looks ahead without moving the original.
package struct Lexer {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index: Int

  /// Creates a lexer that stands at the beginning of a text.
  ///
  /// - Parameter bytes: The text, which must outlive the lexer and all its copies.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    index = 0
  }

  /// Returns the next token and moves past it; at the end of the text, again and again, a token of the kind `end`.
  ///
  /// - Throws: A problem of the text with its place: a character that begins no token, a malformed or too large number,
  ///   or bytes that are not UTF-8.
  package mutating func next() throws(Problem) -> Token {
    try skipSpaceAndComments()
    let start = index
    guard index < bytes.count else { return token(.end, from: start) }
    let byte = bytes[index]
    if byte >= 0x80 { return try beyondASCII(from: start) }
    if Self.isLetter(byte) {
      index += 1
      try skipNameTail()
      return token(keyword(from: start) ?? .name, from: start)
    }
    if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && index + 1 < bytes.count && Self.isDigit(bytes[index + 1])) {
      return try number(from: start)
    }
    index += 1
    let kind: Token.Kind
    switch byte {
    case UInt8(ascii: "\n"): kind = .newline
    case UInt8(ascii: ";"): kind = .semicolon
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: ":"): kind = .colon
    case UInt8(ascii: "("): kind = .leftParenthesis
    case UInt8(ascii: ")"): kind = .rightParenthesis
    case UInt8(ascii: "["): kind = .leftBracket
    case UInt8(ascii: "]"): kind = .rightBracket
    case UInt8(ascii: "{"): kind = .leftBrace
    case UInt8(ascii: "}"): kind = .rightBrace
    case UInt8(ascii: "+"): kind = .plus
    case UInt8(ascii: "-"): kind = .minus
    case UInt8(ascii: "*"): kind = take("*") ? .caret : .times
    case UInt8(ascii: "/"): kind = .divide
    case UInt8(ascii: "@"): kind = .at
    case UInt8(ascii: "^"): kind = .caret
    case UInt8(ascii: "'"): kind = .apostrophe
    case UInt8(ascii: "<"): kind = take("=") ? .lessEqual : .less
    case UInt8(ascii: ">"): kind = take("=") ? .greaterEqual : .greater
    case UInt8(ascii: "="): kind = take("=") ? .equal : .assign
    case UInt8(ascii: "!") where take("="): kind = .notEqual
    case UInt8(ascii: "."): throw Problem(misplacedPoint(start), Span(start..<index))
    default: throw Problem(.unexpectedCharacter(Unicode.Scalar(byte)), Span(start..<index))
    }
    return token(kind, from: start)
  }

  // MARK: - Words

  private mutating func skipNameTail() throws(Problem) {
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        guard Self.isLetter(byte) || Self.isDigit(byte) else { return }
        index += 1
      } else {
        let (scalar, width) = try scalar()
        guard Spelling.isLetter(scalar) || Spelling.isMark(scalar) || Spelling.subscriptDigit(scalar) != nil else {
          return
        }
        index += width
      }
    }
  }

  private func keyword(from start: Int) -> Token.Kind? {
    guard (2...5).contains(index - start) else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "a"): return spells("and", start) ? .and : nil
    case UInt8(ascii: "o"): return spells("or", start) ? .or : nil
    case UInt8(ascii: "n"): return spells("not", start) ? .not : nil
    case UInt8(ascii: "f"): return spells("for", start) ? .for : nil
    case UInt8(ascii: "w"): return spells("while", start) ? .while : nil
    case UInt8(ascii: "i"): return spells("if", start) ? .if : nil
    case UInt8(ascii: "e"): return spells("else", start) ? .else : nil
    default: return nil
    }
  }

  private func spells(_ word: StaticString, _ start: Int) -> Bool {
    guard word.utf8CodeUnitCount == index - start else { return false }
    for offset in 0..<word.utf8CodeUnitCount where word.utf8Start[offset] != bytes[start + offset] { return false }
    return true
  }

  private mutating func number(from start: Int) throws(Problem) -> Token {
    guard let (value, end) = DecimalReader.read(bytes, at: start) else {
      throw Problem(.malformedNumber(text(start..<start + 1)), Span(start..<start + 1))
    }
    index = end
    if index < bytes.count, bytes[index] == UInt8(ascii: "."), bytes[start..<index].contains(UInt8(ascii: ".")) {
      while index < bytes.count, Self.isDigit(bytes[index]) || bytes[index] == UInt8(ascii: ".") { index += 1 }
      throw Problem(.malformedNumber(text(start..<index)), Span(start..<index))
    }
    guard value.isFinite else { throw Problem(.numberTooLarge(text(start..<index)), Span(start..<index)) }
    return token(.number, from: start, value: value)
  }

  private mutating func beyondASCII(from start: Int) throws(Problem) -> Token {
    let (first, width) = try scalar()
    if Spelling.superscriptDigit(first) != nil || first == "⁻" { return try superscript(from: start) }
    index += width
    if let kind = Spelling.operation(first) { return token(kind, from: start) }
    guard Spelling.isLetter(first) else { throw Problem(.unexpectedCharacter(first), Span(start..<index)) }
    try skipNameTail()
    return token(.name, from: start)
  }

  private mutating func superscript(from start: Int) throws(Problem) -> Token {
    var value = 0.0
    var digits = 0
    let negative = try scalar().0 == "⁻"
    if negative { index += try scalar().1 }
    while index < bytes.count, bytes[index] >= 0x80 {
      let (scalar, width) = try scalar()
      guard let digit = Spelling.superscriptDigit(scalar) else { break }
      value = value * 10 + Double(digit)
      digits += 1
      index += width
    }
    guard digits > 0 else { throw Problem(.unexpectedCharacter("⁻"), Span(start..<index)) }
    guard value.isFinite else { throw Problem(.numberTooLarge(text(start..<index)), Span(start..<index)) }
    return token(.superscript, from: start, value: negative ? -value : value)
  }

  // MARK: - Characters

  private mutating func skipSpaceAndComments() throws(Problem) {
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
        index += 1
      } else if byte == UInt8(ascii: "#") {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      } else if byte >= 0x80 {
        let (scalar, width) = try scalar()
        guard Spelling.isSpace(scalar) else { return }
        index += width
      } else {
        return
      }
    }
  }

  /// Returns the Unicode scalar at `index` and the number of bytes it takes.
  ///
  /// - Throws: `invalidUTF8` if the bytes there encode no scalar.
  private func scalar() throws(Problem) -> (Unicode.Scalar, Int) {
    var decoder = UTF8()
    var rest = bytes[index...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest) else {
      throw Problem(.invalidUTF8, Span(index..<index + 1))
    }
    return (scalar, UTF8.width(scalar))
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Returns the problem of a point that belongs to no number, with the words on both sides of it: names, as in
  /// `np.sum` and `x.T`, or a name and an operator, as in `x.*y`.
  private func misplacedPoint(_ point: Int) -> Problem.Fact {
    var first = point
    while first > 0, Self.isLetter(bytes[first - 1]) || Self.isDigit(bytes[first - 1]) { first -= 1 }
    var end = point + 1
    while end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) || bytes[end] == bytes[point] {
      end += 1
    }
    if end == point + 1, end < bytes.count, "*/^'".utf8.contains(bytes[end]) { end += 1 }
    guard end > point + 1 else { return .unexpectedCharacter(".") }
    return .misplacedPoint(before: text(first..<point), after: text(point + 1..<end))
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private func token(_ kind: Token.Kind, from start: Int, value: Double = 0) -> Token {
    Token(kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: index), value: value)
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension UTF8 {
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int { UTF8.encode(scalar)?.count ?? 1 }
}
