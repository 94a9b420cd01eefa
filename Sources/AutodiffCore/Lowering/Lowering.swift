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

  let tree: SyntaxTree
  let options: Options
  var graph: Graph
  var operands: [Graph.NodeID] = []
  /// The place among `operands` of a call's `axis=`, while one is waiting for its call.
  var axisPlace: Int?
  /// By a name's number: the node it stands for now, plus one.
  var variables: [Graph.NodeID]
  /// By a name's number: the function it stands for now, plus one.
  var functions: [Int]
  /// By a name's number: the built-in function of that name, once it was looked up.
  private var builtins: [Primitive?]
  /// Names that are inputs even where the language has a constant of that name.
  private var bound: [NameTable.ID] = []
  private let shapes: [InputShape]
  /// What is known of values, for conditions.
  var known: KnownValues
  /// The loops' numbers, which become nodes where they are read, by name; `variables` has `isIndex` for them.
  var indices: [(name: NameTable.ID, value: Double)] = []
  static let isIndex = UInt32.max
  /// By an input's number: the first place in the text that reads it.
  var firstUse: [UInt32] = []
  private var frames: [Frame] = []
  private var inlined = 0
  var calls: [Call: Graph.NodeID] = [:]

  /// What is known of an input before it has a value.
  package struct InputShape: Sendable {
    package var name: String
    package var shape: Shape

    package init(name: String, shape: Shape) {
      self.name = name
      self.shape = shape
    }
  }

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

  struct Call: Hashable {
    var definition: Int
    var arguments: [Graph.NodeID]
  }

  /// - Parameters:
  ///   - boundNames: what the user gives values to; such a name hides a constant of the language.
  ///   - shapes: of inputs that are arrays, by name; all others are scalars.
  ///   - values: of inputs, by name, which decide about loops and branches as they are met; nil where none are given.
  /// - Throws: the first `Problem` in what the program means, placed in its source.
  package static func lower(
    _ tree: SyntaxTree, boundNames: NameTable = NameTable(), shapes: [InputShape] = [], options: Options = Options(),
    values: @escaping (String) -> Tensor? = { _ in nil }
  ) throws(Problem) -> Graph {
    var lowering = Lowering(tree, boundNames: boundNames, shapes: shapes, options: options, values: values)
    try lowering.run()
    return lowering.graph
  }

  /// Names that a program reads before it gives them a value, but for the language's constants.
  package static func freeNames(_ tree: SyntaxTree) -> [String] {
    var known = [Bool](repeating: false, count: tree.names.count)
    var names: [String] = []
    for statement in tree.statements {
      var ranges = [statement.nodes]
      if case .loop(let index, let high) = statement.kind {
        ranges.append(high)
        known[Int(index)] = true
      }
      for node in ranges.flatMap({ tree.nodes[$0] }) where node.kind == .name && !known[Int(node.payload)] {
        known[Int(node.payload)] = true
        let name = tree.names[node.payload]
        if constant(name) == nil { names.append(name) }
      }
      if case .assignment(let name) = statement.kind { known[Int(name)] = true }
    }
    return names
  }

  /// The names that stand within a part of the text.
  package static func names(in span: Span, of tree: SyntaxTree) -> Set<String> {
    var names: Set<String> = []
    for node in tree.nodes where node.kind == .name && span.start <= node.span.start && node.span.end <= span.end {
      names.insert(tree.names[node.payload])
    }
    return names
  }

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
    functions = Array(repeating: 0, count: tree.names.count)
    builtins = Array(repeating: nil, count: tree.names.count)
    // Only names that could be constants matter, and there are few of those.
    for (name, _) in Self.constants {
      if let id = tree.names.find(name), boundNames.find(name) != nil { bound.append(id) }
    }
  }

  mutating func evaluate(_ nodes: Range<Int>) throws(Problem) -> Graph.NodeID {
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
        case .list:
          try list(node)
        case .subscript:
          try select(node)
        case .axis:
          axisPlace = operands.count - 1
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

  mutating func variable(_ name: NameTable.ID, span: Span) throws(Problem) -> Graph.NodeID {
    let known = variables[Int(name)]
    if known == Self.isIndex {
      return try graph.constant(indices.last { $0.name == name }?.value ?? .nan, span: span)
    }
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
    let shape = shapes.first { $0.name == text }?.shape ?? .scalar
    let input = try graph.input(text, shape: shape, span: span)
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

  /// The frame to go on in when the call is one of the user's functions.
  private mutating func call(_ node: SyntaxTree.Node, from caller: Frame) throws(Problem) -> Frame? {
    let name = Int(node.payload)
    let axis = axisPlace
    axisPlace = nil
    if let primitive = builtins[name], functions[name] == 0, node.count == 1, primitive.isUnary,
      !options.expandsFunctions
    {
      operands.append(try graph.unary(primitive, operands.removeLast(), span: node.span))
      return nil
    }
    var arguments = Array(operands.suffix(node.count))
    if functions[name] != 0 {
      let index = functions[name] - 1
      let definition = tree.definitions[index]
      if axis != nil { throw shapeProblem(.axisUnexpected, tree.names[node.payload], node.span) }
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
    if axis != nil || primitive.isArray || primitive == .max || primitive == .min {
      let axis = try axis == nil ? nil : whole(arguments.removeLast(), "axis", node.span)
      if let result = try arrayCall(primitive, arguments, axis: axis, node) {
        operands.append(result)
        return nil
      }
    }
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
    if options.expandsFunctions, primitive.hasDefinition {
      return try Symbol.expand(primitive, arguments, in: &graph, span: node.span)
    }
    return try graph.apply(primitive, arguments, span: node.span)
  }

  // MARK: - Problems

  func wrongCount(_ node: SyntaxTree.Node, _ accepts: Arity, _ given: Int) -> Problem {
    Problem(.wrongArgumentCount(function: tree.names[node.payload], accepts: accepts, given: given), node.span)
  }

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
  fileprivate var primitive: Primitive {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .matrixMultiply: .matmul
    case .transpose: .transpose
    case .divide: .divide
    case .power: .power
    case .negate: .negate
    case .root: .sqrt
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
  fileprivate var takesTwo: Bool { self != .negate && self != .sqrt && self != .not && self != .transpose }
}
