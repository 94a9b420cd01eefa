/// The function that a name stands for.
enum FunctionValue: Equatable, Sendable {
  /// None of the program's; it may be a built-in one.
  case none
  /// One of the program's, by its index among the definitions.
  case definition(Int)
  /// A built-in function, given for a parameter.
  case primitive(Primitive)
  /// No function at all: a parameter with a value, which hides a function of its name.
  case value
}

/// The names of a function with a block while it is run.
struct FunctionScope {
  /// The index of the function among the definitions.
  var definition: Int
  /// The bindings that the function's own names have outside of it.
  var outer: [NameBinding]
  /// The bindings of the own names while a function that does not see them is run.
  var inner: [NameBinding] = []
}

/// All that a name stands for.
struct NameBinding {
  var variable: UInt32
  var index: Double?
  var version: ArrayVersion?
  var function: FunctionValue
}

/// The marks on the stack of operands that are no nodes. Graphs have far fewer nodes.
enum OperandMark {
  private static let versions: UInt32 = 0xC000_0000
  private static let definitions: UInt32 = 0xE000_0000
  private static let primitives: UInt32 = 0xF000_0000

  /// Returns the mark of an array with assigned parts, by its name.
  static func version(of name: NameTable.ID) -> Graph.NodeID { versions + name }

  /// Returns the name of an array with assigned parts; nil for another operand.
  static func version(_ operand: Graph.NodeID) -> NameTable.ID? {
    (versions..<definitions).contains(operand) ? operand - versions : nil
  }

  /// Returns the mark of a function.
  static func function(_ value: FunctionValue) -> Graph.NodeID? {
    switch value {
    case .definition(let index): definitions + UInt32(index)
    case .primitive(let primitive): primitives + UInt32(primitive.rawValue)
    case .none, .value: nil
    }
  }

  /// Returns the function of a mark; nil for another operand.
  static func function(_ operand: Graph.NodeID) -> FunctionValue? {
    if operand < definitions { return nil }
    if operand < primitives { return .definition(Int(operand - definitions)) }
    return Primitive(rawValue: Primitive.RawValue(operand - primitives)).map { .primitive($0) }
  }
}

/// The arguments of a program's functions for which functions may be given: those whose parameters are called.
struct FunctionArguments: Sendable {
  /// The nodes of names that are such arguments.
  private(set) var nodes: Set<Int> = []
  /// The places of the parameters, by the function's name.
  private var places: [NameTable.ID: Set<Int>] = [:]

  /// A Boolean value indicating whether no function calls a parameter.
  var isEmpty: Bool { places.isEmpty }

  /// Finds the arguments in a program.
  init(_ tree: SyntaxTree) {
    for definition in tree.definitions {
      for node in tree.nodes[definition.body] where node.kind == .call {
        if let place = definition.parameters.firstIndex(of: node.payload) { note(definition.name, place) }
      }
    }
    // A parameter may be handed on, by functions that are handed on to in turn.
    var isDone = places.isEmpty
    while !isDone {
      isDone = true
      for (call, node) in tree.nodes.enumerated() where node.kind == .call && places[node.payload] != nil {
        for (place, argument) in tree.bareArguments(of: call) where places[node.payload]?.contains(place) == true {
          guard nodes.insert(argument).inserted else { continue }
          isDone = false
          guard let definition = tree.definitions.first(where: { $0.body.contains(argument) }) else { continue }
          let own =
            tree.nodes[argument].kind == .parameter
            ? Int(tree.nodes[argument].payload) : definition.parameters.firstIndex(of: tree.nodes[argument].payload)
          if let own { note(definition.name, own) }
        }
      }
    }
  }

  private mutating func note(_ function: NameTable.ID, _ place: Int) { places[function, default: []].insert(place) }
}

extension SyntaxTree {
  /// Returns the arguments of a call that are nothing but names: their places and nodes.
  fileprivate func bareArguments(of call: Int) -> [(place: Int, node: Int)] {
    var arguments: [(place: Int, node: Int)] = []
    var end = call
    for place in (0..<nodes[call].count).reversed() {
      let start = start(endingAt: end)
      if end - start == 1, nodes[start].kind == .name || nodes[start].kind == .parameter {
        arguments.append((place, start))
      }
      end = start
    }
    return arguments
  }

  /// The nodes of names whose parts are taken by a subscript.
  var subscriptedNames: Set<Int> {
    var names: Set<Int> = []
    // The first node of each expression that waits for its operation.
    var starts: [Int] = []
    for (place, node) in nodes.enumerated() {
      let first = node.count == 0 ? place : starts[starts.count - node.count]
      if node.kind == .subscript, nodes[first].kind == .name { names.insert(first) }
      starts.removeLast(node.count)
      starts.append(first)
    }
    return names
  }
}

