/// The lowering of statements: assignments, definitions, loops and branches, decided as they are met.
///
/// Source: "define by run", S. Tokui et al., "Chainer: a next-generation open source framework for deep learning"
/// (2015).
extension Lowering {
  /// A sequence of statements that is being lowered.
  private struct Block {
    /// The number of the next statement.
    var next: Int
    /// The number of the first statement behind the block.
    var end: Int
    /// The state of the loop whose body the block is; nil for another block.
    var loop: LoopState?
  }

  /// The state of a loop.
  private enum LoopState {
    /// A `for`, given by its statement, with its current number, its last one and the distance.
    case forLoop(statement: Int, index: Double, last: Double, step: Double)
    /// A `for` over the parts of an array, given by its statement, with the number of the current part.
    case each(statement: Int, array: Graph.NodeID, index: Int)
    /// A `while`, given by its statement, with the number of iterations so far.
    case whileLoop(statement: Int, iterations: Int)
  }

  /// Lowers the whole program.
  ///
  /// Blocks wait on a stack of their own instead of a recursion: they nest as deeply as brackets.
  ///
  /// - Throws: The first problem in the meaning of the program, with its place.
  mutating func run() throws(Problem) {
    // The inputs are those of the text, whatever path is taken.
    if tree.decides {
      for name in Self.freeNames(tree) {
        if let id = tree.names.find(name) { _ = try variable(id, span: .none) }
      }
    }
    guard let output = try run(0..<tree.statements.count)?.first else {
      if let last = tree.statements.last, case .definition = last.kind { throw Problem(.noValue, last.span) }
      throw Problem(.noValueMet, lastStatement.span)
    }
    graph.output = output
    if !aliases.isEmpty {
      graph = try graph.without(aliases, dropsUnread: !rootCalls.isEmpty, limits: options.limits)
    }
    graph.seal()
    graph.orderInputs(by: firstUse)
  }

  /// Runs statements: those of the program, or of the block of a function.
  ///
  /// - Parameter results: The number of values that are taken of a list at the end, if it has as many.
  /// - Returns: The value of the last statement that was run; nil if it has none.
  mutating func run(_ statements: Range<Int>, results: Int = 1) throws(Problem) -> [Graph.NodeID]? {
    var blocks = [Block(next: statements.lowerBound, end: statements.upperBound, loop: nil)]
    var output: [Graph.NodeID]?
    while var block = blocks.popLast() {
      guard block.next < block.end else {
        guard let loop = block.loop else { continue }
        try countIteration(tree.statements[block.end - 1].span)
        if let again = try repeated(loop) { blocks.append(again) }
        continue
      }
      let number = block.next
      let statement = tree.statements[number]
      block.next = statement.next
      blocks.append(block)
      switch statement.kind {
      case .expression: output = try values(statement.nodes, results)
      case .assignment(let name):
        let node = try evaluate(statement.nodes)
        try assign(name, node)
        output = [node]
      case .assignments(let targets, let operation):
        output = [try assign(tree.targets[targets], operation, statement)]
      case .definition(let index):
        try define(index, statement.span)
        output = nil
      case .loop, .each, .whileLoop:
        output = nil
        if let first = try begin(number, statement) { blocks.append(first) }
      case .branch(let alternative):
        output = nil
        let holds = try decide(evaluate(statement.nodes), "if", statement.span)
        blocks.append(
          Block(next: holds ? number + 1 : alternative, end: holds ? alternative : statement.next, loop: nil))
      case .break:
        while let inner = blocks.popLast(), inner.loop == nil {}
      }
    }
    return output
  }

  /// Returns the value of an expression as a list of one, or its elements if it is a list of as many as are taken.
  private mutating func values(_ nodes: Range<Int>, _ results: Int) throws(Problem) -> [Graph.NodeID] {
    guard results > 1 else { return [try evaluate(nodes)] }
    let last = tree.nodes[nodes.upperBound - 1]
    guard last.kind != .list || last.count != results else { return try evaluateAll(nodes.dropLast()) }
    let count = operands.count
    try push(nodes, results: results)
    defer { operands.removeLast(operands.count - count) }
    return Array(operands[count...])
  }

