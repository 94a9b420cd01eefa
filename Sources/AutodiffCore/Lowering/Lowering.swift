/// The lowering of a syntax tree to a graph: names become edges, functions are inlined, equal nodes are shared.
///
/// It is one loop over the tree's post-order with a stack of operands; calls of the user's functions push a frame, so
/// that no depth of nesting or of calls takes any of the machine's stack.
package struct Lowering {
  /// The options of lowering.
  package struct Options: Sendable {
    /// A Boolean value indicating whether functions such as `sigma` and `tanh` are replaced by elementary operations.
    package var expandsFunctions = false
    /// The way in which `diff` shares a derivative among equal arguments of `min` and `max`.
    package var ties = Ties.split
    /// The number of orders to which derivatives of roots have to be right.
    package var orders = 2
    /// The further orders that derivatives inside the program use up.
    var spareOrders = 0
    /// A Boolean value indicating whether the values stand in for others to come: an index among them may be none.
    package var guesses = false
    /// The limits of the graph and of the work on it.
    package var limits = Limits()

    /// Creates the usual options.
    package init() {}
  }

  let tree: SyntaxTree
  let options: Options
  var graph: Graph
  /// The stack of operands: nodes that wait for the operation that uses them.
  var operands: [Graph.NodeID] = []
  /// The arguments with names that wait for their calls, with their places among `operands`.
  private var pending: [(name: NamedArgument, place: Int)] = []
  /// The node that each name stands for now, by the name's number, plus one; 0 for none.
  var variables: [Graph.NodeID]
  /// The function that each name stands for now, by the name's number.
  var functions: [FunctionValue]
  /// The built-in function of each name, by the name's number, once it was looked up.
  private var builtins: [Primitive?]
  /// The names of constants of the language that are inputs here, because the user gives them values.
  private var bound: [NameTable.ID] = []
  /// The shapes of the inputs that are arrays.
  private let shapes: [InputShape]
  /// The values of nodes that conditions, indices and lengths ask for.
  var known: KnownValues
  /// The nodes that are elements of arrays, by the array's node and the element's place in it.
  var elements: [UInt64: Graph.NodeID] = [:]
  /// The current numbers of the loops by name. They become constant nodes only if they are read; `variables` has
  /// `isIndex` for their names.
  var indices: [(name: NameTable.ID, value: Double)] = []
  /// The mark in `variables` of a name that is a loop's number.
  static let isIndex = UInt32.max
  /// The versions of arrays of which parts were assigned, by name; `variables` has `isVersion` for their names.
  var versions: [NameTable.ID: ArrayVersion] = [:]
  /// The mark in `variables` of a name that is an array with assigned parts.
  static let isVersion = UInt32.max - 1
  /// The functions with blocks that are being run, the outermost first.
  var scopes: [FunctionScope] = []
  /// The arguments for which functions may be given.
  let functionArguments: FunctionArguments
  /// The nodes of names that are subscripted, if parts of arrays are assigned.
  private let subscripted: Set<Int>
  /// The names by whose values the program takes derivatives.
  let differentiated: DifferentiatedNames
  /// The calls of `root`.
  let rootCalls: RootCalls
  /// The roots so far.
  var roots = Roots()
  /// The nodes that stand for such names, each for its only operand.
  var aliases: Set<Graph.NodeID> = []
  /// The offset of the first place in the text that reads each input, by the input's number.
  var firstUse: [UInt32] = []
  /// The callers of the function whose body is being evaluated, the outermost first.
  var frames: [Frame] = []
  /// The number of rounds of loops so far.
  var iterations = 0
  /// The number of operations met in bodies of functions so far.
  private var inlined = 0
  /// The results of the calls of the user's functions that are remembered.
  var calls: [Call: Graph.NodeID] = [:]

  /// The state of the evaluation of some nodes of the tree: an expression or the body of a function that was called.
  struct Frame {
    var next: Int
    var end: Int
    var definition: Int?
    var arguments: [Graph.NodeID] = []
    var span: Span = .none
    /// The number of results that are taken, if the value is a list of as many.
    var results = 1
  }

  /// The largest number of calls remembered.
  ///
  /// A function of the user's is pure between assignments, so that equal calls are inlined once. A program with more
  /// different calls than are remembered grows as fast as its graph, which has a limit of its own.
  static let rememberedCalls = 1 << 20

  /// A call of a function of the user's with its arguments.
  struct Call: Hashable {
    var definition: Int
    var arguments: [Graph.NodeID]
  }

  /// Returns the graph of a program.
  ///
  /// - Parameter tree: The program.
  /// - Parameter boundNames: The names that the user gives values to; such a name hides a constant of the language.
  /// - Parameter shapes: The shapes of inputs that are arrays; all others are scalars.
  /// - Parameter values: A closure that returns the value of an input by its name, or nil if it has none. The values
  ///   decide loops and branches as they are met.
  /// - Throws: The first problem in the meaning of the program, with its place in the source.
  package static func lower(
    _ tree: SyntaxTree, boundNames: NameTable = NameTable(), shapes: [InputShape] = [], options: Options = Options(),
    values: @escaping (String) -> Tensor? = { _ in nil }
  ) throws(Problem) -> Graph {
    var options = options
    while true {
      var lowering = Lowering(tree, boundNames: boundNames, shapes: shapes, options: options, values: values)
      try lowering.run()
      if lowering.roots.missing <= 0 { return lowering.graph }
      options.spareOrders += lowering.roots.missing
    }
  }

  /// Returns the graph of a program whose inputs are scalars without values, within limits of one's own.
  ///
  /// - Throws: The first problem in the meaning of the program, with its place in the source.
  package static func lower(_ tree: SyntaxTree, limits: Limits) throws(Problem) -> Graph {
    var options = Options()
    options.limits = limits
    return try lower(tree, options: options)
  }

  /// Returns the names that a program reads before it gives them a value, without the language's constants: its inputs.
  package static func freeNames(_ tree: SyntaxTree) -> [String] {
    var known = [Bool](repeating: false, count: tree.names.count)
    var found = known
    var names: [String] = []
    // The ends of the blocks of functions, and what was known before each.
    var blocks: [(end: Int, before: [Bool])] = []
    for (number, statement) in tree.statements.enumerated() {
      while let block = blocks.last, block.end == number {
        known = block.before
        blocks.removeLast()
      }
      var ranges = [statement.nodes]
      switch statement.kind {
      case .loop(let index, let high, let step):
        ranges += [high, step]
        known[Int(index)] = true
      case .each(let name): known[Int(name)] = true
      case .assignments(let targets, _): ranges += tree.targets[targets].map(\.part)
      case .definition(let index) where !tree.definitions[index].block.isEmpty:
        blocks.append((statement.next, known))
        for name in tree.definitions[index].own { known[Int(name)] = true }
      case .expression, .assignment, .definition, .whileLoop, .branch, .break: break
      }
      for node in ranges.flatMap({ tree.nodes[$0] }) where node.kind == .name && !known[Int(node.payload)] {
        known[Int(node.payload)] = true
        let name = tree.names[node.payload]
        if constant(name) == nil, !found[Int(node.payload)] { names.append(name) }
        found[Int(node.payload)] = true
      }
      switch statement.kind {
      case .assignment(let name): known[Int(name)] = true
      case .assignments(let targets, _): for target in tree.targets[targets] { known[Int(target.name)] = true }
      case .expression, .definition, .loop, .each, .whileLoop, .branch, .break: break
      }
    }
    return names
  }

  /// Returns the names that stand within a part of the text.
  package static func names(in span: Span, of tree: SyntaxTree) -> Set<String> {
    var names: Set<String> = []
    for node in tree.nodes where node.kind == .name && span.start <= node.span.start && node.span.end <= span.end {
      names.insert(tree.names[node.payload])
    }
    return names
  }

  /// Creates a lowering that has not begun.
  init(
    _ tree: SyntaxTree, boundNames: NameTable, shapes: [InputShape], options: Options,
    values: @escaping (String) -> Tensor?
  ) {
    self.tree = tree
    known = KnownValues(inputs: values)
    self.options = options
    self.shapes = shapes
    graph = Graph(limits: options.limits)
    graph.reserve(tree.nodes.count)
    variables = Array(repeating: 0, count: tree.names.count)
    functions = Array(repeating: .none, count: tree.names.count)
    functionArguments = FunctionArguments(tree)
    differentiated = DifferentiatedNames(tree)
    rootCalls = RootCalls(tree)
    subscripted = tree.targets.isEmpty ? [] : tree.subscriptedNames
    builtins = Array(repeating: nil, count: tree.names.count)
    // Only names that could be constants matter, and there are few of those.
    for (name, _) in Self.constants {
      if let id = tree.names.find(name), boundNames.find(name) != nil { bound.append(id) }
    }
  }

  /// Returns the node of an expression.
  ///
  /// - Parameter nodes: The expression's nodes in the tree.
  /// - Throws: A problem of one of its operations, or a limit.
  mutating func evaluate(_ nodes: Range<Int>) throws(Problem) -> Graph.NodeID {
    try push(nodes)
    return operands.removeLast()
  }

  /// Returns the nodes of expressions that follow each other.
  mutating func evaluateAll(_ nodes: Range<Int>) throws(Problem) -> [Graph.NodeID] {
    let count = operands.count
    try push(nodes)
    defer { operands.removeLast(operands.count - count) }
    return Array(operands[count...])
  }

  /// Returns the node of an expression that stands in a function's body, or in none, as a frame does.
  mutating func evaluate(_ nodes: Range<Int>, in frame: Frame) throws(Problem) -> Graph.NodeID {
    var part = frame
    (part.next, part.end, part.results) = (nodes.lowerBound, nodes.upperBound, 1)
    try push(part)
    return operands.removeLast()
  }

  /// Puts the values of expressions on the stack of operands.
  ///
  /// - Parameter results: The number of values that are taken of a call at the end, if its function ends in a list of as
  ///   many.
  mutating func push(_ nodes: Range<Int>, results: Int = 1) throws(Problem) {
    try push(Frame(next: nodes.lowerBound, end: nodes.upperBound, results: results))
  }

  /// Puts the values of a frame's expressions on the stack of operands.
  private mutating func push(_ first: Frame) throws(Problem) {
    var frame = first
    // A function with a block is run in the middle of an expression, of which the frames wait.
    let base = frames.count
    let hasRoots = !rootCalls.isEmpty
    while true {
      while frame.next < frame.end {
        let place = frame.next
        if hasRoots, let call = rootCalls.call(at: place, before: frame.end),
          functionValue(tree.nodes[call.place].payload, in: frame) == .none
        {
          operands.append(try root(call, frame))
          frame.next = call.place + 1
          continue
        }
        let node = tree.nodes[place]
        frame.next += 1
        switch node.kind {
        case .number:
          operands.append(try graph.constant(tree.numbers[Int(node.payload)], span: node.span))
        case .name:
          operands.append(try name(node, at: place, frame))
        case .parameter:
          operands.append(try argument(node, at: place, frame))
        case .local:
          operands.append(try unknown(node))
        case .list:
          if frame.next == frame.end, frame.results == node.count, frames.count > base { break }
          try list(node)
        case .subscript:
          try select(node)
        case .named:
          pending.append((NamedArgument(number: node.payload), operands.count - 1))
        case .operation:
          try operate(Operator(rawValue: UInt8(truncatingIfNeeded: node.payload)) ?? .add, span: node.span)
        case .call:
          if let callee = try call(node, from: frame) {
            frames.append(frame)
            frame = callee
          }
        }
      }
      if frames.count > base, let definition = frame.definition, frame.results == 1, let result = operands.last,
        calls.count < Self.rememberedCalls
      {
        calls[Call(definition: definition, arguments: frame.arguments)] = result
      }
      guard frames.count > base, let caller = frames.popLast() else { break }
      try count(inlined: frame.end - tree.definitions[frame.definition ?? 0].body.lowerBound, frame.span)
      frame = caller
    }
  }

  /// Counts operations that are inlined.
  ///
  /// - Throws: The limit on them.
  mutating func count(inlined count: Int, _ span: Span) throws(Problem) {
    inlined += count
    if inlined > options.limits.inlinedOperations {
      throw Problem(.limit(.inlinedOperations(options.limits.inlinedOperations)), span)
    }
  }

  // MARK: - Names

  /// Returns the operand that a name in the text is: a node, or a mark for what is none yet.
  private mutating func name(_ node: SyntaxTree.Node, at place: Int, _ frame: Frame) throws(Problem) -> Graph.NodeID {
    if functionArguments.nodes.contains(place) { return try functionOperand(node.payload, node.span, frame) }
    if variables[Int(node.payload)] == Self.isVersion, subscripted.contains(place) {
      return OperandMark.version(of: node.payload)
    }
    return try variable(node.payload, span: node.span)
  }

  /// Returns the operand that a parameter in the text is: a node, or a mark for a function.
  private func argument(_ node: SyntaxTree.Node, at place: Int, _ frame: Frame) throws(Problem) -> Graph.NodeID {
    let argument = frame.arguments[Int(node.payload)]
    if OperandMark.function(argument) != nil, !functionArguments.nodes.contains(place) {
      throw Problem(
        .functionAsValue(tree.names[tree.definitions[frame.definition ?? 0].parameters[Int(node.payload)]]), node.span)
    }
    return argument
  }

  /// Returns the node that a name stands for; a name that has no value becomes an input.
  mutating func variable(_ name: NameTable.ID, span: Span) throws(Problem) -> Graph.NodeID {
    let known = variables[Int(name)]
    if known == Self.isVersion { return try whole(versionOf: name, span) }
    if known == Self.isIndex {
      return try graph.constant(indices.last { $0.name == name }?.value ?? .nan, span: span)
    }
    if known != 0 {
      // Only the body of a function can read an input before the place at which it was met first.
      if !frames.isEmpty, graph.nodes[Int(known - 1)].kind == .input {
        let number = Int(graph.nodes[Int(known - 1)].a)
        firstUse[number] = min(firstUse[number], span.start)
      }
      return known - 1
    }
    let text = tree.names[name]
    if !bound.contains(name), let value = Self.constant(text) { return try graph.constant(value, span: span) }
    let shape = shapes.first { $0.name == text }?.shape ?? .scalar
    let input = try graph.input(text, shape: shape, span: span)
    variables[Int(name)] = input + 1
    firstUse.append(span.start)
    return input
  }

  /// The constants of the language.
  package static let constants: [(name: String, value: Double)] = [
    ("pi", .pi), ("π", .pi), ("tau", 2 * .pi), ("e", 2.718281828459045), ("inf", .infinity),
  ]

  private static func constant(_ name: String) -> Double? { constants.first { $0.name == name }?.value }

  // MARK: - Operations

  /// Applies an operator to the operands on the stack.
  @inline(__always)
  private mutating func operate(_ operation: Operator, span: Span) throws(Problem) {
    let primitive = operation.primitive
    if operation.takesTwo {
      let right = operands.removeLast()
      let left = operands.removeLast()
      if operation == .matrixMultiply {
        operands.append(try product(left, right, span))
      } else {
        operands.append(try graph.binary(primitive, left, right, span: span))
      }
    } else if operation == .transpose {
      operands.append(try transposed(operands.removeLast(), span))
    } else {
      let operand = operands.removeLast()
      if operation == .negate, graph.nodes[Int(operand)].kind == .constant {
        // A negative literal is a number, not an operation.
        let value = graph.constants[Int(graph.nodes[Int(operand)].a)]
        operands.append(try graph.constant(-value, span: span))
      } else {
        operands.append(try graph.unary(primitive, operand, span: span))
      }
    }
  }

  /// Applies a function to the operands on the stack.
  ///
  /// - Returns: The frame of the body if the function is one of the user's that is to be evaluated; else nil.
  private mutating func call(_ node: SyntaxTree.Node, from caller: Frame) throws(Problem) -> Frame? {
    let name = Int(node.payload)
    let named = pending.isEmpty ? [] : namedArguments(ofLast: node.count)
    let function = functionArguments.isEmpty ? functions[name] : functionValue(node.payload, in: caller)
    if let primitive = builtins[name], function == .none, node.count == 1, primitive.isUnary, !options.expandsFunctions
    {
      operands.append(try graph.unary(primitive, operands.removeLast(), span: node.span))
      return nil
    }
    var arguments = Array(operands.suffix(node.count))
    let primitive: Primitive
    switch function {
    case .definition(let index):
      if let first = named.first { throw shapeProblem(.unexpected(first), tree.names[node.payload], node.span) }
      operands.removeLast(arguments.count)
      return try call(definition: index, arguments, node, from: caller)
    case .value: throw Problem(.unknownFunction(tree.names[node.payload], similar: nil, isVariable: true), node.span)
    case .primitive(let given): primitive = given
    case .none:
      guard let known = builtins[name] ?? Primitive.named(tree.names[node.payload]) else {
        if tree.names[node.payload] == DifferentiatedNames.function {
          operands.removeLast(arguments.count)
          operands.append(try derivative(arguments, node, at: caller.next - 1))
          return nil
        }
        if tree.names[node.payload] == RootCalls.function {
          throw notSolved(arguments.count, named, node, before: caller.next - 1)
        }
        if let function = ShapeFunction(rawValue: tree.names[node.payload]) {
          if let first = named.first { throw shapeProblem(.unexpected(first), tree.names[node.payload], node.span) }
          operands.removeLast(arguments.count)
          operands.append(try shapeValue(function, arguments, node))
          return nil
        }
        throw unknown(tree.names[node.payload], node)
      }
      primitive = known
      builtins[name] = primitive
    }
    operands.removeLast(arguments.count)
    if !named.isEmpty || primitive.isArray || primitive.reduction != nil {
      var numbers: [NamedArgument: Int] = [:]
      for (name, id) in zip(named, arguments.suffix(named.count)) {
        numbers[name] = try whole(id, name.rawValue, node.span)
      }
      arguments.removeLast(named.count)
      if let result = try arrayCall(primitive, arguments, numbers, node) {
        operands.append(result)
        return nil
      }
    }
    operands.append(try apply(primitive, arguments, node))
    return nil
  }

  /// Returns the names of the arguments among the last operands that have one, which are the last of them.
  private mutating func namedArguments(ofLast count: Int) -> [NamedArgument] {
    let own = pending.drop { $0.place < operands.count - count }
    pending.removeLast(own.count)
    return own.map(\.name)
  }

  /// Returns the node of a primitive applied element by element, with the default values of the arguments that are
  /// missing.
  private mutating func apply(
    _ primitive: Primitive, _ arguments: [Graph.NodeID], _ node: SyntaxTree.Node
  ) throws(Problem) -> Graph.NodeID {
    let arity = primitive.arity
    guard arity.accepts(arguments.count) else { throw wrongCount(node, arity, arguments.count) }
    var arguments = arguments
    if case .between(let least, _) = arity {
      for value in primitive.gate.defaults.dropFirst(arguments.count - least) {
        arguments.append(try graph.constant(value, span: node.span))
      }
    }
    if options.expandsFunctions, primitive.hasDefinition {
      return try Symbol.expand(primitive, arguments, in: &graph, span: node.span)
    }
    return try graph.apply(primitive, arguments, span: node.span)
  }

  // MARK: - Problems

  /// Returns the problem of a call with a wrong number of arguments.
  func wrongCount(_ node: SyntaxTree.Node, _ accepts: Arity, _ given: Int) -> Problem {
    Problem(.wrongArgumentCount(function: tree.names[node.payload], accepts: accepts, given: given), node.span)
  }

  /// Returns the problem of a call of a name that is no function.
  private func unknown(_ name: String, _ node: SyntaxTree.Node) -> Problem {
    let own = tree.definitions.map { tree.names[$0.name] }
    let similar = Similarity.nearest(to: name, among: Primitive.functionNames + own)
    let isVariable = variables[Int(node.payload)] != 0 || Self.constant(name) != nil
    let place = Span(node.span.start, node.span.start + UInt32(name.utf8.count))
    let known = variables[Int(node.payload)]
    if known != 0 && !graph.shape(of: known - 1).isScalar || shapes.contains(where: { $0.name == name }) {
      return Problem(.arrayCalled(name), place)
    }
    return Problem(.unknownFunction(name, similar: similar, isVariable: isVariable), place)
  }
}

extension Operator {
  /// The primitive that the operator applies.
  var primitive: Primitive {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .matrixMultiply: .matmul
    case .transpose: .transpose
    case .divide: .divide
    case .power: .power
    case .negate: .negate
    case .root: Identities.root
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .and: .and
    case .or: .or
    case .not: .not
    }
  }
}

extension Operator {
  /// A Boolean value indicating whether the operator's primitive has two operands.
  fileprivate var takesTwo: Bool { self != .negate && self != .root && self != .not && self != .transpose }
}
