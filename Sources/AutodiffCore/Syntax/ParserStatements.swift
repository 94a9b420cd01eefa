extension Parser {
  mutating func program() throws(Problem) {
    while true {
      while token.kind == .newline || token.kind == .semicolon { try advance() }
      guard token.kind != .end else { break }
      try statement()
      switch token.kind {
      case .newline, .semicolon, .end: continue
      default: throw misplaced()
      }
    }
    guard let last = tree.statements.last else { throw Problem(.emptyProgram, Span(bytes.count..<bytes.count)) }
    if case .definition = last.kind { throw Problem(.noValue, last.span) }
  }

  mutating func statement() throws(Problem) {
    switch token.kind {
    case .name:
      if let parameters = try definitionAhead() { return try definition(parameters) }
      var ahead = lexer
      if try ahead.next().kind == .assign { return try assignment() }
    case .for, .while, .else:
      throw Problem(.statementUnsupported(text(token)), token.span)
    case .if:
      if try isStatement() { throw Problem(.statementUnsupported(text(token)), token.span) }
    default: break
    }
    let first = tree.nodes.count
    let span = try valueOrValues()
    tree.statements.append(.init(kind: .expression, nodes: first..<tree.nodes.count, span: span))
  }

  mutating func assignment() throws(Problem) {
    let span = token.span
    let name = intern(token)
    try advance()
    try advance()
    try skipNewlines()
    let first = tree.nodes.count
    _ = try valueOrValues()
    tree.statements.append(.init(kind: .assignment(name), nodes: first..<tree.nodes.count, span: span))
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
    tree.statements.append(.init(kind: .definition(tree.definitions.count), nodes: body, span: span))
    tree.definitions.append(.init(name: name, parameters: parameters, body: body))
    parameters = []
  }

  /// Whether `if (…)` is followed by `{`, which makes it a statement and not a function's call.
  func isStatement() throws(Problem) -> Bool {
    var ahead = lexer
    var next = try ahead.next()
    guard next.kind == .leftParenthesis else { return true }
    var open = 0
    repeat {
      switch next.kind {
      case .leftParenthesis: open += 1
      case .rightParenthesis: open -= 1
      case .end: return false
      default: break
      }
      next = try ahead.next()
    } while open > 0
    return next.kind == .leftBrace
  }
}
