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
    /// A `for`, given by its statement, with its current number and its last one.
    case forLoop(statement: Int, index: Double, last: Double)
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
    var blocks = [Block(next: 0, end: tree.statements.count, loop: nil)]
    var output: Graph.NodeID?
    var iterations = 0
    while var block = blocks.popLast() {
      guard block.next < block.end else {
        guard let loop = block.loop else { continue }
        iterations += 1
        if iterations > options.limits.iterations {
          throw Problem(.limit(.iterations(options.limits.iterations)), tree.statements[block.end - 1].span)
        }
        if let again = try repeated(loop) { blocks.append(again) }
        continue
      }
      let number = block.next
      let statement = tree.statements[number]
      block.next = statement.next
      blocks.append(block)
      switch statement.kind {
      case .expression: output = try evaluate(statement.nodes)
      case .assignment(let name):
        let node = try evaluate(statement.nodes)
        assign(name, node)
        output = node
      case .definition(let index):
        try define(index, statement.span)
        output = nil
      case .loop(let name, let high):
        output = nil
        let low = Double(try whole(evaluate(statement.nodes), "bound", statement.span))
        let last = Double(try whole(evaluate(high), "bound", statement.span))
        guard low.magnitude < 0x1p53, last.magnitude < 0x1p53 else {
          throw Problem(.boundsTooFar(low, last), statement.span)
        }
        indices.removeAll { $0.name == name }
        // Nothing ends a loop before its last number, so that too many rounds are known before the first.
        guard last - low < Double(options.limits.iterations - iterations) else {
          throw Problem(.limit(.iterations(options.limits.iterations)), statement.span)
        }
        if low <= last {
          indices.append((name, low))
          variables[Int(name)] = Self.isIndex
          calls.removeAll(keepingCapacity: true)
          blocks.append(
            Block(next: number + 1, end: statement.next, loop: .forLoop(statement: number, index: low, last: last)))
        }
      case .whileLoop:
        output = nil
        if let first = try repeated(.whileLoop(statement: number, iterations: 0)) { blocks.append(first) }
      case .branch(let alternative):
        output = nil
        let holds = try decide(evaluate(statement.nodes), "if", statement.span)
        blocks.append(
          Block(next: holds ? number + 1 : alternative, end: holds ? alternative : statement.next, loop: nil))
      }
    }
    guard let output else {
      if let last = tree.statements.last, case .definition = last.kind { throw Problem(.noValue, last.span) }
      throw Problem(.noValueMet, lastStatement.span)
    }
    graph.output = output
    graph.seal()
    graph.orderInputs(by: firstUse)
  }

  /// The last statement that stands in no block.
  private var lastStatement: SyntaxTree.Statement {
    var number = 0
    while tree.statements[number].next < tree.statements.count { number = tree.statements[number].next }
    return tree.statements[number]
  }

  /// Returns the body of a loop for its next round, or nil if the loop has come to its end.
  private mutating func repeated(_ loop: LoopState) throws(Problem) -> Block? {
    switch loop {
    case .forLoop(let number, let index, let last):
      guard index < last, case .loop(let name, _) = tree.statements[number].kind else { return nil }
      indices.removeAll { $0.name == name }
      indices.append((name, index + 1))
      variables[Int(name)] = Self.isIndex
      if !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
      return Block(
        next: number + 1, end: tree.statements[number].next,
        loop: .forLoop(statement: number, index: index + 1, last: last))
    case .whileLoop(let number, let iterations):
      let statement = tree.statements[number]
      let condition = try evaluate(statement.nodes)
      guard try decide(condition, "while", statement.span) else { return nil }
      guard iterations < options.limits.whileIterations else { throw endless(condition, statement.span) }
      return Block(
        next: number + 1, end: statement.next, loop: .whileLoop(statement: number, iterations: iterations + 1))
    }
  }

  // MARK: - Names

  /// Lets a name stand for a node, whose label it becomes unless the node has one.
  private mutating func assign(_ name: NameTable.ID, _ node: Graph.NodeID) {
    variables[Int(name)] = node + 1
    if !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
    if !graph.isLeaf(node), graph.labels[node] == nil { graph.labels[node] = tree.names[name] }
  }

  /// Lets a name stand for a function.
  ///
  /// - Throws: `builtinRedefined` if a built-in function has the name.
  private mutating func define(_ index: Int, _ span: Span) throws(Problem) {
    let name = tree.names[tree.definitions[index].name]
    guard Primitive.named(name) == nil else { throw Problem(.builtinRedefined(name), span) }
    functions[Int(tree.definitions[index].name)] = index + 1
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
    if graph.nodes[Int(condition)].isVariable { graph.guardPath(condition, holds: truth != 0, isLoop: word == "while") }
    return truth != 0
  }

  /// Returns the names of the inputs without a value that a condition depends on.
  private func unknownInputs(of condition: Graph.NodeID) -> [String] {
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
