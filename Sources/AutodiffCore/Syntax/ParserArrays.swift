/// The syntax of arrays: their elements in brackets, and the subscripts and transposes written behind an array.
///
/// Each piece stands in a function of its own, for the stack's sake, as the cases of `operand` do.
extension Parser {
  /// Parses `[a, b]`, or `[a, b; c, d]`, whose rows become lists in a list.
  @inline(never)
  mutating func list() throws(Problem) -> Parsed {
    let open = token
    try enter(open)
    if token.kind == .rightBracket { throw Problem(.emptyArray, Span(open.start, token.end)) }
    var rows = 0
    var count = 0
    while true {
      let start = token.start
      count = try elements(after: 0)
      guard rows > 0 || token.kind == .semicolon else { break }
      append(.list, 0, count: count, span: Span(start, previous.end))
      rows += 1
      guard token.kind == .semicolon else { break }
      try advance()
    }
    if token.kind == .colon { throw Problem(.rangeOutsideSubscript, token.span) }
    try limit(rows, open.span)
    try close(open, with: .rightBracket)
    let span = Span(open.start, previous.end)
    append(.list, 0, count: rows > 0 ? rows : count, span: span)
    return Parsed(sort: .value, span: span)
  }

  /// Parses elements separated by commas, of which `count` have been parsed already.
  ///
  /// - Returns: The number of elements, those `count` included.
  @inline(never)
  mutating func elements(after count: Int) throws(Problem) -> Int {
    var count = count
    let start = token.span
    if count == 0 { try element() }
    count = max(count, 1)
    while token.kind == .comma {
      try advance()
      try skipNewlines()
      try element()
      count += 1
    }
    try limit(count, start)
    return count
  }

  /// Parses the elements behind a first one that has been parsed already.
  ///
  /// - Returns: The number of elements, the first included.
  /// - Throws: A problem if the first is a condition, or one of the elements.
  @inline(never)
  mutating func elements(after first: Parsed) throws(Problem) -> Int {
    try requireValue(first)
    return try elements(after: 1)
  }

  /// Parses one element of an array.
  ///
  /// - Throws: `elementMissing` between two separators, or a problem of the expression.
  private mutating func element() throws(Problem) {
    switch token.kind {
    case .comma, .semicolon: break
    case .rightParenthesis, .rightBracket, .end:
      if previous.kind != .comma, previous.kind != .semicolon { throw operandExpected() }
    default:
      _ = try value()
      return
    }
    throw Problem(.elementMissing(after: text(previous), found: text(token)), token.span)
  }

  /// Parses the subscripts and transposes behind an operand, in a loop, so that a long row of them takes no stack.
  ///
  /// - Parameter isTarget: A Boolean value indicating whether the operand is the left side of an assignment, which has
  ///   one subscript.
  @inline(never)
  mutating func postfixes(of operand: Parsed, isTarget: Bool = false) throws(Problem) -> Parsed {
    try requireValue(operand)
    var span = operand.span
    while true {
      switch token.kind {
      case .leftBracket where isTarget:
        span.end = try `subscript`(from: span.start)
        return Parsed(sort: .value, span: span)
      case .apostrophe:
        span.end = token.end
        append(.operation, UInt32(Operator.transpose.rawValue), count: 1, span: span)
        try advance()
      case .leftBracket: span.end = try `subscript`(from: span.start)
      default: return Parsed(sort: .value, span: span)
      }
    }
  }

  /// Parses a subscript of an operand that begins at `start`.
  ///
  /// - Returns: The offset of the byte behind the subscript.
  @inline(never)
  private mutating func `subscript`(from start: UInt32) throws(Problem) -> UInt32 {
    let open = token
    try enter(open)
    if token.kind == .rightBracket { throw Problem(.emptySubscript, Span(open.start, token.end)) }
    var selectors: [Selector] = []
    var count = 1
    while true {
      let selector = try selector()
      count += selector.expressions
      selectors.append(selector)
      guard token.kind == .comma else { break }
      try advance()
    }
    if token.kind == .semicolon { throw Problem(.rowInSubscript, token.span) }
    try limit(count, open.span)
    try close(open, with: .rightBracket)
    // A program tends to repeat one kind of subscript.
    if tree.selectors.last != selectors { tree.selectors.append(selectors) }
    append(
      .subscript, UInt32(truncatingIfNeeded: tree.selectors.count - 1), count: count, span: Span(start, previous.end))
    return previous.end
  }

  /// Parses one selector of a subscript: an index or a range.
  @inline(never)
  private mutating func selector() throws(Problem) -> Selector {
    if token.kind == .comma || token.kind == .rightBracket {
      throw Problem(.indexMissing(after: text(previous)), token.span)
    }
    let hasLow = token.kind != .colon
    if hasLow {
      _ = try value()
      guard token.kind == .colon else { return .index }
    }
    try advance()
    var hasHigh = false
    switch token.kind {
    case .comma, .rightBracket, .semicolon, .colon, .end: break
    default:
      _ = try value()
      hasHigh = true
    }
    if token.kind == .colon { throw Problem(.rangeStep, token.span) }
    return .range(hasLow: hasLow, hasHigh: hasHigh)
  }

  /// Parses the sign and the number of `axis=2`; its name was taken for an argument until the sign was met.
  ///
  /// - Parameter argument: The place of the name.
  /// - Parameter function: The name of the function called.
  /// - Parameter count: The number of arguments before it.
  /// - Parameter given: The arguments with names before it, to which it is added.
  @inline(never)
  mutating func named(
    _ argument: Span, of function: Token, after count: Int, _ given: inout [NamedArgument]
  ) throws(Problem) {
    if count == 0, text(function) == RootCalls.function { throw Problem(.root(.equation), token.span) }
    guard previous.kind == .name, previous.span == argument else { throw misplaced() }
    guard let name = NamedArgument(rawValue: text(previous)) else { throw Problem(.assignmentInCall, token.span) }
    guard count > 0 else { throw Problem(.namedFirst(name, function: text(function)), argument) }
    tree.nodes.removeLast()
    try advance()
    let span = Span(argument.start, try value().end)
    if given.contains(name) { throw Problem(.namedTwice(name, function: text(function)), span) }
    given.append(name)
    append(.named, name.number, count: 1, span: span)
  }

  // MARK: - Parts

  /// Takes an opening bracket and enters its level.
  private mutating func enter(_ open: Token) throws(Problem) {
    try deepen(open)
    openBrackets += 1
    try advance()
  }

  private func requireValue(_ operand: Parsed) throws(Problem) {
    guard operand.sort == .value else { throw Problem(.conditionMisplaced(of: ""), operand.span) }
  }

  /// Requires that a node can count its operands.
  ///
  /// - Throws: A problem at `span` if there are more than `SyntaxTree.Node.operandLimit`.
  func limit(_ count: Int, _ span: Span) throws(Problem) {
    guard count <= SyntaxTree.Node.operandLimit else {
      throw Problem(.limit(.arguments(SyntaxTree.Node.operandLimit)), span)
    }
  }
}

extension Selector {
  /// The number of operands that the selector adds to its subscript.
  fileprivate var expressions: Int {
    switch self {
    case .index: 1
    case .range(let hasLow, let hasHigh): (hasLow ? 1 : 0) + (hasHigh ? 1 : 0)
    }
  }
}
