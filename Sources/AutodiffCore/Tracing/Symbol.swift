/// A number that is not known yet: a constant, or a node of a graph under construction.
///
/// Its operators build nodes, so that a rule or a whole sweep, written over a `Field`, turns into a graph when it is
/// read over symbols. The builder's `Simplification` says which operations are left out on the way.
package enum Symbol: Field {
  /// A constant, which is in no graph yet.
  case constant(Tensor)
  /// A node, with the builder of its graph.
  case node(Graph.NodeID, Workbench)

  /// Creates the symbol of a constant.
  package init(_ constant: Double) { self = .constant(.scalar(constant)) }
  /// Creates the symbol of a number in the source text.
  package init(floatLiteral value: Double) { self.init(value) }

  /// The builder of the graph whose node this is; nil for a constant.
  var bench: Workbench? { if case .node(_, let bench) = self { bench } else { nil } }

  /// A Boolean value indicating whether this is known to be 0.
  package var isZero: Bool { self.value == 0 }

  /// The number that a constant is everywhere; nil for a node, and for an array of different constants.
  package var value: Double? {
    guard case .constant(let tensor) = self, tensor.count > 0 else { return nil }
    if case .scalar(let value) = tensor { return value }
    let first = tensor[0]
    return tensor.elements.allSatisfy { $0 == first } ? first : nil
  }

  /// Returns a local derivative, marked as undefined where the operation's output is.
  package func defined(where output: Symbol) -> Symbol {
    guard case .node(let id, let bench) = output else { return self }
    switch bench.simplification {
    case .realValued: return self
    case .bitExact:
      bench.defined.insert(id)
      return self
    case .piecewise:
      // Nothing is needed if the rule's own formula is nan there as well.
      guard bench.graph.leavesDomainUnseen(id, bench.ties) else { return self }
      return .apply(.choose, [.apply(.equal, output, output), self, Symbol(.nan)])
    }
  }

  package static func isMarked(_ operands: [Symbol]) -> Bool {
    guard operands.count == 3, operands[2].value?.isNaN == true, case .node(let id, let bench) = operands[0] else {
      return false
    }
    let node = bench.graph.nodes[Int(id)]
    return node.kind == .binary && node.primitive == .equal && node.a == node.b
  }

  // MARK: - Operators

  /// Returns the sum, as the builder's `Simplification` has it.
  package static func + (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.add, [left, right]) }
    switch bench.simplification {
    case .realValued: return RealArithmetic.sum(left, right)
    case .piecewise: return PiecewiseArithmetic.sum(left, right)
    case .bitExact: return BitExactArithmetic.sum(left, right, bench)
    }
  }

  /// Returns the difference, as the builder's `Simplification` has it.
  package static func - (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.subtract, [left, right]) }
    switch bench.simplification {
    case .realValued, .piecewise: return RealArithmetic.difference(left, right)
    case .bitExact: return BitExactArithmetic.difference(left, right, bench)
    }
  }

  /// Returns the product, as the builder's `Simplification` has it.
  package static func * (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.multiply, [left, right]) }
    switch bench.simplification {
    case .realValued: return RealArithmetic.product(left, right)
    case .piecewise: return PiecewiseArithmetic.product(left, right)
    case .bitExact: return BitExactArithmetic.product(left, right, bench)
    }
  }

  /// Returns the quotient, as the builder's `Simplification` has it.
  package static func / (left: Symbol, right: Symbol) -> Symbol {
    guard let bench = left.bench ?? right.bench else { return .folded(.divide, [left, right]) }
    switch bench.simplification {
    case .realValued: return RealArithmetic.quotient(left, right)
    case .piecewise: return PiecewiseArithmetic.quotient(left, right)
    case .bitExact: return BitExactArithmetic.quotient(left, right, bench)
    }
  }

  /// Returns the negative, as the builder's `Simplification` has it.
  package static prefix func - (operand: Symbol) -> Symbol {
    guard let bench = operand.bench else { return .folded(.negate, [operand]) }
    if let inner = operand.negated { return inner }
    switch bench.simplification {
    case .realValued, .piecewise: return bench.append(.negate, [operand])
    case .bitExact: return BitExactArithmetic.negative(operand, bench)
    }
  }

  // MARK: - Gates

  /// Returns a primitive of one operand, element by element.
  package static func apply(_ primitive: Primitive, _ x: Symbol) -> Symbol { apply(primitive, [x]) }
  /// Returns a primitive of two operands, element by element.
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

  /// Returns this to the power of a constant, in a shorter form if there is one; else nil.
  private func power(_ primitive: Primitive, _ exponent: Double) -> Symbol? {
    switch bench?.simplification {
    case .realValued, .piecewise: RealArithmetic.power(primitive, self, exponent)
    case .bitExact: BitExactArithmetic.power(primitive, self, exponent)
    case nil: nil
    }
  }

  /// Returns the table of rules, with ties of `max` and `min` settled in the given way.
  package static func gates(_ ties: Ties) -> [Gate<Symbol>] {
    ties == .split ? Gate<Symbol>.table : Gate<Symbol>.sharedRows(ties)
  }

  // MARK: - Arrays

  /// A Boolean value indicating that symbols may be arrays.
  package static var isShaped: Bool { true }

  /// The shape of the constant or of the node.
  package var shape: Shape {
    switch self {
    case .constant(let value): value.shape
    case .node(let id, let bench): bench.graph.shape(of: id)
    }
  }

  /// Returns an operation on arrays: its value for constants, else a node.
  package static func apply(_ operation: ArrayOperation, _ operands: [Symbol]) -> Symbol {
    guard let bench = operands.lazy.compactMap(\.bench).first else { return .folded(operation, operands) }
    if bench.spellsOut, let definition = Gate<Symbol>.table[Int(operation.primitive.rawValue)].arrayDefinition {
      return definition(operands, operation)
    }
    return bench.append(operation, operands)
  }

  /// Returns this in a shape that it broadcasts from or to: summed over the axes that broadcasting added, or broadcast.
  package func unbroadcast(to shape: Shape) -> Symbol {
    if case .constant(let value) = self { return .constant(value.unbroadcast(to: shape)) }
    let own = self.shape
    if shape == own { return self }
    let grows = own.rank <= shape.rank && own.count <= shape.count
    return Symbol.apply(grows ? .broadcast(to: shape) : .reduce(to: shape), [self])
  }

  /// Returns this where `other` is not 0, and 0 elsewhere.
  ///
  /// Only values can settle that, so a piecewise graph chooses by them. A product of numbers that is recorded bit for
  /// bit has made the choice already.
  package func masked(by other: Symbol) -> Symbol {
    other.bench?.simplification == .piecewise ? PiecewiseArithmetic.mask(self, by: other) : self
  }

  /// Returns matrixᵀ @ vector.
  package static func transposedProduct(_ matrix: Symbol, _ vector: Symbol) -> Symbol {
    matrix.transposed.matmul(vector)
  }

  /// Returns tangent · local; the builder of a product sees to factors of 0.
  package static func carry(_ tangent: Symbol, _ local: Symbol) -> Symbol { tangent * local }

  /// Returns the product, with the care that its builder takes for a local derivative beyond the range of doubles.
  package static func inRange(_ value: Symbol, _ local: Symbol, isPlain: Bool, _ other: () -> Symbol) -> Symbol {
    guard case .node(let id, let bench) = value, bench.care != .none, local.value == nil else { return value }
    var product = other()
    if let constant = product.value, constant.isNaN { return value }
    // Outside its domain the local derivative is nan, of which the row's way knows nothing.
    if let condition = local.domain { product = .apply(.choose, [condition, product, Symbol(.nan)]) }
    guard bench.care == .chooses else {
      return bench.presences[id].map { PiecewiseArithmetic.mask(product, by: $0) } ?? product
    }
    let size = Symbol.apply(Identities.magnitude, local)
    let isBeyond = Symbol.apply(
      .or, .apply(.less, size, Symbol(.leastNormalMagnitude)), .apply(.equal, size, Symbol(.infinity)))
    let isNumber = Symbol.apply(.and, .apply(.equal, product, product), .apply(.notEqual, product, 0.0))
    let chosen = Symbol.apply(.choose, [.apply(.and, isBeyond, isNumber), product, value])
    return bench.presences[id].map { PiecewiseArithmetic.mask(chosen, by: $0) } ?? chosen
  }

  /// The condition under which a local derivative is defined, if it was marked so; nil where it always is.
  private var domain: Symbol? {
    guard case .node(let id, let bench) = self, bench.graph.nodes[Int(id)].kind == .wide,
      bench.graph.nodes[Int(id)].primitive == .choose
    else { return nil }
    let operands = bench.graph.operands(of: id).map(bench.symbol)
    return operands[2].value?.isNaN == true ? operands[0] : nil
  }

  // MARK: - Nodes

  /// The operand of a negation; nil for anything else.
  var negated: Symbol? {
    guard case .node(let id, let bench) = self else { return nil }
    let node = bench.graph.nodes[Int(id)]
    return node.kind == .unary && node.primitive == .negate ? bench.symbol(node.a) : nil
  }

  /// Builds a function of `arguments` from more elementary primitives in `graph`, by the definition in its row.
  ///
  /// - Throws: A `Problem` with `span` if the graph has more nodes than the limit.
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
  /// The rows over symbols, with ties of `max` and `min` split.
  package static let table = sharedRows(.split)
}