  /// The last statement that stands in no block.
  private var lastStatement: SyntaxTree.Statement {
    var number = 0
    while tree.statements[number].next < tree.statements.count { number = tree.statements[number].next }
    return tree.statements[number]
  }

  // MARK: - Loops

  /// Counts a round of a loop.
  ///
  /// - Throws: The limit on them.
  private mutating func countIteration(_ span: Span) throws(Problem) {
    iterations += 1
    if iterations > options.limits.iterations { throw Problem(.limit(.iterations(options.limits.iterations)), span) }
  }

  /// Returns the body of a loop for its first round, or nil if it has none.
  private mutating func begin(_ number: Int, _ statement: SyntaxTree.Statement) throws(Problem) -> Block? {
    switch statement.kind {
    case .loop(let name, let high, let step):
      let low = Double(try whole(evaluate(statement.nodes), "bound", statement.span))
      let last = Double(try whole(evaluate(high), "bound", statement.span))
      let distance = step.isEmpty ? 1 : Double(try whole(evaluate(step), "step", statement.span))
      guard distance != 0 else { throw Problem(.stepOfZero, statement.span) }
      guard low.magnitude < 0x1p53, last.magnitude < 0x1p53 else {
        throw Problem(.boundsTooFar(low, last), statement.span)
      }
      indices.removeAll { $0.name == name }
      // The number of rounds is known before the first, unless the loop is left before its end.
      guard (last - low) / distance < Double(options.limits.iterations - iterations) else {
        throw Problem(.limit(.iterations(options.limits.iterations)), statement.span)
      }
      guard distance > 0 ? low <= last : low >= last else { return nil }
      return try round(of: .forLoop(statement: number, index: low, last: last, step: distance))
    case .each:
      let array = try evaluate(statement.nodes)
      guard graph.shape(of: array).rank > 0 else { throw Problem(.loopOverScalar, statement.span) }
      return try repeated(.each(statement: number, array: array, index: -1))
    case .whileLoop: return try repeated(.whileLoop(statement: number, iterations: 0))
    case .expression, .assignment, .assignments, .definition, .branch, .break: return nil
    }
  }

  /// Returns the body of a loop for its next round, or nil if the loop has come to its end.
  private mutating func repeated(_ loop: LoopState) throws(Problem) -> Block? {
    switch loop {
    case .forLoop(let number, let index, let last, let step):
      let next = index + step
      guard step > 0 ? next <= last : next >= last else { return nil }
      return try round(of: .forLoop(statement: number, index: next, last: last, step: step))
    case .each(let number, let array, let index):
      let shape = graph.shape(of: array)
      guard index + 1 < shape.lengths[0], case .each(let name) = tree.statements[number].kind else { return nil }
      let rest = shape.lengths.dropFirst().map { Subscript.range(0..<$0) }
      let part = try part(of: array, shape, [.index(index + 1)] + rest, tree.statements[number].span)
      bindLoop(name)
      variables[Int(name)] =
        (differentiated.names.contains(name) ? try alias(part, tree.statements[number].span) : part) + 1
      return try round(of: .each(statement: number, array: array, index: index + 1))
    case .whileLoop(let number, let iterations):
      let statement = tree.statements[number]
      let condition = try evaluate(statement.nodes)
      guard try decide(condition, "while", statement.span) else { return nil }
      guard iterations < options.limits.whileIterations else { throw endless(condition, statement.span) }
      return try round(of: .whileLoop(statement: number, iterations: iterations + 1))
    }
  }

