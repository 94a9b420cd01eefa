/// A number that is not known yet: a constant, or a node of a graph under construction.
///
/// Its operators build nodes, so that whatever is written over a `Field` (a derivative rule, a whole sweep) turns
/// into a graph when it is read over symbols. What is certain to change nothing is left out: x + 0, 1·x, 0·x.
package enum Symbol: Field {
  case constant(Tensor)
  case node(Graph.NodeID, Workbench)

  package init(_ constant: Double) { self = .constant(.scalar(constant)) }
  package init(floatLiteral value: Double) { self.init(value) }

  package var isZero: Bool { self.value == 0 }

  /// Of a constant that is the same everywhere.
  package var value: Double? {
    guard case .constant(let tensor) = self, tensor.count > 0 else { return nil }
    let first = tensor[0]
    return tensor.scalar != nil || tensor.elements.allSatisfy { $0 == first } ? first : nil
  }

  /// On an exact bench, nan where the output is, unless the rule's own formula is nan there as well.
  package func defined(where output: Symbol) -> Symbol {
    guard case .node(let id, let bench) = output, bench.isExact, bench.graph.leavesDomainUnseen(id, bench.ties) else {
      return self
    }
    return .apply(.choose, [.apply(.equal, output, output), self, Symbol(.nan)])
  }

  /// Nil for a constant.
  private var bench: Workbench? { if case .node(_, let bench) = self { bench } else { nil } }

  // MARK: - Operators

  package static func + (left: Symbol, right: Symbol) -> Symbol {
    let sum = plainSum(left, right)
    if let one = left.presence, let other = right.presence {
      return sum.present(where: apply(.or, one, other))
    }
    return sum
  }

  private static func plainSum(_ left: Symbol, _ right: Symbol) -> Symbol {
    if left.isZero, right.contains(left) { return right }
    if right.isZero, left.contains(right) { return left }
    if case .node(let id, let bench) = right, bench.graph.nodes[Int(id)].primitive == .negate, bench.isUnary(id) {
      return left - .node(bench.graph.nodes[Int(id)].a, bench)
    }
    return apply(.add, left, right)
  }

  package static func - (left: Symbol, right: Symbol) -> Symbol {
    if right.isZero, left.contains(right) { return left }
    if left.isZero, right.contains(left) { return -right }
    return apply(.subtract, left, right)
  }

  package static func * (left: Symbol, right: Symbol) -> Symbol {
    let product = plainProduct(left, right)
    guard let mask = left.presence, mask.shape == product.shape else { return product }
    return apply(.choose, [mask, product, 0.0]).present(where: mask)
  }

  private static func plainProduct(_ left: Symbol, _ right: Symbol) -> Symbol {
    if left.isZero || right.isZero, (left.bench ?? right.bench)?.isExact != true,
      let shape = left.shape.broadcast(with: right.shape)
    {
      return .constant(Tensor(repeating: 0, shape))
    }
    if left.value == 1, right.contains(left) { return right }
    if right.value == 1, left.contains(right) { return left }
    if left.value == -1, right.contains(left) { return -right }
    if right.value == -1, left.contains(right) { return -left }
    return apply(.multiply, left, right)
  }

  package static func / (left: Symbol, right: Symbol) -> Symbol {
    if right.value == 1, left.contains(right) { return left }
    if left.isZero, left.contains(right), right.bench?.isExact != true { return left }
    return apply(.divide, left, right)
  }

  package static prefix func - (operand: Symbol) -> Symbol {
    if case .constant(let value) = operand { return .constant(-value) }
    if case .node(let id, let bench) = operand, bench.isUnary(id), bench.graph.nodes[Int(id)].primitive == .negate {
      return .node(bench.graph.nodes[Int(id)].a, bench)
    }
    return apply(.negate, operand)
  }

  /// Whether the other one broadcasts to this one's shape, so that it may be left out.
  private func contains(_ other: Symbol) -> Bool {
    let (own, added) = (shape, other.shape)
    return added.isScalar || own == added || own.broadcast(with: added) == own
  }

  package static func apply(_ primitive: Primitive, _ x: Symbol) -> Symbol { build(primitive, [x]) }

  package static func apply(_ primitive: Primitive, _ x: Symbol, _ y: Symbol) -> Symbol {
    if primitive == .power || primitive == .powerSlope, let exponent = y.value {
      switch (primitive, exponent) {
      case (.power, 0): return Symbol(1).unbroadcast(to: x.shape)
      case (.power, 1): return x
      case (.powerSlope, 0): return Symbol(0).unbroadcast(to: x.shape)
      case (.powerSlope, 1): return Symbol(1).unbroadcast(to: x.shape)
      case (.powerSlope, _): return y * apply(.power, x, Symbol(exponent - 1))
      default: break
      }
    }
    return build(primitive, [x, y])
  }

  package static func apply(_ primitive: Primitive, _ operands: [Symbol]) -> Symbol { build(primitive, operands) }

  package static func gates(_ ties: Ties) -> [Gate<Symbol>] {
    ties == .split ? Gate<Symbol>.table : Gate<Symbol>.rows(ties)
  }

  // MARK: - Arrays

  package static var isShaped: Bool { true }

  package var shape: Shape {
    switch self {
    case .constant(let value): value.shape
    case .node(let id, let bench): bench.graph.shape(of: id)
    }
  }

  package static func apply(_ operation: ArrayOperation, _ operands: [Symbol]) -> Symbol {
    let bench = operands.lazy.compactMap { if case .node(_, let bench) = $0 { bench } else { nil } }.first
    return bench?.append(operation, operands) ?? .constant(Tensor.apply(operation, operands.map(\.constant)))
  }

  package func unbroadcast(to shape: Shape) -> Symbol {
    if case .constant(let value) = self { return .constant(value.unbroadcast(to: shape)) }
    let own = self.shape
    if shape == own { return self }
    let grows = own.rank <= shape.rank && own.count <= shape.count
    return Symbol.apply(ArrayOperation(grows ? .broadcast : .reduceToShape, shape: shape), [self])
  }

  /// Which elements are let through is settled by values, which are not known here: an exact bench asks for them when
  /// they are.
  package func masked(by other: Symbol) -> Symbol {
    guard other.bench?.isExact == true else { return self }
    let mask = presence.map { .apply(.and, other, $0) } ?? other
    return .apply(.choose, [other, self, 0.0]).present(where: mask)
  }

  /// What an exact bench knows not to be 0 where this is there at all: an adjoint that no contribution reached sends
  /// nothing on, where one that happens to be 0 sends 0.
  private var presence: Symbol? {
    guard case .node(let id, let bench) = self, bench.isExact else { return nil }
    return bench.presences[id]
  }

  private func present(where mask: Symbol) -> Symbol {
    if case .node(let id, let bench) = self, shape == mask.shape { bench.presences[id] = mask }
    return self
  }

  package static func transposedProduct(_ matrix: Symbol, _ vector: Symbol) -> Symbol {
    matrix.transposed.matmul(vector)
  }

  package static func carry(_ tangent: Symbol, _ local: Symbol) -> Symbol { tangent * local }

  // MARK: - Building

  /// What a constant is; nan for a node.
  private var constant: Tensor { if case .constant(let value) = self { value } else { .scalar(.nan) } }

  /// Constants fold; anything else becomes a node on the operands' bench.
  private static func build(_ primitive: Primitive, _ operands: [Symbol]) -> Symbol {
    let bench = operands.lazy.compactMap { if case .node(_, let bench) = $0 { bench } else { nil } }.first
    guard let bench else {
      return .constant(Tensor.apply(primitive, operands.map(\.constant)))
    }
    if bench.spellsOut, let definition = bench.hiddenDefinition(of: primitive) { return definition(operands) }
    return bench.append(primitive, operands)
  }

  /// The function of `arguments` drawn from more elementary gates in `graph`.
  package static func expand(
    _ primitive: Primitive, _ arguments: [Graph.NodeID], in graph: inout Graph, span: Span
  ) throws(Problem) -> Graph.NodeID {
    guard let definition = Gate<Symbol>.table[Int(primitive.rawValue)].shownDefinition else {
      return try graph.apply(primitive, arguments, span: span)
    }
    let bench = Workbench(graph, span: span)
    let symbols = arguments.map { bench.symbol($0) }
    // The bench is now the graph's only owner, so that it grows in place.
    graph = Graph()
    let result = definition(symbols)
    let id = bench.node(result)
    graph = bench.graph
    if let problem = bench.problem { throw problem }
    return id
  }
}

