/// The syntax of expressions: operators by precedence, literals, names, calls and brackets.
extension Parser {
  /// The sorts of expression: a value, or a condition, which only a choice can use.
  enum Sort { case value, condition }

  /// The sort and the place of an expression whose nodes have been appended to the tree.
  struct Parsed {
    var sort: Sort
    var span: Span
  }

  /// Parses an expression that must be a value, and returns its place.
  ///
  /// - Throws: `conditionMisplaced` for a condition, or a problem of the expression.
  mutating func value() throws(Problem) -> Span {
    let parsed = try expression(.lowest)
    guard parsed.sort == .value else { throw Problem(.conditionMisplaced(of: ""), parsed.span) }
    return parsed.span
  }

  /// Parses an expression whose operators bind at least as tightly as `level`, by precedence climbing.
  ///
  /// Source: T. Norvell, "Parsing expressions by recursive descent" (1999), section "Precedence climbing".
  mutating func expression(_ level: Precedence) throws(Problem) -> Parsed {
    var left = token.kind == .minus || token.kind == .plus || token.kind == .not ? try unary(level) : try power()
    while let (operation, precedence) = Self.binary(token.kind), precedence >= level {
      let word = token
      try advance()
      try skipNewlines()
      let right = try expression(precedence.next)
      try require(operation.takesConditions ? .condition : .value, of: left, for: word)
      try require(operation.takesConditions ? .condition : .value, of: right, for: word)
      left.span.end = right.span.end
      left.sort = operation.isCondition ? .condition : .value
      append(.operation, UInt32(operation.rawValue), count: 2, span: left.span)
      if operation.isComparison, Self.binary(token.kind)?.0.isComparison == true {
        throw Problem(.chainedComparison(text(token)), token.span)
      }
    }
    return left
  }

  /// Parses an operand with its signs, or a condition with its `not`, which must bind at least as tightly as `level`.
  mutating func unary(_ level: Precedence) throws(Problem) -> Parsed {
    switch token.kind {
    case .minus, .plus:
      // A loop, so that a long row of signs takes no stack.
      var signs: [Span] = []
      let first = token
      while token.kind == .minus || token.kind == .plus {
        if token.kind == .minus { signs.append(token.span) }
        try advance()
        try skipNewlines()
      }
      var operand = try power()
      try require(.value, of: operand, for: first)
      operand.span.start = first.start
      for sign in signs.reversed() {
        append(.operation, UInt32(Operator.negate.rawValue), count: 1, span: Span(sign.start, operand.span.end))
      }
      return operand
    case .not:
      guard level <= .negation else { throw Problem(.operandExpected(after: text(previous), found: "not"), token.span) }
      let word = token
      try advance()
      try skipNewlines()
      try deepen(word)
      var operand = try expression(.negation)
      depth -= 1
      try require(.condition, of: operand, for: word)
      operand.span.start = word.start
      append(.operation, UInt32(Operator.not.rawValue), count: 1, span: operand.span)
      return operand
    default:
      return try power()
    }
  }

  /// Parses an operand with its exponents, written as superscripts or behind `^`.
  mutating func power() throws(Problem) -> Parsed {
    var base = try operand()
    while token.kind == .superscript {
      try require(.value, of: base, for: token)
      number(token.value, token.span)
      base.span.end = token.end
      append(.operation, UInt32(Operator.power.rawValue), count: 2, span: base.span)
      try advance()
    }
    guard token.kind == .caret else { return base }
    let word = token
    try require(.value, of: base, for: word)
    try advance()
    try skipNewlines()
    try deepen(word)
    let exponent = try unary(.power)
    depth -= 1
    try require(.value, of: exponent, for: word)
    base.span.end = exponent.span.end
    append(.operation, UInt32(Operator.power.rawValue), count: 2, span: base.span)
    return base
  }

  /// Parses an operand with its subscripts and transposes.
  ///
  /// The cases stand in functions of their own, so that a level of brackets takes only the stack it needs.
  mutating func operand() throws(Problem) -> Parsed {
    let parsed: Parsed
    switch token.kind {
    case .number: parsed = try literal()
    case .name, .if: parsed = try nameOrCall()
    case .leftParenthesis: parsed = try bracketed()
    case .root: return try roots()
    case .leftBracket: parsed = try list()
    default: throw operandExpected()
    }
    guard token.kind == .leftBracket || token.kind == .apostrophe else { return parsed }
    return try postfixes(of: parsed)
  }

