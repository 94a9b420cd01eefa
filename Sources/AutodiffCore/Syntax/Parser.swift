/// Recursive descent over the grammar
///
///     program    = [statement] { (";" | newline) [statement] }
///     statement  = NAME "=" expression | NAME "(" NAME {"," NAME} ")" "=" expression | expression
///     expression = unary { BINARY unary }              by the levels of `Precedence`
///     unary      = ("-" | "+") unary | "not" expression | power
///     power      = operand { SUPERSCRIPT } [ "^" unary ]
///     operand    = NUMBER | NAME | NAME "(" expression {"," expression} ")" | "(" expression ")" | "√" operand
///
/// A number, a `NAME` in a function's body that is one of its parameters, and every operator become one node each.
package struct Parser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: Limits
  private var lexer: Lexer
  private var token: Token
  /// The last token taken: what an operand was expected after.
  private var previous: Token
  private var tree = SyntaxTree()
  private var depth = 0
  /// Inside brackets a newline ends nothing.
  private var openBrackets = 0
  private var parameters: [NameTable.ID] = []

  /// - Throws: the first `Problem` met, with its place in `source`.
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

  /// More levels than this the text cannot nest: it has no more of the characters that nest.
  package static func nestingBound(_ source: SourceText) -> Int {
    source.bytes.reduce(0) { count, byte in
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "^"), UInt8(ascii: "*"),
        UInt8(ascii: "t"):
        // `**` is a power, and a `not` ends in t.
        count + 1
      default: count
      }
    }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: Limits) throws(Problem) {
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

  private mutating func advance() throws(Problem) {
    previous = token
    token = try lexer.next()
    if openBrackets > 0 { try skipNewlines() }
  }

  private mutating func skipNewlines() throws(Problem) {
    while token.kind == .newline { token = try lexer.next() }
  }

  private mutating func intern(_ token: Token) -> NameTable.ID {
    tree.names.intern(token.span, in: bytes)
  }

  private func text(_ token: Token) -> String {
    token.kind == .newline ? "" : text(token.span)
  }

  private func text(_ span: Span) -> String { String(decoding: bytes[span.range], as: UTF8.self) }

  // MARK: - Statements

  private mutating func program() throws(Problem) {
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

  private mutating func statement() throws(Problem) {
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
    let span = try value()
    if token.kind == .comma { throw Problem(.arraysUnsupported, token.span) }
    tree.statements.append(.init(kind: .expression, nodes: first..<tree.nodes.count, span: span))
  }

  private mutating func assignment() throws(Problem) {
    let span = token.span
    let name = intern(token)
    try advance()
    try advance()
    try skipNewlines()
    let first = tree.nodes.count
    _ = try value()
    if token.kind == .comma { throw Problem(.arraysUnsupported, token.span) }
    tree.statements.append(.init(kind: .assignment(name), nodes: first..<tree.nodes.count, span: span))
  }

  /// The parameters of `f(x, y) =`, when that is what follows.
  private func definitionAhead() throws(Problem) -> [Token]? {
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

  private mutating func definition(_ names: [Token]) throws(Problem) {
    let span = token.span
    guard Primitive.named(text(token)) == nil else { throw Problem(.builtinRedefined(text(token)), span) }
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
    _ = try value()
    let body = first..<tree.nodes.count
    tree.statements.append(.init(kind: .definition(tree.definitions.count), nodes: body, span: span))
    tree.definitions.append(.init(name: name, parameters: parameters, body: body))
    parameters = []
  }

  /// Whether `if (…)` is followed by `{`, which makes it a statement and not a function's call.
  private func isStatement() throws(Problem) -> Bool {
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

  // MARK: - Expressions

  /// What an expression stands for: a number, or a condition, which only a choice can use.
  private enum Sort { case value, condition }

  /// An expression parsed: where it stands and what it stands for.
  private struct Parsed {
    var sort: Sort
    var span: Span
  }

  private mutating func value() throws(Problem) -> Span {
    let parsed = try expression(.lowest)
    guard parsed.sort == .value else { throw Problem(.conditionMisplaced(of: ""), parsed.span) }
    return parsed.span
  }

  /// Operators of at least `level`, by precedence climbing.
  private mutating func expression(_ level: Precedence) throws(Problem) -> Parsed {
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

  private mutating func unary(_ level: Precedence) throws(Problem) -> Parsed {
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

  private mutating func power() throws(Problem) -> Parsed {
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

  /// The cases stand in functions of their own, so that a level of brackets takes only the stack it needs.
  private mutating func operand() throws(Problem) -> Parsed {
    let parsed: Parsed
    switch token.kind {
    case .number: parsed = try literal()
    case .name, .if: parsed = try nameOrCall()
    case .leftParenthesis: parsed = try bracketed()
    case .root: return try roots()
    case .leftBracket: throw Problem(.arraysUnsupported, token.span)
    default: throw operandExpected()
    }
    if token.kind == .leftBracket || token.kind == .apostrophe { throw Problem(.arraysUnsupported, token.span) }
    return parsed
  }

  @inline(never)
  private mutating func literal() throws(Problem) -> Parsed {
    let span = token.span
    number(token.value, span)
    try advance()
    switch token.kind {
    case .name, .leftParenthesis, .number, .if: throw missingOperator()
    default: return Parsed(sort: .value, span: span)
    }
  }

  @inline(never)
  private mutating func nameOrCall() throws(Problem) -> Parsed {
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

  @inline(never)
  private mutating func bracketed() throws(Problem) -> Parsed {
    let open = token
    try deepen(open)
    openBrackets += 1
    try advance()
    let sort = try expression(.lowest).sort
    if token.kind == .comma { throw Problem(.arraysUnsupported, token.span) }
    try close(open, with: .rightParenthesis)
    return Parsed(sort: sort, span: Span(open.start, previous.end))
  }

  /// A loop for the same reason as for signs.
  @inline(never)
  private mutating func roots() throws(Problem) -> Parsed {
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

  @inline(never)
  private mutating func call(_ name: Token) throws(Problem) {
    let open = token
    let choice = name.kind == .if || (name.end - name.start == 5 && text(name) == "where")
    try deepen(open)
    openBrackets += 1
    try advance()
    var count = 0
    if token.kind != .rightParenthesis {
      while true {
        let argument = try expression(.lowest)
        if token.kind == .assign { throw misplaced() }
        if choice, count == 0 {
          guard argument.sort == .condition else { throw Problem(.conditionExpected(by: text(name)), argument.span) }
        } else {
          guard argument.sort == .value else { throw Problem(.conditionMisplaced(of: text(name)), argument.span) }
        }
        count += 1
        guard token.kind == .comma else { break }
        try advance()
      }
    }
    guard count <= SyntaxTree.Node.operandLimit else {
      throw Problem(.limit(.arguments(SyntaxTree.Node.operandLimit)), name.span)
    }
    try close(open, with: .rightParenthesis)
    append(.call, intern(name), count: count, span: Span(name.start, previous.end))
  }

  @inline(never)
  private mutating func close(_ open: Token, with kind: Token.Kind) throws(Problem) {
    guard token.kind == kind else {
      switch token.kind {
      case .end: throw Problem(.unclosedBracket(open.bracket), open.span)
      case .rightBracket, .rightBrace:
        throw Problem(.mismatchedBracket(open: open.bracket, close: token.bracket), token.span)
      default: throw misplaced()
      }
    }
    openBrackets -= 1
    depth -= 1
    try advance()
  }

  // MARK: - Nodes

  @inline(__always)
  private mutating func append(_ kind: SyntaxTree.Node.Kind, _ payload: UInt32, count: Int = 0, span: Span) {
    tree.nodes.append(SyntaxTree.Node(kind, payload, count: count, span: span))
  }

  private mutating func number(_ value: Double, _ span: Span) {
    append(.number, UInt32(truncatingIfNeeded: tree.numbers.count), span: span)
    tree.numbers.append(value)
  }

  // MARK: - Problems

  private mutating func deepen(_ token: Token) throws(Problem) {
    depth += 1
    guard depth <= limits.nesting else { throw Problem(.limit(.nesting(limits.nesting)), token.span) }
  }

  private func require(_ sort: Sort, of operand: Parsed, for word: Token) throws(Problem) {
    guard operand.sort != sort else { return }
    switch sort {
    case .value: throw Problem(.conditionMisplaced(of: text(word)), operand.span)
    case .condition: throw Problem(.conditionExpected(by: text(word)), operand.span)
    }
  }

  private func operandExpected() -> Problem {
    if previous.kind == .newline || previous.kind == .semicolon { return misplaced() }
    switch token.kind {
    case .for, .while, .else: return Problem(.reservedWord(text(token)), token.span)
    default: return Problem(.operandExpected(after: text(previous), found: text(token)), token.span)
    }
  }

  /// A token that cannot follow a complete expression.
  private func misplaced() -> Problem {
    switch token.kind {
    case .name, .number, .leftParenthesis, .root, .not, .if: return missingOperator()
    case .rightParenthesis, .rightBracket, .rightBrace: return Problem(.unopenedBracket(token.bracket), token.span)
    case .for, .while, .else: return Problem(.reservedWord(text(token)), token.span)
    case .assign:
      let left = text(previous)
      return Problem(
        previous.kind == .name ? .assignmentInExpression : .assignmentToNonName(left), token.span)
    default: return Problem(.unexpectedWord(found: text(token)), token.span)
    }
  }

  private func missingOperator() -> Problem {
    Problem(.missingOperator(left: text(previous), right: text(token)), token.span)
  }
}

// MARK: - Precedence

/// How tightly an operator binds, loosest first.
private enum Precedence: UInt8, Comparable {
  case lowest, disjunction, conjunction, negation, comparison, sum, product, power

  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .power }

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

extension Parser {
  @inline(__always)
  private static func binary(_ kind: Token.Kind) -> (Operator, Precedence)? {
    switch kind {
    case .plus: (.add, .sum)
    case .minus: (.subtract, .sum)
    case .times: (.multiply, .product)
    case .divide: (.divide, .product)
    case .at: (.matrixMultiply, .product)
    case .less: (.less, .comparison)
    case .lessEqual: (.lessEqual, .comparison)
    case .greater: (.greater, .comparison)
    case .greaterEqual: (.greaterEqual, .comparison)
    case .equal: (.equal, .comparison)
    case .notEqual: (.notEqual, .comparison)
    case .and: (.and, .conjunction)
    case .or: (.or, .disjunction)
    default: nil
    }
  }
}

extension Operator {
  fileprivate var isComparison: Bool { Operator.less.rawValue...Operator.notEqual.rawValue ~= rawValue }
  fileprivate var takesConditions: Bool { self == .and || self == .or || self == .not }
  fileprivate var isCondition: Bool { isComparison || takesConditions }
}

extension Token {
  fileprivate var bracket: Character {
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

extension NameTable {
  /// The number of the name at `span`, its subscript digits written as plain ones: `x₁` is `x1`.
  fileprivate mutating func intern(_ span: Span, in bytes: UnsafeBufferPointer<UInt8>) -> ID {
    let name = UnsafeBufferPointer(rebasing: bytes[span.range])
    guard name.contains(where: { $0 >= 0x80 }) else { return intern(name) }
    var plain = ""
    for scalar in String(decoding: name, as: UTF8.self).unicodeScalars {
      if let digit = Spelling.subscriptDigit(scalar) {
        plain += String(digit)
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }
    return intern(plain)
  }
}
