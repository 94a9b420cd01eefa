/// A graph rewritten to elementary gates, in which numbers and conditions are told apart: a condition stands only under
/// `choose`, `and`, `or` and `not`, and what the graph calculates with conditions is chosen instead.
struct ElementaryForm {
  let graph: Graph
  /// The node here of each node of the source graph; nil for those that are not needed.
  private(set) var nodes: [Graph.NodeID?]

  /// - Parameter outputs: nodes of `source`; what they do not need is left out.
  init(_ source: Graph, outputs: [Graph.NodeID]) throws(Problem) {
    nodes = source.nodes.indices.map { Graph.NodeID($0) }
    var graph = source
    var outputs = outputs
    // An expansion may be made of gates that have one themselves.
    var isElementary = false
    while !isElementary {
      isElementary = graph.nodes.allSatisfy { $0.kind == .input || $0.kind == .constant || $0.primitive.isElementary }
      let passes: [Rewriting] = isElementary ? [Choices(graph, outputs)] : [Expansion()]
      for pass in passes {
        let (next, places) = try pass.rewrite(graph, outputs)
        nodes = nodes.map { $0.flatMap { places[Int($0)] } }
        outputs = outputs.compactMap { places[Int($0)] }
        graph = next
      }
    }
    self.graph = graph
  }
}

/// A pass over a graph that makes another one, node by node.
private protocol Rewriting {
  /// - Parameter forms: of the nodes before this one.
  func form(of id: Graph.NodeID, in graph: Graph, _ forms: [Symbol], _ bench: Workbench) -> Symbol
}

extension Rewriting {
  func rewrite(
    _ graph: Graph, _ outputs: [Graph.NodeID]
  ) throws(Problem) -> (graph: Graph, places: [Graph.NodeID?]) {
    let bench = Workbench(Graph(), .piecewise)
    let reached = graph.reached(from: outputs)
    var forms = [Symbol](repeating: 0.0, count: graph.count)
    for (id, node) in graph.nodes.enumerated() {
      switch node.kind {
      case .input: forms[id] = bench.input(graph.inputNames[Int(node.a)], shape: graph.shape(of: Graph.NodeID(id)))
      case .constant: forms[id] = Symbol(graph.constants[Int(node.a)])
      case .unary, .binary, .wide:
        if reached[id] { forms[id] = form(of: Graph.NodeID(id), in: graph, forms, bench) }
      }
    }
    let places = graph.nodes.indices.map { id -> Graph.NodeID? in
      reached[id] || graph.nodes[id].kind == .input ? bench.node(forms[id]) : nil
    }
    if let problem = bench.problem { throw problem }
    return (bench.graph, places)
  }
}

/// Gates from more elementary ones.
private struct Expansion: Rewriting {
  func form(of id: Graph.NodeID, in graph: Graph, _ forms: [Symbol], _ bench: Workbench) -> Symbol {
    let node = graph.nodes[Int(id)]
    var operands = graph.operands(of: id).map { forms[Int($0)] }
    if node.primitive.isArray, node.kind == .wide {
      let operation = graph.operation(id)
      return operation.composed(of: operands) ?? Symbol.apply(operation, operands)
    }
    if node.primitive.isElementary { return node.primitive.symbol(operands) }
    if node.primitive.isSymmetric {
      // Nothing need be asked of a constant.
      operands = operands.filter { $0.value != nil } + operands.filter { $0.value == nil }
    }
    return Gate<Symbol>.table[Int(node.primitive.rawValue)].computation.form?(operands)
      ?? node.primitive.symbol(operands)
  }
}

/// Choices by conditions, and what follows for what depends on them; powers as products.
private struct Choices: Rewriting {
  private let uses: [Int]

  init(_ graph: Graph, _ outputs: [Graph.NodeID]) {
    var uses = [Int](repeating: 0, count: graph.count)
    for output in outputs { uses[Int(output)] += 1 }
    for id in graph.nodes.indices {
      for operand in graph.operands(of: Graph.NodeID(id)) { uses[Int(operand)] += 1 }
    }
    self.uses = uses
  }