  @inline(never)
  mutating func literal() throws(Problem) -> Parsed {
    let span = token.span
    number(token.value, span)
    try advance()
    switch token.kind {
    case .name where isBoundWord: return Parsed(sort: .value, span: span)
    case .name, .leftParenthesis, .leftBracket, .number, .if: throw missingOperator()
    default: return Parsed(sort: .value, span: span)
    }
  }

  /// Parses a name, or the call that it begins.
  @inline(never)
  mutating func nameOrCall() throws(Problem) -> Parsed {
    let name = token
    try advance()
    if token.kind == .leftParenthesis {
      try call(name)
      return Parsed(sort: .value, span: Span(name.start, previous.end))
    }
    if name.kind == .if { throw Problem(.argumentsExpected(function: "if"), name.span) }
    let id = intern(name)
    if let place = parameters.firstIndex(of: id) {
      append(.parameter, UInt32(place), span: name.span)
    } else {
      append(.name, id, span: name.span)
    }
    return Parsed(sort: .value, span: name.span)
  }

  /// Parses an expression, or a list of elements, in round brackets.
  @inline(never)
  mutating func bracketed() throws(Problem) -> Parsed {
    let open = token
    try deepen(open)
    openBrackets += 1
    try advance()
    let first = try expression(.lowest)
    let count = token.kind == .comma ? try elements(after: first) : 1
    try close(open, with: .rightParenthesis)
    let span = Span(open.start, previous.end)
    if count > 1 { append(.list, 0, count: count, span: span) }
    return Parsed(sort: first.sort, span: span)
  }

  /// Parses an operand behind any number of signs `√`, in a loop, so that a long row of them takes no stack.
  @inline(never)
  mutating func roots() throws(Problem) -> Parsed {
    var roots: [Token] = []
    while token.kind == .root {
      roots.append(token)
      try advance()
      try skipNewlines()
    }
    var parsed = try operand()
    for root in roots.reversed() {
      try require(.value, of: parsed, for: root)
      parsed.span.start = root.start
      append(.operation, UInt32(Operator.root.rawValue), count: 1, span: parsed.span)
    }
    return parsed
  }

  /// Parses the arguments of a call behind its name, and appends the call.
  @inline(never)
  mutating func call(_ name: Token) throws(Problem) {
    let open = token
    let choice = name.kind == .if || (name.end - name.start == 5 && text(name) == "where")
    try deepen(open)
    openBrackets += 1
    try advance()
    var count = 0
    var named: [NamedArgument] = []
    let solves = name.end - name.start == 4 && text(name) == RootCalls.function
    var starts: [Int] = []
    if token.kind != .rightParenthesis {
      while true {
        if solves { starts.append(tree.nodes.count) }
        let argument = try expression(.lowest)
        if token.kind == .assign {
          if choice, count == 0 { throw misplaced() }
          try self.named(argument.span, of: name, after: count, &named)
        } else if let last = named.last {
          throw Problem(.unnamedBehind(last, function: text(name)), argument.span)
        } else if choice, count == 0 {
          guard argument.sort == .condition else { throw Problem(.conditionExpected(by: text(name)), argument.span) }
        } else {
          guard argument.sort == .value else { throw Problem(.conditionMisplaced(of: text(name)), argument.span) }
        }
        count += 1
        guard token.kind == .comma else { break }
        try advance()
      }
    }
    try limit(count, name.span)
    try close(open, with: .rightParenthesis)
    if solves { bindUnknown(starts, named: !named.isEmpty) }
    append(.call, intern(name), count: count, span: Span(name.start, previous.end))
  }

  /// Takes the closing bracket of `open` and leaves its level.
  ///
  /// - Throws: A problem if another token is at hand.
  @inline(never)
  mutating func close(_ open: Token, with kind: Token.Kind) throws(Problem) {
    guard token.kind == kind else {
      switch token.kind {
      case .end: throw Problem(.unclosedBracket(open.bracket), open.span)
      case .rightParenthesis, .rightBracket, .rightBrace:
        throw Problem(.mismatchedBracket(open: open.bracket, close: token.bracket), token.span)
      default: throw misplaced()
      }
    }
    openBrackets -= 1
    depth -= 1
    try advance()
  }
}
