/// A token of the text: its kind and its place. The spelling of a name is read from the text when it is needed.
package struct Token: Sendable {
  /// The kinds of token.
  package enum Kind: UInt8, Sendable {
    case end, newline, semicolon, comma, colon
    case number, name
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case assign
    case plus, minus, times, divide, at, caret, root, apostrophe
    /// A run of superscript digits such as `²` or `⁻¹`.
    case superscript
    case less, lessEqual, greater, greaterEqual, equal, notEqual
    case and, or, not, `for`, `while`, `if`, `else`
  }

  /// The kind of the token.
  package var kind: Kind
  /// The offset of the first byte.
  package var start: UInt32
  /// The offset of the byte behind the last.
  package var end: UInt32
  /// The value of a `number` or a `superscript`; 0 for other kinds.
  package var value: Double = 0

  /// The place in the text.
  package var span: Span { Span(start, end) }
}
