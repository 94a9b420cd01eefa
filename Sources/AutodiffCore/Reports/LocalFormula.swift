/// The text of a local derivative: the primitive's rule read over symbols that stand for the operands.
enum LocalFormula {
  static func text(
    of contribution: Contribution<Double>, in graph: Graph, ties: Ties, style: FormulaStyle, number: NumberText,
    isFactor: Bool, names: NodeNames
  ) -> String {
    let node = graph.nodes[Int(contribution.from)]
    // What a router lets through is settled by the values, and a number says it best.
    if node.primitive.gate.routes { return factor(number(contribution.local), style) }
    let bench = Workbench(Graph(), spellsOut: true)
    var named: [Graph.NodeID: String] = [:]
    let operands = graph.operands(of: contribution.from).map { operand -> Symbol in
      let source = graph.nodes[Int(operand)]
      if source.kind == .constant { return .constant(graph.constants[Int(source.a)]) }
      let name = names[operand] ?? ""
      if let known = named.first(where: { $0.value == name }) { return bench.symbol(known.key) }
      let symbol = bench.input(name)
      named[bench.node(symbol)] = name
      return symbol
    }
    // The output is the operation itself, so that a rule that mentions it (exp' = y) meets the node's name.
    let output = Symbol.apply(node.primitive, operands)
    if case .node(let id, _) = output, let name = names[contribution.from] { named[id] = name }
    let local = Self.local(node.primitive, contribution.place, operands, output, ties)
    let id = bench.node(local)
    let formula = Formula(bench.graph, style: style, number: number) { named[$0] }
    return isFactor ? formula.factor(id) : formula.text(id)
  }

  private static func local(
    _ primitive: Primitive, _ place: Int, _ operands: [Symbol], _ output: Symbol, _ ties: Ties
  ) -> Symbol {
    switch Gate<Symbol>.table[Int(primitive.rawValue)].derivative {
    case .none: 0.0
    case .unary(let rule): rule(operands[0], output)
    case .binary(let first, let second):
      place == 0 ? first(operands[0], operands[1], output) : second(operands[0], operands[1], output)
    case .extremum(let ties): Extremum.shares(operands, output, ties)[place]
    case .many(let rule): rule(operands, output)[place]
    }
  }

  private static func factor(_ number: String, _ style: FormulaStyle) -> String {
    style == .latex ? LaTeX.number(number) : number
  }
}