  /// Returns the body of a loop for a round, in which its name stands for its number.
  private mutating func round(of loop: LoopState) throws(Problem) -> Block {
    let number: Int
    switch loop {
    case .forLoop(let statement, let index, _, _):
      number = statement
      if case .loop(let name, _, _) = tree.statements[statement].kind {
        bindLoop(name)
        if differentiated.names.contains(name) {
          let span = tree.statements[statement].span
          variables[Int(name)] = try alias(graph.constant(index, span: span), span) + 1
        } else {
          indices.append((name, index))
          variables[Int(name)] = Self.isIndex
        }
      }
    case .each(let statement, _, _), .whileLoop(let statement, _): number = statement
    }
    return Block(next: number + 1, end: tree.statements[number].next, loop: loop)
  }

  /// Forgets what the name of a loop stood for.
  private mutating func bindLoop(_ name: NameTable.ID) {
    indices.removeAll { $0.name == name }
    versions[name] = nil
    if !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
  }

  // MARK: - Names

  /// Lets a name stand for a node, whose label it becomes unless the node has one.
  ///
  /// - Throws: A limit on the graph.
  mutating func assign(_ name: NameTable.ID, _ value: Graph.NodeID) throws(Problem) {
    let node = differentiated.names.contains(name) ? try alias(value, graph.spans[Int(value)]) : value
    variables[Int(name)] = node + 1
    if !versions.isEmpty { versions[name] = nil }
    // Functions see the names of the program, none of their callers.
    if scopes.isEmpty, !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
    if !graph.isLeaf(node), graph.labels[node] == nil { graph.labels[node] = tree.names[name] }
  }

  /// Lets a name stand for a function.
  ///
  /// - Throws: `builtinRedefined` if a built-in function has the name.
  private mutating func define(_ index: Int, _ span: Span) throws(Problem) {
    let name = tree.names[tree.definitions[index].name]
    guard Primitive.named(name) == nil, ShapeFunction(rawValue: name) == nil, name != DifferentiatedNames.function,
      name != RootCalls.function
    else {
      throw Problem(.builtinRedefined(name), span)
    }
    functions[Int(tree.definitions[index].name)] = .definition(index)
    calls.removeAll(keepingCapacity: true)
  }

  // MARK: - Conditions

  /// Returns a Boolean value indicating whether a condition holds, and keeps it as a guard of the path if other inputs
  /// could decide otherwise.
  ///
  /// - Throws: `pathUnknown` if the condition depends on an input without a value, or a fault if it is an array.
  private mutating func decide(_ condition: Graph.NodeID, _ word: String, _ span: Span) throws(Problem) -> Bool {
    guard let value = try known.value(of: condition, in: graph) else {
      throw Problem(.pathUnknown(word: word, names: unknownInputs(of: condition)), span)
    }
    guard let truth = value.scalar else { throw shapeProblem(.needs(.scalar, value.shape), word, span) }
    if graph.nodes[Int(condition)].isVariable {
      graph.guardPath(condition, holds: truth != 0, word == "while" ? .loop : .branch)
    }
    return truth != 0
  }

  /// Returns the names of the inputs without a value that a condition depends on.
  func unknownInputs(of condition: Graph.NodeID) -> [String] {
    var reached = Set([condition])
    for id in (0...condition).reversed() where reached.contains(id) {
      for operand in graph.operands(of: id) { reached.insert(operand) }
    }
    return graph.inputs.filter(reached.contains).map(graph.name(ofInput:)).filter { known.inputs($0) == nil }
  }

  /// Returns the problem of a `while` that has reached its limit.
  private mutating func endless(_ condition: Graph.NodeID, _ span: Span) -> Problem {
    let node = graph.nodes[Int(condition)]
    var operands: [Double] = []
    if node.kind == .binary, node.primitive.isComparison {
      operands = graph.operands(of: condition).map { (try? known.value(of: $0, in: graph))?.scalar ?? .nan }
    }
    return Problem(
      .endless(iterations: options.limits.whileIterations, operation: node.primitive.gate.name, operands: operands),
      span)
  }
}
