/// A number that is not known yet: a constant, or a node of a graph under construction.
///
/// Its operators build nodes, so that whatever is written over a `Field` (a derivative rule, a whole sweep) turns
/// into a graph when it is read over symbols. The builder's `Simplification` says what is left out on the way.
package enum Symbol: Field {
  case constant(Tensor)
  case node(Graph.NodeID, Workbench)

  package init(_ constant: Double) { self = .constant(.scalar(constant)) }
  package init(floatLiteral value: Double) { self.init(value) }

  /// The builder of the graph whose node this is; nil for a constant.
  var bench: Workbench? { if case .node(_, let bench) = self { bench } else { nil } }

  package var isZero: Bool { self.value == 0 }

  /// The number that a constant is everywhere; nil for a node, and for an array of different constants.
  package var value: Double? {
    guard case .constant(let tensor) = self, tensor.count > 0 else { return nil }
    if case .scalar(let value) = tensor { return value }
    let first = tensor[0]
    return tensor.elements.allSatisfy { $0 == first } ? first : nil
  }

  package func defined(where output: Symbol) -> Symbol {
    guard case .node(let id, let bench) = output else { return self }
    switch bench.simplification {
    case .realValued: return self
    case .bitExact:
      bench.defined.insert(id)
      return self
    case .piecewise:
      // Unless the rule's own formula is nan there as well.
      guard bench.graph.leavesDomainUnseen(id, bench.ties) else { return self }
      return .apply(.choose, [.apply(.equal, output, output), self, Symbol(.nan)])
    }
  }

  // MARK: - Operators

  package static func + (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.add, [left, right]) }
    switch bench.simplification {
    case .realValued: return RealArithmetic.sum(left, right)
    case .piecewise: return PiecewiseArithmetic.sum(left, right)
    case .bitExact: return BitExactArithmetic.sum(left, right, bench)
    }
  }

  package static func - (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.subtract, [left, right]) }
    switch bench.simplification {
    case .realValued, .piecewise: return RealArithmetic.difference(left, right)
    case .bitExact: return BitExactArithmetic.difference(left, right, bench)
    }
  }

  package static func * (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.multiply, [left, right]) }
    switch bench.simplification {
    case .realValued: return RealArithmetic.product(left, right)
    case .piecewise: return PiecewiseArithmetic.product(left, right)
    case .bitExact: return BitExactArithmetic.product(left, right, bench)
    }
  }

  package static func / (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.divide, [left, right]) }
    switch bench.simplification {
    case .realValued: return RealArithmetic.quotient(left, right)
    case .piecewise: return PiecewiseArithmetic.quotient(left, right)
    case .bitExact: return BitExactArithmetic.quotient(left, right, bench)
    }
  }

  package static prefix func - (operand: Symbol) -> Symbol {
    guard let bench = operand.bench else { return .folded(.negate, [operand]) }
    if let inner = operand.negated { return inner }
    switch bench.simplification {
    case .realValued, .piecewise: return bench.append(.negate, [operand])
    case .bitExact: return BitExactArithmetic.negative(operand, bench)
    }
  }

  // MARK: - Gates

  package static func apply(_ primitive: Primitive, _ x: Symbol) -> Symbol { apply(primitive, [x]) }
  package static func apply(_ primitive: Primitive, _ x: Symbol, _ y: Symbol) -> Symbol { apply(primitive, [x, y]) }

  /// Returns the folded value of constants; anything else becomes a node of the operands' builder.
  package static func apply(_ primitive: Primitive, _ operands: [Symbol]) -> Symbol {
    if primitive.isPower, operands.count == 2, let exponent = operands[1].value, operands[0].bench != nil {
      if let power = operands[0].power(primitive, exponent) { return power }
    }
    guard let bench = operands.lazy.compactMap(\.bench).first else { return .folded(primitive, operands) }
    switch bench.simplification {
    case .realValued where bench.spellsOut:
      let row = Gate<Symbol>.table[Int(primitive.rawValue)]
      return row.isHidden
        ? row.shownDefinition?(operands) ?? bench.append(primitive, operands)
        : bench.append(primitive, operands)
    case .realValued, .piecewise: return bench.append(primitive, operands)
    case .bitExact: return BitExactArithmetic.gate(primitive, operands, bench)
    }
  }

  private func power(_ primitive: Primitive, _ exponent: Double) -> Symbol? {
    switch bench?.simplification {
    case .realValued, .piecewise: RealArithmetic.power(primitive, self, exponent)
    case .bitExact: BitExactArithmetic.power(primitive, self, exponent)
    case nil: nil
    }
  }

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
    guard let bench = operands.lazy.compactMap(\.bench).first else { return .folded(operation, operands) }
    return bench.append(operation, operands)
  }

  package func unbroadcast(to shape: Shape) -> Symbol {
    if case .constant(let value) = self { return .constant(value.unbroadcast(to: shape)) }
    let own = self.shape
    if shape == own { return self }
    let grows = own.rank <= shape.rank && own.count <= shape.count
    return Symbol.apply(grows ? .broadcast(to: shape) : .reduce(to: shape), [self])
  }

  /// Returns the elements that `other` lets through, which is settled by values: a piecewise graph asks for them when
  /// they are known, and a product of numbers that is recorded bit for bit has asked already.
  package func masked(by other: Symbol) -> Symbol {
    other.bench?.simplification == .piecewise ? PiecewiseArithmetic.mask(self, by: other) : self
  }

  package static func transposedProduct(_ matrix: Symbol, _ vector: Symbol) -> Symbol {
    matrix.transposed.matmul(vector)
  }

  package static func carry(_ tangent: Symbol, _ local: Symbol) -> Symbol { tangent * local }

  // MARK: - Nodes

  /// The operand of a negation; nil for anything else.
  var negated: Symbol? {
    guard case .node(let id, let bench) = self else { return nil }
    let node = bench.graph.nodes[Int(id)]
    return node.kind == .unary && node.primitive == .negate ? bench.symbol(node.a) : nil
  }

  /// Draws the function of `arguments` from more elementary gates in `graph`.
  ///
  /// - Throws: the limit on nodes.
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

extension Symbol: Foldable {
  var constant: Tensor? { if case .constant(let value) = self { value } else { nil } }
  init(constant: Tensor) { self = .constant(constant) }
}

extension Gate<Symbol> {
  package static let table = rows(.split)
}
