/// The syntax of assignments and of definitions of functions.
extension Parser {
  /// Parses an assignment to one name, such as `q = x + y`.
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

  /// Returns a Boolean value indicating whether the name at hand begins the left side of an assignment: to several
  /// names, to parts of arrays, or one of `+=` and its like.
  func isTargetAhead() throws(Problem) -> Bool {
    var ahead = lexer
    while true {
      var next = try ahead.next()
      if next.kind == .leftBracket {
        var open = 1
        while open > 0 {
          next = try ahead.next()
          switch next.kind {
          case .leftBracket, .leftParenthesis: open += 1
          case .rightBracket, .rightParenthesis: open -= 1
          case .end: return false
          default: break
          }
        }
        next = try ahead.next()
      }
      switch next.kind {
      case .assign: return true
      case .plus, .minus, .times, .divide:
        let sign = try ahead.next()
        return sign.kind == .assign && sign.start == next.end
      case .comma:
        while next.kind == .comma || next.kind == .newline { next = try ahead.next() }
        guard next.kind == .name else { return false }
      default: return false
      }
    }
  }

  /// Parses an assignment such as `a, b = b, a`, `W[1,:] = x` or `s += x`.
  mutating func assignments() throws(Problem) {
    let begin = token
    let first = tree.targets.count
    while true {
      tree.targets.append(try target())
      guard token.kind == .comma else { break }
      try advance()
      try skipNewlines()
    }
    let targets = first..<tree.targets.count
    let operation = token.kind.updates
    if operation != nil {
      guard targets.count == 1 else { throw Problem(.severalUpdated, token.span) }
      try advance()
    }
    let span = Span(begin.start, previous.end)
    try advance()
    try skipNewlines()
    if let operation, tree.targets[first].part.isEmpty {
      // The name's own value is the left operand.
      let target = tree.targets.removeLast()
      let start = tree.nodes.count
      append(.name, target.name, span: target.span)
      let value = try value()
      append(.operation, UInt32(operation.rawValue), count: 2, span: Span(target.span.start, value.end))
      statement(.assignment(target.name), start..<tree.nodes.count, target.span)
      return
    }
    let start = tree.nodes.count
    if operation == nil { _ = try valueOrValues() } else { _ = try value() }
    statement(.assignments(targets, operation), start..<tree.nodes.count, span)
  }

  /// Parses one left side: a name, or a part of an array.
  private mutating func target() throws(Problem) -> SyntaxTree.Target {
    let name = token
    guard name.kind == .name else { throw operandExpected() }
    let id = intern(name)
    let start = tree.nodes.count
    try advance()
    guard token.kind == .leftBracket else {
      return SyntaxTree.Target(name: id, part: start..<start, span: name.span)
    }
    append(.name, id, span: name.span)
    let span = try postfixes(of: Parsed(sort: .value, span: name.span), isTarget: true).span
    return SyntaxTree.Target(name: id, part: start..<tree.nodes.count, span: span)
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

  // MARK: - Functions

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
    let word = token
    let name = intern(token)
    var own: [NameTable.ID] = []
    for parameter in names {
      let id = intern(parameter)
      guard !own.contains(id) else { throw Problem(.duplicateParameter(text(parameter)), parameter.span) }
      own.append(id)
    }
    while token.kind != .assign { try advance() }
    try advance()
    try skipNewlines()
    let first = tree.nodes.count
    guard token.kind != .leftBrace else { return try blockDefinition(name, own, word) }
    let outer = parameters
    parameters = own
    _ = try valueOrValues()
    parameters = outer
    let body = first..<tree.nodes.count
    statement(.definition(tree.definitions.count), body, word.span)
    let none = tree.statements.count..<tree.statements.count
    tree.definitions.append(.init(name: name, parameters: own, body: body, block: none, own: own))
  }

  /// Parses the block of a function; its parameters are names in it.
  private mutating func blockDefinition(
    _ name: NameTable.ID, _ parameters: [NameTable.ID], _ word: Token
  ) throws(Problem) {
    let nodes = tree.nodes.count..<tree.nodes.count
    let index = tree.definitions.count
    let head = statement(.definition(index), nodes, word.span)
    tree.definitions.append(.init(name: name, parameters: parameters, body: nodes, block: 0..<0, own: parameters))
    // A `break` in it would leave no loop around the definition.
    let outer = loops
    loops = 0
    try block(of: word)
    loops = outer
    let end = tree.statements.count
    tree.statements[head].next = end
    tree.definitions[index].block = head + 1..<end
    tree.definitions[index].body = nodes.lowerBound..<tree.nodes.count
    tree.definitions[index].own = tree.names(ownIn: head + 1..<end, parameters)
  }
}

extension Token.Kind {
  /// The operator of an assignment that begins with the token; nil for a plain one.
  fileprivate var updates: Operator? {
    switch self {
    case .plus: .add
    case .minus: .subtract
    case .times: .multiply
    case .divide: .divide
    default: nil
    }
  }
}

extension SyntaxTree {
  /// Returns the names that a block of statements makes its own: the parameters, then those that it assigns, but for those
  /// of functions that it defines.
  fileprivate func names(ownIn block: Range<Int>, _ parameters: [NameTable.ID]) -> [NameTable.ID] {
    var own = parameters
    var known = Set(parameters)
    func add(_ name: NameTable.ID) { if known.insert(name).inserted { own.append(name) } }
    var number = block.lowerBound
    while number < block.upperBound {
      var next = number + 1
      switch statements[number].kind {
      case .assignment(let name), .loop(let name, _, _), .each(let name): add(name)
      case .assignments(let range, _): for target in targets[range] { add(target.name) }
      case .definition(let index):
        add(definitions[index].name)
        next = statements[number].next
      case .expression, .whileLoop, .branch, .break: break
      }
      number = next
    }
    return own
  }
}
