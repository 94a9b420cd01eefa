/// The syntax of statements: assignments, definitions of functions, loops and branches.
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
      if try ahead.next().kind == .assign { return try assignment() }
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

  /// Parses a loop such as `for i = 1 to n { … }`.
  @inline(never)
  mutating func loop() throws(Problem) {
    let word = token
    try advance()
    guard token.kind == .name else { throw Problem(.loopHead, token.span) }
    let name = intern(token)
    try advance()
    guard token.kind == .assign else { throw Problem(.loopHead, token.span) }
    try advance()
    let start = tree.nodes.count
    isBound = true
    _ = try value()
    guard isTo else { throw Problem(.loopHead, token.span) }
    isBound = false
    let middle = tree.nodes.count
    try advance()
    _ = try value()
    let head = statement(
      .loop(name, high: middle..<tree.nodes.count), start..<middle, Span(word.start, previous.end))
    try block(of: word)
    tree.statements[head].next = tree.statements.count
  }

  /// Parses a loop such as `while x > 0 { … }`.
  @inline(never)
  mutating func whileLoop() throws(Problem) {
    let word = token
    let head = try conditional(word, .whileLoop)
    try block(of: word)
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
  private mutating func block(of word: Token) throws(Problem) {
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

  /// A Boolean value indicating whether the token at hand is the word `to` that ends a loop's lower bound.
  var isTo: Bool { isBound && token.kind == .name && token.end - token.start == 2 && text(token) == "to" }

  // MARK: - Names

  /// Parses an assignment such as `q = x + y`.
  mutating func assignment() throws(Problem) {
    let span = token.span
    let name = intern(token)
    try advance()
    try advance()
    try skipNewlines()
    let first = tree.nodes.count
    _ = try valueOrValues()
    statement(.assignment(name), first..<tree.nodes.count, span)
  }

  /// Parses a value, or several as the elements of a list without brackets, and returns the place.
  mutating func valueOrValues() throws(Problem) -> Span {
    let first = try value()
    guard token.kind == .comma else { return first }
    let count = try elements(after: 1)
    let span = Span(first.start, previous.end)
    append(.list, 0, count: count, span: span)
    return span
  }

  /// Returns the parameters of the definition `f(x, y) = …` that begins at the name at hand, or nil if none does.
  func definitionAhead() throws(Problem) -> [Token]? {
    var ahead = lexer
    guard try ahead.next().kind == .leftParenthesis else { return nil }
    var names: [Token] = []
    while true {
      let name = try ahead.next()
      guard name.kind == .name else { return nil }
      names.append(name)
      let separator = try ahead.next()
      if separator.kind == .rightParenthesis { break }
      guard separator.kind == .comma else { return nil }
    }
    return try ahead.next().kind == .assign ? names : nil
  }

  /// Parses the definition of a function with the given parameters.
  mutating func definition(_ names: [Token]) throws(Problem) {
    let span = token.span
    let name = intern(token)
    for parameter in names {
      let id = intern(parameter)
      guard !parameters.contains(id) else { throw Problem(.duplicateParameter(text(parameter)), parameter.span) }
      parameters.append(id)
    }
    while token.kind != .assign { try advance() }
    try advance()
    try skipNewlines()
    let first = tree.nodes.count
    _ = try valueOrValues()
    let body = first..<tree.nodes.count
    statement(.definition(tree.definitions.count), body, span)
    tree.definitions.append(.init(name: name, parameters: parameters, body: body))
    parameters = []
  }

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
