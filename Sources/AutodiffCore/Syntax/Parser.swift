/// The parser, which turns the text of a program into a syntax tree by recursive descent over this grammar:
///
///     program    = [statement] { (";" | newline) [statement] }
///     statement  = target {"," target} "=" elements | target ("+=" | "-=" | "*=" | "/=") expression
///                | NAME "(" NAME {"," NAME} ")" "=" (elements | block) | elements
///                | "for" NAME "=" expression "to" expression ["step" expression] block | "for" NAME "in" expression block
///                | "while" expression block | "if" expression block ["else" (block | "if" …)] | "break"
///     target     = NAME ["[" selector {"," selector} "]"]
///     block      = "{" program "}"
///     elements   = expression {"," expression}
///     expression = unary { BINARY unary }              by the levels of `Precedence`
///     unary      = ("-" | "+") unary | "not" expression | power
///     power      = operand { SUPERSCRIPT } [ "^" unary ]
///     operand    = primary { postfix } | "√" operand
///     primary    = NUMBER | NAME | NAME "(" [arguments] ")" | "(" elements ")" | "[" elements {";" elements} "]"
///     arguments  = expression {"," expression} {"," NAME "=" expression}
///     postfix    = "'" | "[" selector {"," selector} "]"       the latter not after a NUMBER
///     selector   = expression | [expression] ":" [expression]
///
/// A number, a `NAME` in a function's body that is one of its parameters, and every operator become one node each. Two
/// or more elements become one further node, the list of them.
package struct Parser {
  let bytes: UnsafeBufferPointer<UInt8>
  let limits: Limits
  var lexer: Lexer
  var token: Token
  /// The token before `token`; messages name it as what an operand was expected after.
  var previous: Token
  var tree = SyntaxTree()
  var depth = 0
  /// The number of brackets that are open; inside brackets a newline ends no statement.
  var openBrackets = 0
  var parameters: [NameTable.ID] = []
  /// The numbers of names with characters beyond ASCII, by their spellings.
  private var respelled: [String: NameTable.ID] = [:]
  /// The word that ends an expression in the head of a loop: `to` behind the lower bound, `step` behind the upper one.
  var boundWord = ""
  /// The number of loops around the statement at hand, in the same function.
  var loops = 0

  /// Returns the syntax tree of a program.
  ///
  /// - Throws: The first problem met, with its place in `source`.
  package static func parse(_ source: SourceText, limits: Limits = Limits()) throws(Problem) -> SyntaxTree {
    guard source.bytes.count <= limits.sourceBytes else { throw Problem(.limit(.sourceBytes(limits.sourceBytes)), nil) }
    let result = source.bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(Problem) in
        var parser = try Parser(bytes, limits)
        try parser.program()
        return parser.tree
      }
    }
    return try result.get()
  }

  /// Returns an upper bound of the number of levels that a text nests: the number of its characters that can begin a
  /// level.
  package static func nestingBound(_ source: SourceText) -> Int {
    source.bytes.reduce(0) { count, byte in
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "^"), UInt8(ascii: "*"),
        UInt8(ascii: "t"):
        // The sign `**` is a power, and the word `not` ends in t.
        count + 1
      default: count
      }
    }
  }

  /// Creates a parser at the first token of a text.
  ///
  /// - Throws: A problem of the first token.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: Limits) throws(Problem) {
    self.bytes = bytes
    self.limits = limits
    lexer = Lexer(bytes)
    previous = Token(kind: .newline, start: 0, end: 0)
    token = previous
    // Untouched pages cost nothing, and few texts have less than two bytes a node.
    tree.nodes.reserveCapacity(bytes.count / 2 + 1)
    token = try lexer.next()
  }

  // MARK: - Tokens

  /// Takes the token at hand and reads the next one; inside brackets newlines are skipped.
  mutating func advance() throws(Problem) {
    previous = token
    token = try lexer.next()
    if openBrackets > 0 { try skipNewlines() }
  }

  mutating func skipNewlines() throws(Problem) {
    while token.kind == .newline { token = try lexer.next() }
  }

  /// Returns the number of the name that a token spells.
  mutating func intern(_ token: Token) -> NameTable.ID {
    let name = UnsafeBufferPointer(rebasing: bytes[token.span.range])
    guard name.contains(where: { $0 >= 0x80 }) else { return tree.names.intern(name) }
    let text = String(decoding: name, as: UTF8.self)
    if let known = respelled[text] { return known }
    let id = tree.names.intern(NameSpelling.canonical(text))
    respelled[text] = id
    return id
  }

  /// Returns the token as written; a newline as the empty text.
  func text(_ token: Token) -> String {
    token.kind == .newline ? "" : text(token.span)
  }

  func text(_ span: Span) -> String { String(decoding: bytes[span.range], as: UTF8.self) }

  // MARK: - Nodes

  @inline(__always)
  mutating func append(_ kind: SyntaxTree.Node.Kind, _ payload: UInt32, count: Int = 0, span: Span) {
    tree.nodes.append(SyntaxTree.Node(kind, payload, count: count, span: span))
  }

  /// Appends the node of a literal number.
  mutating func number(_ value: Double, _ span: Span) {
    append(.number, UInt32(truncatingIfNeeded: tree.numbers.count), span: span)
    tree.numbers.append(value)
  }

  // MARK: - Problems

  /// Enters a level of nesting.
  ///
  /// - Throws: A problem at `token` if the levels exceed the limit.
  mutating func deepen(_ token: Token) throws(Problem) {
    depth += 1
    guard depth <= limits.nesting else { throw Problem(.limit(.nesting(limits.nesting)), token.span) }
  }

  /// Requires that an operand is a value or a condition, as the operator or function `word` needs it.
  ///
  /// - Throws: A problem at the operand if it is the other of the two.
  func require(_ sort: Sort, of operand: Parsed, for word: Token) throws(Problem) {
    guard operand.sort != sort else { return }
    switch sort {
    case .value: throw Problem(.conditionMisplaced(of: text(word)), operand.span)
    case .condition: throw Problem(.conditionExpected(by: text(word)), operand.span)
    }
  }

  /// Returns the problem of the token at hand if it begins no operand.
  func operandExpected() -> Problem {
    if previous.kind == .newline || previous.kind == .semicolon { return misplaced() }
    switch token.kind {
    case .for, .while, .else: return Problem(.reservedWord(text(token)), token.span)
    default: return Problem(.operandExpected(after: text(previous), found: text(token)), token.span)
    }
  }

  /// Returns the problem of the token at hand if it follows a complete expression and cannot.
  func misplaced() -> Problem {
    switch token.kind {
    case .name, .number, .leftParenthesis, .root, .not, .if: return missingOperator()
    case .leftBracket, .apostrophe:
      // A postfix could follow any complete operand, but for one that ends with a superscript.
      guard previous.kind == .superscript else { return Problem(.unexpectedWord(found: text(token)), token.span) }
      return Problem(.postfixAfterPower(text(token)), token.span)
    case .rightParenthesis, .rightBracket, .rightBrace: return Problem(.unopenedBracket(token.bracket), token.span)
    case .for, .while, .else: return Problem(.reservedWord(text(token)), token.span)
    case .assign:
      let left = text(previous)
      return Problem(
        previous.kind == .name ? .assignmentInExpression : .assignmentToNonName(left), token.span)
    default: return Problem(.unexpectedWord(found: text(token)), token.span)
    }
  }

  /// Returns the problem of two operands that stand beside each other: between elements of an array a separator is
  /// missing, elsewhere an operator.
  func missingOperator() -> Problem {
    let (left, right) = (text(previous), text(token))
    guard previous.end < token.start, standsInSquareBrackets else {
      return Problem(.missingOperator(left: left, right: right), token.span)
    }
    let isRow = bytes[Int(previous.end)..<Int(token.start)].contains(UInt8(ascii: "\n"))
    return Problem(.missingSeparator(left: left, right: right, isRow: isRow), token.span)
  }

  /// A Boolean value indicating whether the innermost open bracket at the token at hand is a square one.
  ///
  /// The text up to there is read once more, so that only a problem pays for it.
  private var standsInSquareBrackets: Bool {
    var ahead = Lexer(bytes)
    var open: [Token.Kind] = []
    while let next = try? ahead.next(), next.end <= previous.end, next.kind != .end {
      switch next.kind {
      case .leftParenthesis, .leftBracket: open.append(next.kind)
      case .rightParenthesis, .rightBracket: _ = open.popLast()
      default: break
      }
    }
    return open.last == .leftBracket
  }
}

extension Token {
  /// The character of a token that is a bracket.
  var bracket: Character {
    switch kind {
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .leftBrace: "{"
    default: "}"
    }
  }
}
