/// The matcher that lays the shape of an expression over a node and the nodes that lead to it.
struct TermMatcher {
  let graph: Graph
  /// The number of steps and results that read each node.
  let uses: [Int32]
  let isRoot: [Bool]
  private var shape: [TermKind] = []
  private(set) var leaves: [Graph.NodeID] = []
  private(set) var areConstants: [Bool] = []
  /// The number of constants that would have to stand in columns.
  private(set) var misfits = 0
  private var next = 0

  init(graph: Graph, uses: [Int32], isRoot: [Bool]) {
    self.graph = graph
    self.uses = uses
    self.isRoot = isRoot
  }

  /// Returns a Boolean value indicating whether the node can be computed by an expression of this shape.
  ///
  /// - Postcondition: If so, `leaves` are the nodes that the expression reads, in prefix order.
  mutating func match(_ id: Graph.NodeID, _ shape: [TermKind]) -> Bool {
    self.shape = shape
    leaves.removeAll(keepingCapacity: true)
    areConstants.removeAll(keepingCapacity: true)
    misfits = 0
    next = 0
    return match(id, isLast: true)
  }

  private mutating func match(_ id: Graph.NodeID, isLast: Bool = false) -> Bool {
    let kind = shape[next]
    next += 1
    let node = graph.nodes[Int(id)]
    switch kind {
    case .column, .constant:
      let isConstant = node.kind == .constant
      if kind == .constant, !isConstant { return false }
      if kind == .column, isConstant {
        if shape.count > 4 { return false }
        misfits += 1
      }
      leaves.append(id)
      areConstants.append(kind == .constant)
      return true
    default: break
    }
    guard Self.kinds(node).contains(kind), isLast || mayPass(id, node) else { return false }
    if kind == .square { return match(node.a) }
    let operands = graph.operands(of: id)
    if operands.count == 2, kind.isCommutative {
      let before = self
      if match(operands[0]), match(operands[1]) { return true }
      self = before
      return match(operands[1]) && match(operands[0])
    }
    for operand in operands where !match(operand) { return false }
    return true
  }

  /// Returns a Boolean value indicating whether a node need not stand in a column: nothing else reads it, or to work it
  /// out again from one column takes no more than to read it.
  private func mayPass(_ id: Graph.NodeID, _ node: Graph.Node) -> Bool {
    if uses[Int(id)] == 1, !isRoot[Int(id)] { return true }
    switch node.kind {
    case .unary: return node.primitive == .negate || node.primitive == .abs
    case .binary:
      guard node.primitive == .add || node.primitive == .subtract || node.primitive == .multiply else { return false }
      return node.a == node.b || graph.nodes[Int(node.a)].kind == .constant
        || graph.nodes[Int(node.b)].kind == .constant
    case .input, .constant, .wide: return false
    }
  }

  /// Returns the operations that a node may be in an expression.
  static func kinds(_ node: Graph.Node) -> [TermKind] {
    let operands =
      switch node.kind {
      case .input, .constant: 0
      case .unary: 1
      case .binary: 2
      case .wide: Int(node.b)
      }
    guard let kind = byPrimitive[Int(node.primitive.rawValue)], kind.arity == operands else { return [] }
    return kind == .multiply && node.a == node.b ? [.square, .multiply] : [kind]
  }

  /// The operations that loops know, each as the primitive that it is; nil for any other primitive.
  private static let byPrimitive: [TermKind?] = {
    let known: [(Primitive, TermKind)] = [
      (.negate, .negate), (.abs, .abs), (.sqrt, .sqrt), (.add, .add), (.subtract, .subtract), (.multiply, .multiply),
      (.divide, .divide), (.equal, .equal), (.notEqual, .notEqual), (.less, .less), (.lessEqual, .lessEqual),
      (.greater, .greater), (.greaterEqual, .greaterEqual), (.choose, .choose), (.max, .max), (.min, .min),
    ]
    var kinds = [TermKind?](repeating: nil, count: Primitive.allCases.count)
    for (primitive, kind) in known { kinds[Int(primitive.rawValue)] = kind }
    return kinds
  }()
}
