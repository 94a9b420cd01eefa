/// The text of a local derivative, or of a whole contribution: the primitive's rule read over symbols that stand for
/// the operands.
struct LocalFormula {
  private let contribution: Contribution<Tensor>
  private let graph: Graph
  private let ties: Ties
  private let style: FormulaStyle
  private let number: NumberText
  private let bench = Workbench(Graph(), spellsOut: true)
  private var named: [Graph.NodeID: String] = [:]
  /// The name of the upstream adjoint, unless another is asked for.
  private let upstreamName: String
  private var operands: [Symbol] = []
  private var output: Symbol = 0.0

  /// Prepares the symbols of a contribution's operation: its operands and its output.
  init(
    _ contribution: Contribution<Tensor>, in graph: Graph, _ names: NodeNames, ties: Ties, style: FormulaStyle,
    number: NumberText
  ) {
    self.contribution = contribution
    self.graph = graph
    self.ties = ties
    self.style = style
    self.number = number
    upstreamName = (names[contribution.from] ?? "") + "_bar"
    for operand in graph.operands(of: contribution.from) {
      let source = graph.nodes[Int(operand)]
      if source.kind == .constant {
        operands.append(Symbol(graph.constants[Int(source.a)]))
        continue
      }
      let literal = Formula(graph, style: style, number: number) { _ in nil }
      let name = names[operand] ?? literal.text(operand)
      if let known = named.first(where: { $0.value == name }) {
        operands.append(bench.symbol(known.key))
      } else {
        operands.append(input(name, graph.shape(of: operand)))
      }
    }
    // The output is the operation itself, so that a rule that mentions it (exp' = y) meets the node's name.
    output = isArray ? Symbol.apply(operation, operands) : Symbol.apply(primitive, operands)
    if case .node(let id, _) = output, let name = names[contribution.from] { named[id] = name }
  }

  private var primitive: Primitive { graph.nodes[Int(contribution.from)].primitive }
  private var isArray: Bool { graph.nodes[Int(contribution.from)].kind == .wide && primitive.isArray }
  private var operation: ArrayOperation { graph.operation(contribution.from) }

  private mutating func input(_ name: String, _ shape: Shape) -> Symbol {
    let symbol = bench.input(name, shape: shape)
    named[bench.node(symbol)] = name
    return symbol
  }

  private func formula(_ named: [Graph.NodeID: String]) -> Formula {
    Formula(bench.graph, style: style, number: number) { named[$0] }
  }

  /// Returns the formula of ∂output/∂operand; for an operation on arrays that has no such array, of the contribution.
  ///
  /// - Parameter isFactor: A Boolean value indicating whether the formula stands in a product.
  func local(asFactor isFactor: Bool = false) -> String {
    // The derivative of a piecewise operation is settled by the values, so that a number says it best.
    if primitive.gate.selects, let local = contribution.local {
      guard let value = local.scalar else { return "mask" }
      return style == .latex ? LaTeX.number(number(value)) : number(value)
    }
    let symbol: Symbol
    if isArray {
      let edge = ArrayEdge(operation: operation, operands: operands, output: output, place: contribution.place)
      switch Gate<Symbol>.table[Int(primitive.rawValue)].derivative {
      case .array(.gradient) where primitive == .prod: return "the other elements' product"
      case .array(.gradient(let local)): symbol = local(edge)
      default:
        return contribution(upstream: upstreamName) ?? "1"
      }
    } else {
      symbol = rule
    }
    let id = bench.node(symbol)
    return isFactor ? formula(named).factor(id) : formula(named).text(id)
  }

  private var rule: Symbol {
    switch Gate<Symbol>.table[Int(primitive.rawValue)].derivative {
    case .none, .array: 0.0
    case .unary(let rule): rule(operands[0], output)
    case .binary(let first, let second):
      contribution.place == 0
        ? first(operands[0], operands[1], output) : second(operands[0], operands[1], output)
    case .extremum(_, let ties): Extremum.shares(operands, output, ties)[contribution.place]
    case .many(let rule): rule(operands, output)[contribution.place]
    }
  }

  /// Returns the formula of the contribution in terms of the upstream adjoint; nil if it is upstream · local and
  /// nothing else.
  func contribution(upstream name: String) -> String? {
    let shape = graph.shape(of: contribution.from)
    let target = contribution.value.shape
    var copy = self
    let upstream = copy.input(name, shape)
    let symbol: Symbol
    if isArray {
      guard case .array(let rule) = Gate<Symbol>.table[Int(primitive.rawValue)].derivative else { return nil }
      if case .gradient = rule { return nil }
      let edge = ArrayEdge(operation: operation, operands: operands, output: output, place: contribution.place)
      symbol = edge.pull(upstream, .array(rule), selects: false)
    } else {
      guard shape != target, !primitive.gate.selects else { return nil }
      symbol = (upstream * rule).unbroadcast(to: target)
    }
    let text = copy.formula(copy.named).text(bench.node(symbol))
    guard isArray, text.count > Self.mostRead, let words = primitive.gate.derivativeText else { return text }
    return self.words(words, upstream: copy.formula(copy.named).text(bench.node(upstream)))
  }

  /// The number of characters of a formula beyond which the words of the primitive's row say more.
  private static let mostRead = 60

  /// Returns the words of a row about a contribution.
  ///
  /// - Parameter name: The formula of the upstream adjoint, `y_bar` in the words.
  private func words(_ words: String, upstream name: String) -> String {
    let parts = words.parts(around: "y_bar")
    return style == .latex
      ? parts.map { $0.isEmpty ? "" : "\\text{\($0)}" }.joined(separator: name) : parts.joined(separator: name)
  }
}
