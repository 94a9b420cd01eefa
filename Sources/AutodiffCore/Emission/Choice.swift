private typealias P = Primitive

/// Choices between symbols, with what is certain left out.
extension Symbol {
  private var node: (id: Graph.NodeID, bench: Workbench, node: Graph.Node)? {
    guard case .node(let id, let bench) = self else { return nil }
    return (id, bench, bench.graph.nodes[Int(id)])
  }

  /// The gate that it is, with its operands; nil for inputs and constants.
  private var gate: (primitive: Primitive, operands: [Symbol])? {
    guard let (id, bench, node) = node, node.kind != .input, node.kind != .constant else { return nil }
    return (node.primitive, bench.graph.operands(of: id).map(bench.symbol))
  }

  private func isSame(as other: Symbol) -> Bool {
    switch (self, other) {
    case (.node(let id, _), .node(let otherID, _)): id == otherID
    case (.constant(.scalar(let value)), .constant(.scalar(let other))): value.bitPattern == other.bitPattern
    case (.constant(let value), .constant(let other)): value == other
    default: false
    }
  }

  /// Returns a Boolean value indicating whether it is another node than a symbol, or now a constant.
  private func isOther(than symbol: Symbol) -> Bool {
    guard case .node = symbol else { return false }
    return !isSame(as: symbol)
  }

  var isCondition: Bool { gate?.primitive.isCondition == true }

  var asNumber: Symbol { isCondition ? .choice(self, 1.0, 0.0) : self }

  var asCondition: Symbol {
    if isCondition { return self }
    if let value { return value != 0 ? 1.0 : 0.0 }
    let decision = Decision(self)
    if decision.isChoice { return decision.isNotZero }
    return P.notEqual(self, 0.0)
  }

  /// Returns the conditions known where this one holds, or where it does not: itself, and those it is made of.
  func facts(_ holds: Bool, depth: Int = 6) -> [Graph.NodeID: Bool] {
    guard depth > 0, let gate, let node else { return [:] }
    var facts = [node.id: holds]
    if gate.primitive == .not {
      facts.merge(gate.operands[0].facts(!holds, depth: depth - 1)) { one, _ in one }
    } else if gate.primitive == (holds ? .and : .or) {
      for operand in gate.operands { facts.merge(operand.facts(holds, depth: depth - 1)) { one, _ in one } }
    }
    return facts
  }

  var negation: Symbol {
    if let value { return value == 0 ? 1.0 : 0.0 }
    guard let gate else { return P.not(self) }
    if gate.primitive == .not { return gate.operands[0] }
    if gate.primitive == .equal, askedForNaN == nil { return P.notEqual(gate.operands[0], gate.operands[1]) }
    if gate.primitive == .notEqual { return P.equal(gate.operands[0], gate.operands[1]) }
    return P.not(self)
  }

  static func connection(_ primitive: Primitive, _ x: Symbol, _ y: Symbol) -> Symbol {
    let neutral: Double = primitive == .and ? 1 : 0
    for (one, other) in [(x, y), (y, x)] {
      if let value = one.value { return value == neutral ? other : Symbol(1 - neutral) }
    }
    return x.isSame(as: y) ? x : primitive(x, y)
  }

  static func choice(_ condition: Symbol, _ value: Symbol, _ other: Symbol) -> Symbol {
    if let known = condition.value, value.shape == other.shape { return known != 0 ? value : other }
    if value.isSame(as: other), value.shape.broadcast(with: condition.shape) == value.shape { return value }
    if let gate = condition.gate, gate.primitive == .not { return choice(gate.operands[0], other, value) }
    let one = value.assuming(condition.facts(true), depth: 2)
    let rest = other.assuming(condition.facts(false), depth: 2)
    if one.isOther(than: value) || rest.isOther(than: other) { return choice(condition, one, rest) }
    // A value that is nan anyway need not be asked whether it is.
    if let asked = condition.askedForNaN, other.value?.isNaN == true, value.isNaN(where: asked) { return value }
    return P.choose(condition, value, other)
  }

  /// The operand that a condition asks not to be nan; nil for other conditions.
  private var askedForNaN: Symbol? {
    guard let gate, gate.primitive == .equal, gate.operands[0].isSame(as: gate.operands[1]) else { return nil }
    return gate.operands[0]
  }

  /// The part of a choice that is taken unless an operand is nan, and that operand.
  private var guarded: (value: Symbol, asked: Symbol)? {
    guard let gate, gate.primitive == .choose, gate.operands[2].value?.isNaN == true,
      let asked = gate.operands[0].askedForNaN
    else { return nil }
    return (gate.operands[1], asked)
  }

