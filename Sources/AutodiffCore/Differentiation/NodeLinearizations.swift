/// The local derivatives of smooth nodes at a point, each worked out when it is first asked for.
///
/// A search for kinks comes through a node once for each input and direction, and wherever no operand jumps, its
/// derivatives are the same.
struct NodeLinearizations {
  /// An operand of a node, and the local derivative by it.
  struct Edge {
    var operand: Graph.NodeID
    /// A Boolean value indicating whether the node moves with the operand at all.
    var passes: Bool
    var local: Double
  }

  private let point: Point<Double>
  /// The edges of the nodes that were asked for.
  private(set) var edges: [Edge] = []
  /// The place of each node's first edge, or one of the two below.
  private var starts: [UInt32]

  private static let unknown = UInt32.max
  private static let none = UInt32.max - 1

  /// Creates the linear maps of a graph's nodes at a point.
  init(_ point: Point<Double>) {
    self.point = point
    starts = Array(repeating: Self.unknown, count: point.graph.count)
  }

  /// Returns the places of a node's edges, one for each operand; nil where the node is at a kink, or passes one operand
  /// on as it is.
  mutating func places(of id: Graph.NodeID) -> Range<Int>? {
    if starts[Int(id)] == Self.unknown { add(id) }
    let start = starts[Int(id)]
    guard start != Self.none else { return nil }
    let node = point.graph.nodes[Int(id)]
    return Int(start)..<Int(start) + (node.kind == .wide ? Int(node.b) : node.kind == .binary ? 2 : 1)
  }

  private mutating func add(_ id: Graph.NodeID) {
    starts[Int(id)] = Self.none
    let (node, operands) = (point.graph.nodes[Int(id)], point.graph.operands(of: id))
    guard !operands.isEmpty, node.primitive != .choose, edges.count < Int(Self.none) - operands.count else { return }
    let values = operands.map { point.values[Int($0)] }
    let gate = node.primitive.gate
    if let kink = gate.kink, kink.isAt(values) { return }
    let value = Double.apply(node.primitive, values)
    guard value.bitPattern == point.values[Int(id)].bitPattern else { return }
    starts[Int(id)] = UInt32(edges.count)
    for (operand, local) in zip(operands, gate.locals(values, value)) {
      edges.append(
        Edge(operand: operand, passes: !gate.derivative.isNone && !(gate.selects && local == 0), local: local))
    }
  }
}