/// The lowering of calls of the program's own functions.
extension Lowering {
  /// Returns the function that a name stands for in a frame.
  func functionValue(_ name: NameTable.ID, in frame: Frame) -> FunctionValue {
    if let index = frame.definition, let place = tree.definitions[index].parameters.firstIndex(of: name),
      place < frame.arguments.count
    {
      return OperandMark.function(frame.arguments[place]) ?? .value
    }
    return functions[Int(name)]
  }

  /// Returns the mark of the function that a name stands for, which is given as an argument.
  ///
  /// - Throws: A problem if it is none.
  func functionOperand(_ name: NameTable.ID, _ span: Span, _ frame: Frame) throws(Problem) -> Graph.NodeID {
    let text = tree.names[name]
    switch functionValue(name, in: frame) {
    case .none:
      if let primitive = Primitive.named(text), let mark = OperandMark.function(.primitive(primitive)) { return mark }
    case let value:
      if let mark = OperandMark.function(value) { return mark }
    }
    let own = tree.definitions.map { tree.names[$0.name] }
    let similar = Similarity.nearest(to: text, among: Primitive.functionNames + own)
    throw Problem(.functionNeeded(text, similar: similar), span)
  }

  /// Calls a function of the program's.
  ///
  /// - Returns: The frame of its body; nil if it has a block, which is run, or if the call's value is known.
  mutating func call(
    definition index: Int, _ arguments: [Graph.NodeID], _ node: SyntaxTree.Node, from caller: Frame
  ) throws(Problem) -> Frame? {
    let definition = tree.definitions[index]
    guard arguments.count == definition.parameters.count else {
      throw wrongCount(node, .exactly(definition.parameters.count), arguments.count)
    }
    if caller.definition == index || frames.contains(where: { $0.definition == index }) {
      throw Problem(.recursion(tree.names[definition.name]), node.span)
    }
    let results = caller.next == caller.end ? caller.results : 1
    if results == 1, let known = calls[Call(definition: index, arguments: arguments)] {
      operands.append(known)
      return nil
    }
    let given = arguments
    let arguments = try aliased(arguments, of: index, node.span)
    let frame = Frame(
      next: definition.body.lowerBound, end: definition.body.upperBound, definition: index, arguments: arguments,
      span: node.span, results: results)
    if definition.block.isEmpty { return frame }
    frames.append(caller)
    frames.append(frame)
    let values = try run(definition, index, arguments, results, node.span)
    frames.removeLast(2)
    try count(inlined: definition.body.count, node.span)
    if values.count == 1, results == 1, calls.count < Self.rememberedCalls {
      calls[Call(definition: index, arguments: given)] = values[0]
    }
    operands += values
    return nil
  }

  /// Runs the block of a function.
  ///
  /// - Returns: The value, or as many as are taken if the block ends in a list of them.
  private mutating func run(
    _ definition: SyntaxTree.Definition, _ index: Int, _ arguments: [Graph.NodeID], _ results: Int, _ span: Span
  ) throws(Problem) -> [Graph.NodeID] {
    guard scopes.count < options.limits.calls else { throw Problem(.limit(.calls(options.limits.calls)), span) }
    // The caller's own names are none of the function's.
    if let caller = scopes.last {
      let names = tree.definitions[caller.definition].own
      scopes[scopes.count - 1].inner = names.map(binding)
      for (name, outer) in zip(names, caller.outer) { bind(name, outer) }
    }
    scopes.append(FunctionScope(definition: index, outer: definition.own.map(binding)))
    for (name, argument) in zip(definition.parameters, arguments) {
      if let function = OperandMark.function(argument) {
        bind(name, NameBinding(variable: 0, index: nil, version: nil, function: function))
      } else {
        bind(name, NameBinding(variable: argument + 1, index: nil, version: nil, function: .value))
      }
    }
    let values = try run(definition.block, results: results)
    if let scope = scopes.popLast() { for (name, outer) in zip(definition.own, scope.outer) { bind(name, outer) } }
    if let caller = scopes.last {
      for (name, inner) in zip(tree.definitions[caller.definition].own, caller.inner) { bind(name, inner) }
    }
    guard let values else { throw Problem(.noValueMet, span) }
    return values
  }

  /// Returns all that a name stands for.
  private func binding(_ name: NameTable.ID) -> NameBinding {
    let variable = variables[Int(name)]
    return NameBinding(
      variable: variable, index: variable == Self.isIndex ? indices.last { $0.name == name }?.value : nil,
      version: variable == Self.isVersion ? versions[name] : nil, function: functions[Int(name)])
  }

  /// Lets a name stand for something.
  private mutating func bind(_ name: NameTable.ID, _ binding: NameBinding) {
    variables[Int(name)] = binding.variable
    functions[Int(name)] = binding.function
    indices.removeAll { $0.name == name }
    if let index = binding.index { indices.append((name, index)) }
    versions[name] = binding.version
  }
}
