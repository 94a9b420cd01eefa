/// A number that conditions choose among few constants.
indirect enum Decision {
  case leaf(Symbol)
  case choice(Symbol, Decision, Decision)

  /// The number of leaves beyond which a decision is longer than what it saves.
  private static let mostLeaves = 8

  init(_ symbol: Symbol) {
    self = Self.read(symbol, Self.mostLeaves).decision ?? .leaf(symbol)
  }

  private static func read(_ symbol: Symbol, _ room: Int) -> (decision: Decision?, leaves: Int) {
    if case .constant(.scalar) = symbol { return (.leaf(symbol), 1) }
    guard room > 1, case .node(let id, let bench) = symbol, !bench.graph.isLeaf(id),
      bench.graph.nodes[Int(id)].primitive == .choose
    else { return (nil, 0) }
    let operands = bench.graph.operands(of: id).map(bench.symbol)
    let first = read(operands[1], room - 1)
    guard let one = first.decision else { return (nil, 0) }
    let second = read(operands[2], room - first.leaves)
    guard let other = second.decision else { return (nil, 0) }
    return (.choice(operands[0], one, other), first.leaves + second.leaves)
  }

  var isChoice: Bool { if case .choice = self { true } else { false } }

  private var leaves: Int {
    switch self {
    case .leaf: 1
    case .choice(_, let one, let other): one.leaves + other.leaves
    }
  }

  func map(_ transform: (Symbol) -> Symbol) -> Decision {
    switch self {
    case .leaf(let symbol): .leaf(transform(symbol))
    case .choice(let condition, let one, let other): .choice(condition, one.map(transform), other.map(transform))
    }
  }

  var symbol: Symbol {
    switch self {
    case .leaf(let symbol): symbol
    case .choice(let condition, let one, let other): .choice(condition, one.symbol, other.symbol)
    }
  }

  /// An operation between numbers of which one at least is chosen among constants, and the other a constant or such a
  /// choice as well; nil for others, and where there were too many outcomes.
  static func combine(_ primitive: Primitive, _ x: Symbol, _ y: Symbol) -> Symbol? {
    guard let left = read(x, mostLeaves).decision, let right = read(y, mostLeaves).decision,
      left.isChoice || right.isChoice
    else { return nil }
    let outcome = left.meet(right, [:]) { primitive($0, $1) }
    return outcome.leaves <= mostLeaves ? outcome.symbol : nil
  }

  /// Returns the decision with each leaf replaced by what is made of it and of the conditions on the way to it.
  func choose(
    _ known: [Graph.NodeID: Bool] = [:], _ transform: (Symbol, [Graph.NodeID: Bool]) -> Symbol
  ) -> Symbol {
    switch self {
    case .leaf(let symbol): return transform(symbol, known)
    case .choice(let condition, let one, let other):
      guard case .node(let id, _) = condition else { return transform(symbol, known) }
      return .choice(
        condition, one.choose(known.merging([id: true]) { $1 }, transform),
        other.choose(known.merging([id: false]) { $1 }, transform))
    }
  }

  /// The condition that the number is not 0.
  var isNotZero: Symbol {
    switch self {
    case .leaf(let symbol): return symbol.isZero ? 0.0 : 1.0
    case .choice(let condition, let one, let other):
      let (first, second) = (one.isNotZero, other.isNotZero)
      switch (first.value, second.value) {
      case (let value?, let otherValue?):
        return value == otherValue ? first : value == 1 ? condition : condition.negation
      case (1, nil): return .connection(.or, condition, second)
      case (0, nil): return .connection(.and, condition.negation, second)
      case (nil, 0): return .connection(.and, condition, first)
      case (nil, 1): return .connection(.or, condition.negation, first)
      default:
        return .connection(
          .or, .connection(.and, condition, first), .connection(.and, condition.negation, second))
      }
    }
  }

  /// - Parameter known: conditions, by their nodes, that were met on the way.
  private func meet(_ other: Decision, _ known: [Graph.NodeID: Bool], _ f: (Symbol, Symbol) -> Symbol) -> Decision {
    switch self {
    case .leaf(let x): return other.under(known).map { f(x, $0) }
    case .choice(let condition, let one, let rest):
      guard case .node(let id, _) = condition else { return map { f($0, $0) } }
      if let holds = known[id] { return (holds ? one : rest).meet(other, known, f) }
      return .choice(
        condition, one.meet(other, known.merging([id: true]) { $1 }, f),
        rest.meet(other, known.merging([id: false]) { $1 }, f))
    }
  }

  private func under(_ known: [Graph.NodeID: Bool]) -> Decision {
    guard case .choice(let condition, let one, let rest) = self else { return self }
    if case .node(let id, _) = condition, let holds = known[id] { return (holds ? one : rest).under(known) }
    return .choice(condition, one.under(known), rest.under(known))
  }
}