extension Gate<Symbol> {
  package static let table = rows(.split)
}

/// A graph under construction that symbols share.
package final class Workbench {
  package fileprivate(set) var graph: Graph
  /// What could not be built; the graph is then of no use.
  package private(set) var problem: Problem?
  private let span: Span
  /// Whether hidden primitives are written by their definitions, for a person to read.
  fileprivate let spellsOut: Bool
  /// Whether the graph has to give what a sweep over numbers gives where those are 0, infinite or nan as well: 0·x is
  /// then no 0, and gates that route choose.
  fileprivate let isExact: Bool
  fileprivate let ties: Ties
  /// Of adjoints that are not there everywhere, what is not 0 where they are.
  fileprivate var presences: [Graph.NodeID: Symbol] = [:]

  package init(_ graph: Graph, span: Span = .none, spellsOut: Bool = false, isExact: Bool = false, ties: Ties = .split)
  {
    self.graph = graph
    self.graph.unseal()
    self.span = span
    self.spellsOut = spellsOut
    self.isExact = isExact
    self.ties = ties
  }

  /// A constant's node reads as a plain number, so that rules can simplify with it.
  package func symbol(_ id: Graph.NodeID) -> Symbol {
    let node = graph.nodes[Int(id)]
    return node.kind == .constant ? Symbol(graph.constants[Int(node.a)]) : .node(id, self)
  }

  package func input(_ name: String, shape: Shape = .scalar) -> Symbol {
    attempt { () throws(Problem) in try graph.input(name, shape: shape, span: span) }
  }

  package func node(_ symbol: Symbol) -> Graph.NodeID {
    switch symbol {
    case .node(let id, _): return id
    case .constant(.scalar(let value)): return scalar(value)
    case .constant(.array(let shape, let elements)):
      let array =
        symbol.value.map { append(ArrayOperation(.broadcast, shape: shape), [scalar($0)]) }
        ?? append(ArrayOperation(.stack, shape: shape), elements.map(scalar))
      if case .node(let id, _) = array { return id }
      return 0
    }
  }

  private func scalar(_ value: Double) -> Graph.NodeID {
    let node = attempt { () throws(Problem) in try graph.constant(value, span: span) }
    if case .node(let id, _) = node { return id }
    return 0
  }

  fileprivate func append(_ primitive: Primitive, _ operands: [Symbol]) -> Symbol {
    let ids = operands.map(node)
    return attempt { () throws(Problem) in try graph.apply(primitive, ids, span: span) }
  }

  fileprivate func append(_ operation: ArrayOperation, _ operands: [Symbol]) -> Symbol {
    append(operation, operands.map(node))
  }

  private func append(_ operation: ArrayOperation, _ operands: [Graph.NodeID]) -> Symbol {
    attempt { () throws(Problem) in try graph.apply(operation, operands, span: span) }
  }

  fileprivate func hiddenDefinition(of primitive: Primitive) -> (@Sendable ([Symbol]) -> Symbol)? {
    let gate = Gate<Symbol>.table[Int(primitive.rawValue)]
    return gate.isHidden ? gate.shownDefinition : nil
  }

  fileprivate func isUnary(_ id: Graph.NodeID) -> Bool { graph.nodes[Int(id)].kind == .unary }

  /// Rules cannot throw, so the first problem waits here until the building is done.
  private func attempt(_ build: () throws(Problem) -> Graph.NodeID) -> Symbol {
    guard problem == nil else { return Symbol(.nan) }
    do throws(Problem) {
      return .node(try build(), self)
    } catch {
      problem = error
      return Symbol(.nan)
    }
  }
}
