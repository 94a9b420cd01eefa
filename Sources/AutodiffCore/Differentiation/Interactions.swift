/// The pairs of inputs whose second derivatives do not vanish by the structure of a program on numbers: those that meet
/// in a primitive that is not linear.
struct Interactions {
  private let graph: Graph
  private let wrt: [Graph.NodeID]
  private let reachable: [Bool]
  private var bends: [[[Bool]]?] = Array(repeating: nil, count: Primitive.allCases.count)

  /// Creates the interactions of a program.
  init(_ point: Point<Double>) {
    graph = point.graph
    wrt = point.wrt
    reachable = graph.reachable
  }

  /// Returns the places in `wrt` of the inputs that meet one of them, its own among them.
  mutating func partners(of place: Int) -> [Int] { partners(ofNode: wrt[place]) }

  /// Returns the places in `wrt` of the inputs that meet a node, and of those that it is computed from.
  mutating func partners(ofNode node: Graph.NodeID) -> [Int] {
    let active = graph.reached(onwardFrom: node)
    var roots = [node]
    for id in graph.nodes.indices where reachable[id] && active[id] && !graph.isLeaf(Graph.NodeID(id)) {
      let operands = graph.operands(of: Graph.NodeID(id))
      let bends = bends(graph.nodes[id].primitive, operands.count)
      for (first, operand) in operands.enumerated() where active[Int(operand)] {
        for (second, other) in operands.enumerated() where bends[first][second] { roots.append(other) }
      }
    }
    let met = graph.reached(from: roots)
    return wrt.indices.filter { met[Int(wrt[$0])] }
  }

  /// Returns for each pair of a primitive's operands whether the local derivative by the first depends on the second,
  /// by the primitive's own rule.
  private mutating func bends(_ primitive: Primitive, _ count: Int) -> [[Bool]] {
    if let known = bends[Int(primitive.rawValue)], known.count == count { return known }
    let bench = Workbench(Graph(), .piecewise)
    let names = (0..<count).map { "x\($0)" }
    let inputs = names.compactMap { try? bench.graph.input($0, span: .none) }
    let operands = inputs.map { bench.symbol($0) }
    let locals = Symbol.gates(.split)[Int(primitive.rawValue)].locals(operands, Symbol.apply(primitive, operands))
    let result = locals.map { local in
      let root = bench.node(local)
      let reached = bench.graph.reached(smoothlyFrom: root)
      return inputs.map { reached[Int($0)] }
    }
    bends[Int(primitive.rawValue)] = result
    return result
  }
}

extension Graph {
  /// Returns a Boolean value for each node indicating whether it is computed from a node; the node counts as well.
  fileprivate func reached(onwardFrom root: NodeID) -> [Bool] {
    var reached = [Bool](repeating: false, count: count)
    reached[Int(root)] = true
    for id in Int(root) + 1..<max(count, Int(root) + 1) {
      reached[id] = operands(of: NodeID(id)).contains { reached[Int($0)] }
    }
    return reached
  }

  /// Returns a Boolean value for each node indicating whether a node changes with it at all, steps and conditions left
  /// out.
  fileprivate func reached(smoothlyFrom root: NodeID) -> [Bool] {
    var reached = [Bool](repeating: false, count: count)
    reached[Int(root)] = true
    for id in nodes.indices.reversed() where reached[id] && !isLeaf(NodeID(id)) {
      if nodes[id].primitive.gate.derivative.isNone { continue }
      for operand in operands(of: NodeID(id)) { reached[Int(operand)] = true }
    }
    return reached
  }
}
