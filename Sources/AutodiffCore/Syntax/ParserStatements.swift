/// The syntax of statements: loops, branches, and what else is a statement.
extension Parser {
  /// Parses the whole text.
  mutating func program() throws(Problem) {
    try statements()
    guard token.kind == .end else { throw misplaced() }
    if tree.statements.isEmpty { throw Problem(.emptyProgram, Span(bytes.count..<bytes.count)) }
  }

  /// Parses statements up to the end of the text or to the brace that closes their block.
  mutating func statements() throws(Problem) {
    while true {
      while token.kind == .newline || token.kind == .semicolon { try advance() }
      guard token.kind != .end, token.kind != .rightBrace else { return }
      try statement()
      switch token.kind {
      case .newline, .semicolon, .end, .rightBrace: continue
      // A block is an end in itself.
      default: if previous.kind != .rightBrace { throw misplaced() }
      }
    }
  }

  /// Parses one statement.
  mutating func statement() throws(Problem) {
    switch token.kind {
    case .name:
      if let parameters = try definitionAhead() { return try definition(parameters) }
      var ahead = lexer
      let next = try ahead.next()
      if next.kind == .assign { return try assignment() }
      if try isTargetAhead() { return try assignments() }
      if next.endsStatement, text(token) == "break" { return try leave() }
    case .for: return try loop()
    case .while: return try whileLoop()
    case .if: if try isStatement() { return try branch() }
    case .else: throw Problem(.elseWithoutIf, token.span)
    default: break
    }
    let first = tree.nodes.count
    let span = try valueOrValues()
    statement(.expression, first..<tree.nodes.count, span)
  }

  /// Appends a statement to the tree.
  ///
  /// - Returns: The statement's number.
  @discardableResult
  mutating func statement(_ kind: SyntaxTree.Statement.Kind, _ nodes: Range<Int>, _ span: Span) -> Int {
    let number = tree.statements.count
    tree.statements.append(.init(kind: kind, nodes: nodes, span: span, next: number + 1))
    return number
  }

  // MARK: - Blocks

  /// Parses a loop such as `for i = 1 to n { … }` or `for v in x { … }`.
  @inline(never)
  mutating func loop() throws(Problem) {
    let word = token
    try advance()
    guard token.kind == .name else { throw Problem(.loopHead, token.span) }
    let name = intern(token)
    try advance()
    let head: Int
    if token.kind == .name, text(token) == "in" {
      try advance()
      let elements = try bound(endedBy: "to")
      if isBoundWord { throw Problem(.loopHead, token.span) }
      head = statement(.each(name), elements, Span(word.start, previous.end))
    } else {
      guard token.kind == .assign else { throw Problem(.loopHead, token.span) }
      try advance()
      let low = try bound(endedBy: "to")
      guard isBoundWord else { throw Problem(.loopHead, token.span) }
      try advance()
      let high = try bound(endedBy: "step")
      var step = high.upperBound..<high.upperBound
      if isBoundWord {
        try advance()
        step = try bound(endedBy: "")
      }
      head = statement(.loop(name, high: high, step: step), low, Span(word.start, previous.end))
    }
    boundWord = ""
    loops += 1
    try block(of: word)
    loops -= 1
    tree.statements[head].next = tree.statements.count
  }

  /// Parses a bound or the elements of a loop, behind which a word may stand, and returns their nodes.
  private mutating func bound(endedBy word: String) throws(Problem) -> Range<Int> {
    boundWord = word
    let start = tree.nodes.count
    _ = try value()
    return start..<tree.nodes.count
  }

  /// Parses the word `break`.
  private mutating func leave() throws(Problem) {
    guard loops > 0 else { throw Problem(.breakOutsideLoop, token.span) }
    statement(.break, tree.nodes.count..<tree.nodes.count, token.span)
    try advance()
  }

  /// Parses a loop such as `while x > 0 { … }`.
  @inline(never)
  mutating func whileLoop() throws(Problem) {
    let word = token
    let head = try conditional(word, .whileLoop)
    loops += 1
    try block(of: word)
    loops -= 1
    tree.statements[head].next = tree.statements.count
  }

  /// Parses a branch such as `if x > 0 { … } else if y > 0 { … } else { … }`.
  @inline(never)
  mutating func branch() throws(Problem) {
    let word = token
    let head = try conditional(word, .branch(alternative: 0))
    try block(of: word)
    tree.statements[head].kind = .branch(alternative: tree.statements.count)
    // The word `else` may stand on a line of its own.
    var ahead = lexer
    var following = token
    while following.kind == .newline { following = try ahead.next() }
    if following.kind == .else {
      try skipNewlines()
      let otherwise = token
      try advance()
      if token.kind == .if {
        try deepen(otherwise)
        try branch()
        depth -= 1
      } else {
        try block(of: otherwise)
      }
    }
    tree.statements[head].next = tree.statements.count
  }

  /// Parses the condition of a loop or branch behind `word`, and appends the statement.
  ///
  /// - Returns: The statement's number.
  private mutating func conditional(
    _ word: Token, _ kind: SyntaxTree.Statement.Kind
  ) throws(Problem) -> Int {
    try advance()
    let start = tree.nodes.count
    let condition = try expression(.lowest)
    guard condition.sort == .condition else { throw Problem(.conditionExpected(by: text(word)), condition.span) }
    return statement(kind, start..<tree.nodes.count, Span(word.start, previous.end))
  }

  /// Parses the block of statements behind `word` and its condition or bounds.
  mutating func block(of word: Token) throws(Problem) {
    try skipNewlines()
    let open = token
    guard open.kind == .leftBrace else { throw Problem(.blockExpected(after: text(word)), token.span) }
    try deepen(open)
    try advance()
    try statements()
    guard token.kind == .rightBrace else { throw Problem(.unclosedBracket("{"), open.span) }
    depth -= 1
    try advance()
  }

  /// A Boolean value indicating whether the token at hand is the word that ends the bound of a loop.
  var isBoundWord: Bool { !boundWord.isEmpty && token.kind == .name && text(token) == boundWord }

  /// Returns a Boolean value indicating whether the `if` at hand begins a branch rather than a call of the function
  /// `if`.
  ///
  /// A comma within the brackets shows a call: its arguments. Without one, a branch is assumed unless the text or the
  /// statement ends behind the brackets.
  func isStatement() throws(Problem) -> Bool {
    var ahead = lexer
    var next = try ahead.next()
    guard next.kind == .leftParenthesis else { return true }
    var open = 0
    repeat {
      switch next.kind {
      case .leftParenthesis, .leftBracket: open += 1
      case .rightParenthesis, .rightBracket: open -= 1
      case .comma where open == 1: return false
      case .end, .leftBrace, .rightBrace: return false
      default: break
      }
      next = try ahead.next()
    } while open > 0
    // An `if (x > 0)` alone lacks its block, or its other arguments.
    return next.kind != .end && next.kind != .semicolon && next.kind != .comma
  }
}

extension Token {
  /// A Boolean value indicating whether a statement ends before the token.
  fileprivate var endsStatement: Bool {
    switch kind {
    case .newline, .semicolon, .end, .rightBrace: true
    default: false
    }
  }
}
