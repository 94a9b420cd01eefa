/// Formulas of what goes back over an edge: the primitive's rule read over symbols, with the names of the source.
struct EdgeFormula {
  private let exercise: Exercise
  private let edge: WayBack.Edge
  private let bench: Workbench

  /// The number of characters above which a formula says less than a sentence.
  private static let longest = 32
  /// The number of nodes above which an operand is not written out.
  private static let largest = 12

  /// Creates the formulas of an edge.
  ///
  /// - Parameter bench: The exercise's graph, to which the formulas are added.
  init(_ edge: WayBack.Edge, _ exercise: Exercise, _ bench: Workbench) {
    self.edge = edge
    self.exercise = exercise
    self.bench = bench
  }

  private var graph: Graph { exercise.graph }
  private var primitive: Primitive { graph.nodes[Int(edge.node)].primitive }
  private var isArray: Bool { graph.nodes[Int(edge.node)].kind == .wide && primitive.isArray }

  /// A Boolean value indicating whether the local derivative of an operation on numbers is its value.
  var isOwnDerivative: Bool {
    guard !isArray, primitive.isUnary else { return false }
    let bench = Workbench(Graph())
    let operand = bench.input("u")
    let output = Symbol.apply(primitive, [operand])
    let locals = Gate<Symbol>.table[Int(primitive.rawValue)].derivative.locals([operand], output)
    return bench.node(output) == bench.node(locals[edge.place])
  }

  /// A name for what comes back that no input and no assignment has.
  var upstreamName: String { free(["g", "u", "back"]) ?? "what_comes_back" }

  /// Returns the first name that no input and no assignment has.
  private func free(_ names: [String]) -> String? {
    let taken = Set(graph.inputNames + graph.labels.all.map(\.name))
    return names.first { !taken.contains($0) }
  }

  /// The operation and its local derivative with a name for the operand; nil if other operands depend on inputs too, or
  /// the formula is long.
  var substituted: (name: String, whole: String, local: String)? {
    guard !isArray, let name = free(["u", "v", "w", "t"]) else { return nil }
    let bench = Workbench(Graph(), spellsOut: true)
    let inner = bench.input(name)
    var operands: [Symbol] = []
    for operand in graph.operands(of: edge.node) {
      if graph.nodes[Int(operand)].kind == .constant {
        operands.append(Symbol(exercise.values[Int(operand)][0]))
      } else if operand == edge.to {
        operands.append(inner)
      } else {
        return nil
      }
    }
    let output = Symbol.apply(primitive, operands)
    let locals = Gate<Symbol>.table[Int(primitive.rawValue)].derivative.locals(operands, output)
    let nodes = (bench.node(output), bench.node(locals[edge.place]))
    let writer = Formula(bench.graph, style: .language, number: NumberText(digits: 6)) { _ in nil }
    let local = writer.text(nodes.1)
    return local.unicodeScalars.count <= Self.longest ? (name, writer.text(nodes.0), local) : nil
  }

  /// The local derivative; nil if it is long, or no array.
  var local: String? {
    if isArray {
      guard case .array(.gradient(let rule)) = Gate<Symbol>.table[Int(primitive.rawValue)].derivative else {
        return nil
      }
      return text { rule($0) }
    }
    return text { edge in
      let locals = Gate<Symbol>.table[Int(primitive.rawValue)].derivative.locals(edge.operands, edge.output)
      return locals[edge.place]
    }
  }

  /// The contribution of an operation on arrays in terms of what comes back; nil if it is long.
  var contribution: String? {
    guard isArray else { return nil }
    let shape = graph.shape(of: edge.node)
    return text { edge in
      edge.pull(
        bench.input(upstreamName, shape: shape), Gate<Symbol>.table[Int(primitive.rawValue)].derivative,
        selects: false)
    }
  }

  /// Returns the text of a formula over the symbols of the edge's operation; nil if it is long.
  private func text(_ formula: (ArrayEdge<Symbol>) -> Symbol) -> String? {
    let operands = graph.operands(of: edge.node)
    guard !operands.contains(where: isLarge) else { return nil }
    let operation =
      isArray ? graph.operation(edge.node) : ArrayOperation(primitive, .none, shape: graph.shape(of: edge.node))
    let symbol = formula(
      ArrayEdge(
        operation: operation, operands: operands.map(bench.symbol), output: bench.symbol(edge.node), place: edge.place))
    let labels = graph.labels
    let node = bench.node(symbol)
    let writer = Formula(bench.graph, style: .language, number: NumberText(digits: 6)) { labels[$0] }
    let text = writer.text(node)
    return text.unicodeScalars.count <= Self.longest ? text : nil
  }

  /// Returns a Boolean value indicating whether a node is too large to be written out.
  private func isLarge(_ node: Graph.NodeID) -> Bool {
    var rest = Self.largest
    var waiting = [node]
    while let next = waiting.popLast() {
      rest -= 1
      if rest < 0 { return true }
      if graph.labels[next] == nil { waiting += graph.operands(of: next) }
    }
    return false
  }
}
