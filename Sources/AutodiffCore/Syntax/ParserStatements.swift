extension Parser {
  mutating func program() throws(Problem) {
    try statements()
    guard token.kind == .end else { throw misplaced() }
    if tree.statements.isEmpty { throw Problem(.emptyProgram, Span(bytes.count..<bytes.count)) }
  }

  /// As many as there are, up to the end or to what closes a block.
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

  /// - Returns: its number.
  @discardableResult
  mutating func statement(_ kind: SyntaxTree.Statement.Kind, _ nodes: Range<Int>, _ span: Span) -> Int {
    let number = tree.statements.count
    tree.statements.append(.init(kind: kind, nodes: nodes, span: span, next: number + 1))
    return number
  }

  // MARK: - Blocks

  /// `for i = 1 to n { … }`
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

  /// `while x > 0 { … }`
  @inline(never)
  mutating func whileLoop() throws(Problem) {
    let word = token
    let head = try conditional(word, .whileLoop)
    try block(of: word)
    tree.statements[head].next = tree.statements.count
  }

  /// `if x > 0 { … } else if y > 0 { … } else { … }`
  @inline(never)
  mutating func branch() throws(Problem) {
    let word = token
    let head = try conditional(word, .branch(alternative: 0))
    try block(of: word)
    tree.statements[head].kind = .branch(alternative: tree.statements.count)
    // `else` may stand on a line of its own.
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

  private mutating func conditional(
    _ word: Token, _ kind: SyntaxTree.Statement.Kind
  ) throws(Problem) -> Int {
    try advance()
    let start = tree.nodes.count
    let condition = try expression(.lowest)
    guard condition.sort == .condition else { throw Problem(.conditionExpected(by: text(word)), condition.span) }
    return statement(kind, start..<tree.nodes.count, Span(word.start, previous.end))
  }

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

  /// Whether the word at hand ends a loop's lower bound.
  var isTo: Bool { isBound && token.kind == .name && token.end - token.start == 2 && text(token) == "to" }

  // MARK: - Names

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

  /// One value, or a list without its brackets.
  mutating func valueOrValues() throws(Problem) -> Span {
    let first = try value()
    guard token.kind == .comma else { return first }
    let count = try elements(after: 1)
    let span = Span(first.start, previous.end)
    append(.list, 0, count: count, span: span)
    return span
  }

  /// The parameters of `f(x, y) =`, when that is what follows.
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

  /// Whether an `if` is the statement: the function's brackets hold commas, and nothing but them separates its arguments.
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
    // `if (x > 0)` alone lacks its block, or its other arguments.
    return next.kind != .end && next.kind != .semicolon && next.kind != .comma
  }
}