  func form(of id: Graph.NodeID, in graph: Graph, _ forms: [Symbol], _ bench: Workbench) -> Symbol {
    let node = graph.nodes[Int(id)]
    let ids = graph.operands(of: id)
    func number(_ place: Int) -> Symbol { forms[Int(ids[place])].asNumber }
    func condition(_ place: Int) -> Symbol { forms[Int(ids[place])].asCondition }
    if node.primitive.isArray, node.kind == .wide {
      return Symbol.apply(graph.operation(id), ids.indices.map(number))
    }
    let primitive = node.primitive
    if primitive == .choose { return choose(ids, in: graph, forms) }
    if primitive == .not { return condition(0).negation }
    if primitive.isCondition, !primitive.isComparison { return .connection(primitive, condition(0), condition(1)) }
    if let product = scaled(id, ids, in: graph, forms) { return product }
    if primitive == .multiply, uses[Int(ids[1])] == 1, let quotient = number(0).timesLast(number(1)) {
      return quotient
    }
    if primitive.isArithmeticOfTwo {
      return Decision.combine(primitive, number(0), number(1)) ?? Symbol.arithmetic(primitive, number(0), number(1))
    }
    if primitive == .power, let exponent = number(1).value,
      let product = Stable.power(number(0), exponent, inverse: { .arithmetic(.divide, 1.0, $0) })
    {
      return product
    }
    return primitive.symbol(ids.indices.map(number))
  }

  /// Returns a multiple of a multiple, or the negative of one, as a multiple by one number: 200·v for 100·(2·v).
  ///
  /// One of the two is a power of two, by which no product rounds, and both are 1 or more, so that no value on the way
  /// is the first to leave the range of doubles.
  private func scaled(
    _ id: Graph.NodeID, _ ids: [Graph.NodeID], in graph: Graph, _ forms: [Symbol]
  ) -> Symbol? {
    let node = graph.nodes[Int(id)]
    func factor(_ id: Graph.NodeID) -> Double? {
      guard let factor = forms[Int(id)].value ?? graph.constantElement(of: id), factor.isFinite else { return nil }
      return factor
    }
    func multiple(_ id: Graph.NodeID) -> (factor: Double, of: Graph.NodeID)? {
      let node = graph.nodes[Int(id)]
      guard node.kind == .binary, node.primitive == .multiply, uses[Int(id)] == 1 else { return nil }
      return factor(node.a).map { ($0, node.b) } ?? factor(node.b).map { ($0, node.a) }
    }
    func product(_ factor: Double, _ other: Graph.NodeID) -> Symbol? {
      guard factor.isFinite, graph.shape(of: other) == graph.shape(of: id) else { return nil }
      return .arithmetic(.multiply, Symbol(factor), forms[Int(other)].asNumber)
    }
    if node.primitive == .negate { return multiple(ids[0]).flatMap { product(-$0.factor, $0.of) } }
    guard node.kind == .binary, node.primitive == .multiply else { return nil }
    for (constant, id) in [(ids[0], ids[1]), (ids[1], ids[0])] {
      if let outer = factor(constant), let inner = multiple(id), min(abs(outer), abs(inner.factor)) >= 1,
        outer.significand == 1 || inner.factor.significand == 1
      {
        return product(outer * inner.factor, inner.of)
      }
    }
    return nil
  }

  /// A choice by a number that is itself chosen is one by the conditions behind it, and where they say which number it
  /// is, a product with it is known: what a closed gate sends is not calculated then, not even 0 · inf.
  private func choose(_ ids: [Graph.NodeID], in graph: Graph, _ forms: [Symbol]) -> Symbol {
    func number(_ place: Int) -> Symbol { forms[Int(ids[place])].asNumber }
    let chooser = forms[Int(ids[0])]
    if chooser.isCondition || chooser.value != nil { return .choice(chooser.asCondition, number(1), number(2)) }
    if ids[0] == ids[1], number(2).value == 0 { return chooser }
    let decision = Decision(chooser)
    guard decision.isChoice else { return .choice(chooser.asCondition, number(1), number(2)) }
    let value = graph.nodes[Int(ids[1])]
    if value.kind != .constant, graph.operands(of: ids[1]).contains(ids[0]) {
      return decision.choose { leaf, known in leaf.isZero ? number(2) : number(1).assuming(known) }
    }
    let condition = decision.isNotZero
    return .choice(condition, number(1).assuming(condition.facts(true)), number(2))
  }
}

extension Primitive {
  /// The gate itself, with the operators' simplifications.
  fileprivate func symbol(_ operands: [Symbol]) -> Symbol {
    if self == .add { return operands[0] + operands[1] }
    if self == .subtract { return operands[0] - operands[1] }
    if self == .multiply { return operands[0] * operands[1] }
    if self == .divide { return operands[0] / operands[1] }
    if self == .negate { return -operands[0] }
    if operands.count == 2 { return Symbol.apply(self, operands[0], operands[1]) }
    return Symbol.apply(self, operands)
  }
}
