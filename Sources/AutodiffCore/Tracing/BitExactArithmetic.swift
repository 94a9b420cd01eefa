/// The arithmetic of symbols that record a sweep over doubles: only operations that cannot change a bit are left out,
/// so that computing the graph is the sweep itself.
///
/// Two liberties are taken with adjoints, which are sums that begin with +0 and therefore never -0: the +0 is left out,
/// as in the end it is added to the answer, and where a selecting primitive sends nothing, zero is sent. The outcome is
/// the same adjoint, or another zero, or nan.
enum BitExactArithmetic {
  /// Returns the node of a sum; a subtraction for the negative of a term.
  static func sum(_ left: Symbol, _ right: Symbol, _ bench: Workbench) -> Symbol {
    if bench.isInSweep, left.isZero, fits(left, right) { return right }
    if bench.isInSweep, right.isZero, fits(right, left) { return left }
    if let right = right.negated { return left - right }
    if let left = left.negated { return right - left }
    return bench.append(.add, [left, right])
  }

  /// Returns a Boolean value indicating whether the result of two operands has the shape of the other one, so that this
  /// one, a constant, leaves no trace of its own.
  private static func fits(_ constant: Symbol, _ other: Symbol) -> Bool {
    let (own, shape) = (constant.shape, other.shape)
    return own == shape || own.isScalar || shape.broadcast(with: own) == shape
  }

  /// Returns the node of a difference; an addition for the negative of a term.
  static func difference(_ left: Symbol, _ right: Symbol, _ bench: Workbench) -> Symbol {
    if let right = right.negated { return left + right }
    return bench.append(.subtract, [left, right])
  }

  /// Returns the node of a product; a choice for the 1 or 0 of a selecting primitive.
  static func product(_ left: Symbol, _ right: Symbol, _ bench: Workbench) -> Symbol {
    if let value = left.value, fits(left, right) { return scale(right, by: value, bench) }
    if let value = right.value, fits(right, left) { return scale(left, by: value, bench) }
    if let inner = left.negated { return -(inner * right) }
    if let inner = right.negated { return -(left * inner) }
    return select(left, by: right) ?? select(right, by: left) ?? bench.append(.multiply, [left, right])
  }

  /// Returns the node of a quotient.
  static func quotient(_ left: Symbol, _ right: Symbol, _ bench: Workbench) -> Symbol {
    if right.value == 1, fits(right, left) { return left }
    if isShare(left, of: right) { return left }
    if let inner = left.negated { return -(inner / right) }
    if let inner = right.negated { return -(left / inner) }
    return bench.append(.divide, [left, right])
  }

  /// Returns the node of a negative, with the sign taken into a constant factor.
  static func negative(_ operand: Symbol, _ bench: Workbench) -> Symbol {
    factored(operand).map { scale($1, by: -$0, bench) } ?? bench.append(.negate, [operand])
  }

  /// Returns the node of a product with a constant.
  private static func scale(_ symbol: Symbol, by factor: Double, _ bench: Workbench) -> Symbol {
    if let value = symbol.value { return Symbol(factor * value) }
    if factor == 1 { return symbol }
    if factor == -1 { return -symbol }
    if let inner = symbol.negated { return scale(inner, by: -factor, bench) }
    // factor · (2^k · x) is (factor · 2^k) · x: the inner product is exact, or infinite as the outer one then is.
    if let (inner, rest) = factored(symbol), inner.magnitude >= 1, inner.significand == 1, factor.magnitude >= 1,
      (factor * inner).isFinite
    {
      return scale(rest, by: factor * inner, bench)
    }
    return bench.append(.multiply, [Symbol(factor), symbol])
  }

  /// Returns the factor and the rest of a product with a constant.
  private static func factored(_ symbol: Symbol) -> (Double, Symbol)? {
    guard case .node(let id, let bench) = symbol else { return nil }
    let node = bench.graph.nodes[Int(id)]
    guard node.kind == .binary, node.primitive == .multiply else { return nil }
    return bench.symbol(node.a).value.map { ($0, bench.symbol(node.b)) }
  }

  /// Returns the choice that a product is if `local` is the 1 or 0 of a selecting primitive; nil otherwise.
  private static func select(_ symbol: Symbol, by local: Symbol) -> Symbol? {
    guard case .node(let id, let bench) = local, bench.isInSweep else { return nil }
    let node = bench.graph.nodes[Int(id)]
    if node.kind == .binary, node.primitive == .equal { return .apply(.choose, [local, symbol, 0.0]) }
    // A step that stood in the program already may be a factor of the user's, of which 0 · inf is no zero.
    if node.kind == .unary, node.primitive == .step, bench.isOfSweep(id) {
      return .apply(.choose, [.apply(.greater, bench.symbol(node.a), 0.0), symbol, 0.0])
    }
    return nil
  }

  /// Returns a Boolean value indicating whether `share` is `equal` of an argument of `max` or `min`, and `winners`
  /// counts how many are: away from ties, one.
  private static func isShare(_ share: Symbol, of winners: Symbol) -> Bool {
    guard case .node(let id, let bench) = share, bench.isInSweep, case .node(let sum, _) = winners,
      bench.graph.nodes[Int(id)].primitive == .equal
    else { return false }
    let output = bench.graph.nodes[Int(id)].b
    var rest = sum
    while true {
      let node = bench.graph.nodes[Int(rest)]
      guard node.kind == .binary else { return false }
      if node.primitive == .equal { return node.b == output }
      guard node.primitive == .add, bench.graph.nodes[Int(node.b)].primitive == .equal,
        bench.graph.nodes[Int(node.b)].b == output
      else { return false }
      rest = node.a
    }
  }

  // MARK: - Gates

  /// Returns the node of a primitive, or of its form.
  static func gate(_ primitive: Primitive, _ operands: [Symbol], _ bench: Workbench) -> Symbol {
    let row = Gate<Symbol>.table[Int(primitive.rawValue)]
    if primitive == .choose, let condition = operands[0].value {
      let chosen = condition != 0 ? operands[1] : operands[2]
      if operands.allSatisfy({ fits($0, chosen) }) { return chosen }
    }
    switch row.derivative {
    case .extremum where operands.count > 2:
      // The operands are taken two at a time, for which there are loops.
      return operands.dropFirst().reduce(operands[0]) { .apply(primitive, [$0, $1]) }
    case .none, .extremum:
      // A step takes one call, which is less than its form, and for two operands there is a loop.
      return bench.append(primitive, operands)
    case .unary, .binary, .many, .array:
      if bench.keepsGates { return bench.append(primitive, operands) }
      // The form's steps are taken side by side in all lanes, and derivatives share them.
      return row.computation.form?(operands) ?? bench.append(primitive, operands)
    }
  }

  /// Returns x^y, or its slope y·x^(y-1), for a constant y, as `Scalar.power` and `Scalar.powerSlope` work them out.
  static func power(_ primitive: Primitive, _ x: Symbol, _ exponent: Double) -> Symbol? {
    if primitive == .power {
      if exponent == 0 { return Symbol(1).unbroadcast(to: x.shape) }
      if exponent == 1 { return x }
      if exponent == 2 { return x * x }
    } else {
      if exponent == 0 { return Symbol(0).unbroadcast(to: x.shape) }
      if exponent == 2 { return 2.0 * x }
      if exponent - 1 + 1 == exponent { return Symbol(exponent) * .apply(.power, x, Symbol(exponent - 1)) }
    }
    return x.bench?.append(primitive, [x, Symbol(exponent)])
  }
}
