/// A writer of algebraic terms as a graph, in the order and with the signs in which a person writes them.
struct TermWriter {
  private let algebra: Algebra
  /// The terms that have a name, which are not taken apart into the terms around them.
  private let named: Set<Algebra.ID>
  /// The graph that is being written.
  private(set) var graph = Graph()
  /// The nodes of the terms that are written.
  private(set) var nodes: [Algebra.ID: Graph.NodeID] = [:]
  /// The names of the nodes of constants.
  private(set) var constants: [Graph.NodeID: String] = [:]

  /// Creates a writer for terms of these inputs.
  ///
  /// - Throws: A `Problem` if there are more inputs than the limits allow.
  init(_ algebra: Algebra, inputs: [(name: String, shape: Shape)], named: Set<Algebra.ID>) throws(Problem) {
    self.algebra = algebra
    self.named = named
    for (name, shape) in inputs { _ = try graph.input(name, shape: shape, span: .none) }
  }

  /// Writes terms, with all that they are made of.
  ///
  /// - Throws: A `Problem` if the graph has more nodes than the limit.
  mutating func write(_ roots: [Algebra.ID]) throws(Problem) {
    let reached = algebra.reached(from: roots)
    for id in reached.indices where reached[id] && nodes[Algebra.ID(id)] == nil {
      nodes[Algebra.ID(id)] = try node(Algebra.ID(id))
    }
  }

  /// Returns the node of a term that is written.
  func node(of term: Algebra.ID) -> Graph.NodeID { nodes[term] ?? 0 }

  private mutating func node(_ id: Algebra.ID) throws(Problem) -> Graph.NodeID {
    switch algebra[id] {
    case .number(let value): return try number(value)
    case .named(let constant):
      let node = try graph.constant(constant.rawValue)
      constants[node] = "\(constant)"
      return node
    case .input(let place): return graph.inputs[place]
    case .function(let primitive, let operands): return try graph.apply(primitive, operands.map(node(of:)))
    case .array(let primitive, let setting, let shape, let operands):
      return try graph.apply(ArrayOperation(primitive, setting, shape: shape), operands.map(node(of:)))
    case .product(let coefficient, let factors): return try product(coefficient, factors)
    case .sum(let constant, let summands): return try sum(constant, summands)
    }
  }

  // MARK: - Numbers

  private mutating func number(_ value: Coefficient) throws(Problem) -> Graph.NodeID {
    let numerator = try constant(value.numerator)
    if value.denominator == 1 { return numerator }
    return try graph.binary(.divide, numerator, try graph.constant(value.denominator))
  }

  /// Writes a constant; nan, for which the language has no name, as ∞ - ∞.
  private mutating func constant(_ value: Double) throws(Problem) -> Graph.NodeID {
    guard value.isNaN else { return try graph.constant(value) }
    let infinity = try graph.constant(.infinity)
    return try graph.binary(.subtract, infinity, infinity)
  }

  // MARK: - Sums

  private mutating func sum(_ constant: Coefficient, _ summands: [Algebra.Summand]) throws(Problem) -> Graph.NodeID {
    var parts = summands.map { (coefficient: $0.coefficient, term: Optional($0.term)) }
    if !constant.isZero { parts.append((constant, nil)) }
    // 1 - x rather than -x + 1.
    if parts[0].coefficient.isNegative,
      let positive = parts.firstIndex(where: { !$0.coefficient.isNegative })
        ?? parts.firstIndex(where: { $0.term.map(absorbsSign) == true })
    {
      parts.insert(parts.remove(at: positive), at: 0)
    }
    var result = try part(parts[0].coefficient, parts[0].term)
    for (coefficient, term) in parts.dropFirst() {
      let next = try part(coefficient.magnitude, term)
      result = try graph.binary(coefficient.isNegative ? .subtract : .add, result, next)
    }
    return result
  }

  /// Returns a Boolean value indicating whether a term can take a minus into one of its brackets, as -(y - 1)/p is (1 -
  /// y)/p.
  private func absorbsSign(_ term: Algebra.ID) -> Bool {
    guard !named.contains(term) else { return false }
    let factors = algebra.factors(term)
    return (factors.count > 1 || factors[0].exponent != 1)
      && factors.contains { $0.exponent == 1 && negated($0.base) != nil }
  }

  /// Writes a coefficient times a term.
  private mutating func part(_ coefficient: Coefficient, _ term: Algebra.ID?) throws(Problem) -> Graph.NodeID {
    guard let term else { return try number(coefficient) }
    if coefficient.isOne { return node(of: term) }
    return try product(
      coefficient, named.contains(term) ? [Algebra.Factor(base: term, exponent: 1)] : algebra.factors(term))
  }

  // MARK: - Products

  private mutating func product(
    _ coefficient: Coefficient, _ factors: [Algebra.Factor]
  ) throws(Problem) -> Graph.NodeID {
    var coefficient = coefficient
    var above: [Graph.NodeID] = []
    for factor in factors where factor.exponent > 0 || factor.exponent.isNaN {
      if coefficient.isNegative, factor.exponent == 1, let negated = negated(factor.base) {
        coefficient = -coefficient
        above.append(try sum(negated.constant, negated.summands))
      } else {
        above.append(try power(factor.base, factor.exponent))
      }
    }
    if coefficient.magnitude.numerator != 1 || above.isEmpty {
      above.insert(try constant(coefficient.numerator), at: 0)
    } else if coefficient.isNegative {
      above[0] = try graph.unary(.negate, above[0])
    }
    var below: [Graph.NodeID] = []
    if coefficient.denominator != 1 { below.append(try graph.constant(coefficient.denominator)) }
    for factor in factors where factor.exponent < 0 { below.append(try power(factor.base, -factor.exponent)) }
    let numerator = try chain(above)
    return below.isEmpty ? numerator : try graph.binary(.divide, numerator, try chain(below))
  }

  private mutating func chain(_ factors: [Graph.NodeID]) throws(Problem) -> Graph.NodeID {
    var result = factors[0]
    for factor in factors.dropFirst() { result = try graph.binary(.multiply, result, factor) }
    return result
  }

  private mutating func power(_ base: Algebra.ID, _ exponent: Double) throws(Problem) -> Graph.NodeID {
    if exponent == 1 { return node(of: base) }
    return try graph.binary(.power, node(of: base), try self.exponent(exponent))
  }

  /// Writes an exponent, x^(2/3) rather than x^0.6666666666666666.
  private mutating func exponent(_ value: Double) throws(Problem) -> Graph.NodeID {
    guard let (numerator, denominator) = Coefficient.fraction(value) else { return try constant(value) }
    return try graph.binary(.divide, try graph.constant(numerator), try graph.constant(denominator))
  }

  /// Returns the negative of a sum that is written out and takes a minus; nil for other terms.
  private func negated(_ id: Algebra.ID) -> (constant: Coefficient, summands: [Algebra.Summand])? {
    named.contains(id) ? nil : algebra.negatedSum(id)
  }
}
