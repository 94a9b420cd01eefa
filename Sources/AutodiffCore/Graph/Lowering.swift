/// Turns a syntax tree into a graph: names become edges, functions are inlined, equal nodes are shared.
///
/// One loop over the tree's post-order with a stack of operands; calls of the user's functions push a frame, so no
/// depth of nesting or of calls takes any of the machine's stack.
package struct Lowering {
  package struct Options: Sendable {
    /// Draw `sigma`, `tanh`, … from elementary gates.
    package var expandsFunctions = false
    package var limits = Limits()

    package init() {}
  }

  private let tree: SyntaxTree
  private let options: Options
  private var graph: Graph
  private var operands: [Graph.NodeID] = []
  /// By a name's number: the node it stands for now, plus one.
  private var variables: [Graph.NodeID]
  /// By a name's number: the function it stands for now, plus one.
  private var functions: [Int]
  /// By a name's number: the built-in function of that name, once it was looked up.
  private var builtins: [Primitive?]
  /// Names that are inputs even where the language has a constant of that name.
  private var bound: [NameTable.ID] = []
  /// By an input's number: the first place in the text that reads it.
  private var firstUse: [UInt32] = []
  private var frames: [Frame] = []
  private var inlined = 0
  private var calls: [Call: Graph.NodeID] = [:]

  private struct Frame {
    var next: Int
    var end: Int
    var definition: Int?
    var arguments: [Graph.NodeID] = []
    var span: Span = .none
  }

  /// A function of the user's is pure between assignments, so a call is inlined once; a program with more different
  /// calls than are remembered grows as fast as its graph, which has a limit of its own.
  private static let rememberedCalls = 1 << 20

  private struct Call: Hashable {
    var definition: Int
    var arguments: [Graph.NodeID]
  }

  /// - Parameter boundNames: what the user gives values to; such a name hides a constant of the language.
  /// - Throws: the first `Problem` in what the program means, placed in its source.
  package static func lower(
    _ tree: SyntaxTree, boundNames: NameTable = NameTable(), options: Options = Options()
  ) throws(Problem) -> Graph {
    var lowering = Lowering(tree, boundNames: boundNames, options: options)
    try lowering.run()
    return lowering.graph
  }

  private init(_ tree: SyntaxTree, boundNames: NameTable, options: Options) {
    self.tree = tree
    self.options = options
    graph = Graph(nodeLimit: options.limits.graphNodes)
    graph.reserve(tree.nodes.count)
    variables = Array(repeating: 0, count: tree.names.count)
    functions = Array(repeating: 0, count: tree.names.count)
    builtins = Array(repeating: nil, count: tree.names.count)
    // Only names that could be constants matter, and there are few of those.
    for (name, _) in Self.constants {
      if let id = tree.names.find(name), boundNames.find(name) != nil { bound.append(id) }
    }
  }

  private mutating func run() throws(Problem) {
    for statement in tree.statements {
      switch statement.kind {
      case .expression:
        graph.output = try evaluate(statement.nodes)
      case .assignment(let name):
        let node = try evaluate(statement.nodes)
        graph.output = node
        variables[Int(name)] = node + 1
        calls.removeAll(keepingCapacity: true)
        if !graph.isLeaf(node), graph.labels[node] == nil { graph.labels[node] = tree.names[name] }
      case .definition(let index):
        let name = tree.names[tree.definitions[index].name]
        guard Primitive.named(name) == nil else { throw Problem(.builtinRedefined(name), statement.span) }
        functions[Int(tree.definitions[index].name)] = index + 1
        calls.removeAll(keepingCapacity: true)
      }
    }
    graph.seal()
    graph.orderInputs(by: firstUse)
  }

  private mutating func evaluate(_ nodes: Range<Int>) throws(Problem) -> Graph.NodeID {
    var frame = Frame(next: nodes.lowerBound, end: nodes.upperBound)
    while true {
      while frame.next < frame.end {
        let node = tree.nodes[frame.next]
        frame.next += 1
        switch node.kind {
        case .number:
          operands.append(try graph.constant(tree.numbers[Int(node.payload)], span: node.span))
        case .name:
          operands.append(try variable(node.payload, span: node.span))
        case .parameter:
          operands.append(frame.arguments[Int(node.payload)])
        case .list, .subscript, .axis:
          throw Problem(.arraysUnsupported, node.span)
        case .operation where node.payload == UInt32(Operator.transpose.rawValue):
          throw Problem(.arraysUnsupported, node.span)
        case .operation:
          try operate(Operator(rawValue: UInt8(truncatingIfNeeded: node.payload)) ?? .add, span: node.span)
        case .call:
          if let callee = try call(node, from: frame) {
            frames.append(frame)
            frame = callee
          }
        }
      }
      if let definition = frame.definition, let result = operands.last, calls.count < Self.rememberedCalls {
        calls[Call(definition: definition, arguments: frame.arguments)] = result
      }
      guard let caller = frames.popLast() else { break }
      inlined += frame.end - tree.definitions[frame.definition ?? 0].body.lowerBound
      if inlined > options.limits.inlinedOperations {
        throw Problem(.limit(.inlinedOperations(options.limits.inlinedOperations)), frame.span)
      }
      frame = caller
    }
    return operands.removeLast()
  }

  // MARK: - Names

  private mutating func variable(_ name: NameTable.ID, span: Span) throws(Problem) -> Graph.NodeID {
    let known = variables[Int(name)]
    if known != 0 {
      // Only a function's body can read an input before the place where it was met first.
      if !frames.isEmpty, graph.nodes[Int(known - 1)].kind == .input {
        let number = Int(graph.nodes[Int(known - 1)].a)
        firstUse[number] = min(firstUse[number], span.start)
      }
      return known - 1
    }
    let text = tree.names[name]
    if !bound.contains(name), let value = Self.constant(text) { return try graph.constant(value, span: span) }
    let input = try graph.input(text, span: span)
    variables[Int(name)] = input + 1
    firstUse.append(span.start)
    return input
  }

  package static let constants: [(name: String, value: Double)] = [
    ("pi", .pi), ("π", .pi), ("tau", 2 * .pi), ("e", 2.718281828459045), ("inf", .infinity),
  ]

  private static func constant(_ name: String) -> Double? { constants.first { $0.name == name }?.value }

  // MARK: - Operations

  @inline(__always)
  private mutating func operate(_ operation: Operator, span: Span) throws(Problem) {
    let primitive = operation.primitive
    if primitive.takesTwo {
      let right = operands.removeLast()
      let left = operands.removeLast()
      operands.append(try graph.binary(primitive, left, right, span: span))
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

  /// The frame to go on in when the call is one of the user's functions.
  private mutating func call(_ node: SyntaxTree.Node, from caller: Frame) throws(Problem) -> Frame? {
    let name = Int(node.payload)
    if let primitive = builtins[name], functions[name] == 0, node.count == 1, primitive.isUnary,
      !options.expandsFunctions
    {
      operands.append(try graph.unary(primitive, operands.removeLast(), span: node.span))
      return nil
    }
    let arguments = Array(operands.suffix(node.count))
    if functions[name] != 0 {
      let index = functions[name] - 1
      let definition = tree.definitions[index]
      guard arguments.count == definition.parameters.count else {
        throw wrongCount(node, .exactly(definition.parameters.count), arguments.count)
      }
      if caller.definition == index || frames.contains(where: { $0.definition == index }) {
        throw Problem(.recursion(tree.names[node.payload]), node.span)
      }
      operands.removeLast(arguments.count)
      if let known = calls[Call(definition: index, arguments: arguments)] {
        operands.append(known)
        return nil
      }
      return Frame(
        next: definition.body.lowerBound, end: definition.body.upperBound, definition: index, arguments: arguments,
        span: node.span)
    }
    guard let primitive = builtins[name] ?? Primitive.named(tree.names[node.payload]) else {
      throw unknown(tree.names[node.payload], node)
    }
    builtins[name] = primitive
    operands.removeLast(arguments.count)
    operands.append(try apply(primitive, arguments, node))
    return nil
  }

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
    if options.expandsFunctions, primitive.hasExpansion {
      return try Symbol.expand(primitive, arguments, in: &graph, span: node.span)
    }
    return try graph.apply(primitive, arguments, span: node.span)
  }

  // MARK: - Problems

  private func wrongCount(_ node: SyntaxTree.Node, _ accepts: Arity, _ given: Int) -> Problem {
    Problem(.wrongArgumentCount(function: tree.names[node.payload], accepts: accepts, given: given), node.span)
  }

  private func unknown(_ name: String, _ node: SyntaxTree.Node) -> Problem {
    let own = tree.definitions.map { tree.names[$0.name] }
    let similar = Similarity.nearest(to: name, among: Primitive.functionNames + own)
    let isVariable = variables[Int(node.payload)] != 0 || Self.constant(name) != nil
    let place = Span(node.span.start, node.span.start + UInt32(name.utf8.count))
    return Problem(.unknownFunction(name, similar: similar, isVariable: isVariable), place)
  }
}

extension Operator {
  fileprivate var primitive: Primitive {
    switch self {
    case .add: .add
    case .subtract: .subtract
    // Of scalars, which are all there are, the linear-algebra product is the plain one.
    case .multiply, .matrixMultiply: .multiply
    case .divide: .divide
    case .power: .power
    case .negate: .negate
    case .root, .transpose: .sqrt
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

extension Primitive {
  fileprivate var takesTwo: Bool { self != .negate && self != .sqrt && self != .not }
}