  /// Returns a Boolean value indicating whether each element is certain to be nan where that of `other` is.
  private func isNaN(where other: Symbol) -> Bool {
    guard case .node(let goal, _) = other, shape == other.shape else { return value?.isNaN == true }
    var budget = 64
    func follows(_ symbol: Symbol) -> Bool {
      budget -= 1
      guard budget > 0, let (id, bench, node) = symbol.node else { return symbol.value?.isNaN == true }
      if id == goal || id > goal && bench.isOnLine(id, behind: goal) { return true }
      guard id > goal, let gate = symbol.gate else { return false }
      if let (value, asked) = symbol.guarded, follows(asked) || follows(value) { return true }
      if node.primitive == .choose { return follows(gate.operands[1]) && follows(gate.operands[2]) }
      return node.primitive.keepsNaN && gate.operands.contains(where: follows)
    }
    return follows(self)
  }

  /// The product with 1/y as the quotient by y, where nothing else needs that; nil with anything else.
  func timesLast(_ other: Symbol) -> Symbol? {
    if let (value, asked) = other.guarded {
      return timesLast(value).map { .choice(P.equal(asked, asked), $0, Symbol(.nan)) }
    }
    guard let gate = other.gate, gate.primitive == .divide, gate.operands[0].value == 1 else { return nil }
    return .arithmetic(.divide, self, gate.operands[1])
  }

  /// Returns the part of a choice that is taken unless an operand is nan, if another number is nan then anyway, so that
  /// a sum or product with that need not ask.
  private func unasked(beside other: Symbol) -> Symbol? {
    guard let (value, asked) = guarded, value.shape == shape, other.shape == asked.shape, other.isNaN(where: asked)
    else { return nil }
    return value
  }

  static func arithmetic(_ primitive: Primitive, _ x: Symbol, _ y: Symbol) -> Symbol {
    if let value = y.unasked(beside: x) { return arithmetic(primitive, x, value) }
    if let value = x.unasked(beside: y) { return arithmetic(primitive, value, y) }
    if primitive == .add { return x + y }
    if primitive == .subtract { return x - y }
    if primitive == .divide { return x / y.withoutNegativeRoots }
    if x.value?.isNaN == true, y.shape.isScalar { return x }
    if y.value?.isNaN == true, x.shape.isScalar { return y }
    // A value that is asked about more than one number stays as it is, and what is shared is written once.
    if let (value, asked) = y.guarded, value.guarded == nil {
      return choice(P.equal(asked, asked), arithmetic(.multiply, x, value), Symbol(.nan))
    }
    if let (value, asked) = x.guarded, value.guarded == nil {
      return choice(P.equal(asked, asked), arithmetic(.multiply, value, y), Symbol(.nan))
    }
    return x * y
  }

  /// This where conditions, by their nodes, are known; what is no product, sum or choice is left as it is.
  func assuming(_ known: [Graph.NodeID: Bool], depth: Int = 4) -> Symbol {
    guard depth > 0, let gate else { return self }
    func part(_ place: Int) -> Symbol { gate.operands[place].assuming(known, depth: depth - 1) }
    if gate.primitive == .choose {
      if case .node(let id, _) = gate.operands[0], let holds = known[id] { return part(holds ? 1 : 2) }
      let (one, other) = (part(1), part(2))
      if one.isSame(as: gate.operands[1]), other.isSame(as: gate.operands[2]) { return self }
      return .choice(gate.operands[0], one, other)
    }
    if gate.primitive == .negate {
      let operand = part(0)
      return operand.isSame(as: gate.operands[0]) ? self : -operand
    }
    guard gate.primitive.isArithmeticOfTwo else { return self }
    let (left, right) = (part(0), part(1))
    if left.isSame(as: gate.operands[0]), right.isSame(as: gate.operands[1]) { return self }
    return .arithmetic(gate.primitive, left, right)
  }

  /// The language's root of -0 is 0, that of the libraries -0: told apart by a division only.
  private var withoutNegativeRoots: Symbol {
    guard let gate else { return self }
    if gate.primitive == .multiply {
      return gate.operands[0].withoutNegativeRoots * gate.operands[1].withoutNegativeRoots
    }
    guard gate.primitive.differsAtNegativeZero, gate.operands[0].mayBeNegativeZero else { return self }
    return Stable.withoutNegativeZero(self)
  }

  private var mayBeNegativeZero: Bool {
    guard let gate else { return value.map { $0 == 0 } ?? true }
    if gate.primitive == .multiply {
      return !gate.operands[0].isSame(as: gate.operands[1]) && gate.operands.contains(where: \.mayBeNegativeZero)
    }
    // A sum is -0 only where both its parts are, which is left aside.
    return gate.primitive != .add && gate.primitive != .subtract && gate.primitive.hasNegativeZero
  }
}
