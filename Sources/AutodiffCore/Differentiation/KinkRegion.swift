/// The part of a program on arrays that leads to kinks on which its scalar output depends, element by element, and the
/// adjoints of the rest.
struct KinkRegion {
  /// The reasons for which there is no answer over whole arrays.
  enum Failure: Error {
    /// A jump or something that is not finite, which asks for a look at single elements.
    case needsElements
    /// The work would be a multiple of the gradient's.
    case tooMuchWork
  }

  let point: Point<Tensor>
  let linear: Linearization<Tensor>
  /// The adjoint of each node as far as it comes from elements outside the region; nil where nothing arrived.
  private(set) var adjoints: [Tensor?]
  /// A number for each element of each node that is not 0 if the element belongs to the region; nil where none does.
  private(set) var followed: [[UInt64]?]
  /// The elements of each node that are at a kink; nil where there are none.
  private(set) var bent: [[Bool]?]
  /// The partial derivatives of each node of the region.
  private(set) var edges: [ElementEdges?]
  /// The number of multiplications that the sides may take.
  let budget: Int

  /// The number of multiplications for the smallest program: a tenth of a second's worth.
  private static let leastBudget = 10_000_000

  /// Finds the region by a sweep from the output, which carries the adjoints as far as there is no kink.
  ///
  /// - Throws: The reason for which there is none.
  init(_ point: Point<Tensor>, _ linear: Linearization<Tensor>) throws(Failure) {
    self.point = point
    self.linear = linear
    let count = point.graph.count
    adjoints = Array(repeating: nil, count: count)
    followed = Array(repeating: nil, count: count)
    bent = Array(repeating: nil, count: count)
    edges = Array(repeating: nil, count: count)
    budget = max(Self.leastBudget, point.graph.multiplications / 2)
    if jumps { throw .needsElements }
    adjoints[Int(point.graph.output)] = .scalar(1)
    for id in stride(from: Int(point.graph.output), through: 0, by: -1) where linear.active[id] {
      guard adjoints[id] != nil || followed[id] != nil, point.graph.nodes[id].kind != .input else { continue }
      findBends(id)
      try pull(id)
      if followed[id] != nil {
        edges[id] = ElementEdges(linear, id, budget: budget)
        if edges[id] == nil { throw .tooMuchWork }
        if bent[id] != nil, edges[id]?.hasSides == false { throw .needsElements }
        spread(id, &followed)
      }
    }
    if adjoints.contains(where: { $0.map { !$0.isFinite } ?? false }) { throw .needsElements }
  }

  /// The nodes at a kink, in their order.
  var gates: [Int] { bent.indices.filter { bent[$0] != nil } }

  /// The nodes of the region that are no inputs, in their order.
  var nodes: [Int] { edges.indices.filter { edges[$0] != nil } }

  /// A Boolean value indicating whether a node on which the output depends is at a jump.
  private var jumps: Bool {
    let reached = point.graph.reachable
    return point.graph.nodes.indices.contains { id in
      reached[id] && linear.active[id] && point.graph.nodes[id].primitive.gate.kink?.kind == .jump && point.isAtKink(id)
    }
  }

  /// Finds the elements of a node that are at a kink, and makes them part of the region.
  private mutating func findBends(_ id: Int) {
    guard var own = point.kinks(of: id) else { return }
    let adjoint = adjoints[id]
    let region = followed[id]
    for element in own.indices where own[element] {
      own[element] = (region?[element] ?? 0) != 0 || adjoint.map { $0[$0.count == 1 ? 0 : element] != 0 } ?? false
    }
    guard own.contains(true) else { return }
    bent[id] = own
    followed[id] = own.indices.map { own[$0] ? 1 : region?[$0] ?? 0 }
  }

  /// Carries the adjoint on from elements outside the region.
  ///
  /// - Throws: `needsElements` if it is not finite.
  private mutating func pull(_ id: Int) throws(Failure) {
    guard var upstream = adjoints[id] else { return }
    guard upstream.isFinite else { throw .needsElements }
    if let followed = followed[id] {
      if followed.allSatisfy({ $0 != 0 }) { return }
      upstream = upstream * Tensor(point.values[id].shape, followed.map { $0 != 0 ? 0 : 1 })
    }
    let node = point.graph.nodes[id]
    func add(_ operand: Int, _ value: Tensor) { adjoints[operand] = adjoints[operand].map { $0 + value } ?? value }
    if node.kind == .wide, node.primitive.isArray {
      let row = linear.gates[Int(node.primitive.rawValue)]
      linear.forEachArrayEdge(of: id, node) { add($0, $1.pull(upstream, row.derivative, selects: row.selects)) }
      return
    }
    linear.forEachEdge(of: id, node) { _, operand, local in
      var value = upstream * local
      if let mask = linear.mask(node, local) { value = value.masked(by: mask) }
      add(operand, value.unbroadcast(to: linear.values[operand].shape))
    }
  }

  /// Joins the marks of a node's elements into those of the operands' elements that move them: bit by bit.
  func spread(_ id: Int, _ marks: inout [[UInt64]?]) {
    guard let own = marks[id], let edges = edges[id] else { return }
    var smooth = own
    if let bent = bent[id] {
      for node in Set(point.graph.operands(of: Graph.NodeID(id))) where marks[Int(node)] == nil {
        marks[Int(node)] = Array(repeating: 0, count: linear.values[Int(node)].count)
      }
      for element in bent.indices where bent[element] {
        smooth[element] = 0
        forEachOperand(of: element, id, edges) { marks[$0]?[$1] |= own[element] }
      }
    }
    for node in edges.nodes where linear.active[node] {
      var joined = marks[node] ?? Array(repeating: 0, count: linear.values[node].count)
      marks[node] = nil
      joined.withUnsafeMutableBufferPointer { joined in
        smooth.withUnsafeBufferPointer { smooth in
          edges.forEach(from: node) { source, _, output in joined[source] |= smooth[output] }
        }
      }
      marks[node] = joined
    }
  }

  /// Calls `body` with the elements that may decide at an element that is at a kink: all operands of a gate, and of a
  /// lane those that are equal to the output, and those that do not move.
  @inline(__always)
  func forEachOperand(
    of element: Int, _ id: Int, _ edges: ElementEdges, _ body: (_ node: Int, _ element: Int) -> Void
  ) {
    guard edges.isOfLanes else { return edges.forEachOperand(of: element, body) }
    let output = linear.values[id][element]
    edges.forEachOperand(of: element) { node, place in
      if linear.values[node][place] == output || !linear.active[node] { body(node, place) }
    }
  }
}

extension Graph {
  /// The number of multiplications of numbers in one evaluation, about.
  fileprivate var multiplications: Int {
    nodes.indices.reduce(elementCount) { sum, id in
      guard nodes[id].kind == .wide, case .contraction(let contraction) = nodes[id].primitive.arrayForm else {
        return sum
      }
      let operands = operands(of: NodeID(id)).map { shape(of: $0) }
      return sum + shape(of: NodeID(id)).count * contraction.extents(operands[0], operands[1]).inner
    }
  }
}
