/// One word of the language with its place; what a name or a number says is read from the text when it is needed.
package struct Token: Sendable {
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

  package var kind: Kind
  package var start: UInt32
  package var end: UInt32
  /// The value of a `number` or a `superscript`.
  package var value: Double = 0

  package var span: Span { Span(start, end) }
}
