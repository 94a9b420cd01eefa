/// A program as a directed acyclic graph: append-only, operands before the nodes that use them, equal nodes shared.
package struct Graph: Sendable {
  package typealias NodeID = UInt32

  /// 12 bytes a node, so that millions of them stay near the processor.
  package struct Node: Sendable, Equatable {
    package enum Kind: UInt8, Sendable {
      /// `a` counts in `inputs`.
      case input
      /// `a` counts in `constants`.
      case constant
      /// Operand `a`.
      case unary
      /// Operands `a` and `b`.
      case binary
      /// `b` operands from place `a` of `operandLists`.
      case wide
    }

    package var kind: Kind
    package var primitive: Primitive
    /// Counts in `shapes`; 0 is the scalar's.
    package var shape: UInt8 = 0
    /// Whether it depends on an input at all.
    package var isVariable = false
    package var a: UInt32
    package var b: UInt32 = 0
  }

  package private(set) var nodes: [Node] = []
  /// Where in the source each node was written first.
  package private(set) var spans: [Span] = []
  package private(set) var constants: [Double] = []
  package private(set) var operandLists: [NodeID] = []
  package private(set) var shapes: [Shape] = [.scalar]
  /// The node of each input, in the order in which answers name them.
  package private(set) var inputs: [NodeID] = []
  /// The names of inputs, by an input node's `a`.
  package private(set) var inputNames: [String] = []
  /// Names that the program gives to nodes.
  package var labels: [NodeID: String] = [:]
  package var output: NodeID = 0
  package let nodeLimit: Int

  /// Open addressing: a node's number plus one, 0 is free; the count is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)

  package init(nodeLimit: Int = Limits().graphNodes) {
    self.nodeLimit = nodeLimit
  }

  package var count: Int { nodes.count }

  /// Room for `count` nodes; pages that are never used cost nothing.
  package mutating func reserve(_ count: Int) {
    nodes.reserveCapacity(count)
    spans.reserveCapacity(count)
  }

  /// Gives back what only building needs.
  package mutating func seal() { slots = [] }

  /// Takes up building again.
  package mutating func unseal() {
    var size = 64
    while size * 2 < nodes.count * 3 + 3 { size *= 2 }
    rehash(size)
  }

  // MARK: - Building

  /// A new input; the caller sees to it that names differ.
  package mutating func input(_ name: String, span: Span) throws(Problem) -> NodeID {
    let id = try append(Node(kind: .input, primitive: .add, isVariable: true, a: UInt32(inputNames.count)), span)
    inputNames.append(name)
    inputs.append(id)
    return id
  }

  /// - Parameter rank: by an input's number.
  package mutating func orderInputs(by rank: [UInt32]) {
    guard rank.indices.dropFirst().contains(where: { rank[$0 - 1] > rank[$0] }) else { return }
    inputs.sort { rank[Int(nodes[Int($0)].a)] < rank[Int(nodes[Int($1)].a)] }
  }

  package mutating func constant(_ value: Double, span: Span = .none) throws(Problem) -> NodeID {
    let bits = value.bitPattern
    var slot = Self.mix(bits) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = slots[slot] - 1
      let node = nodes[Int(id)]
      if node.kind == .constant, constants[Int(node.a)].bitPattern == bits { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    let id = try append(Node(kind: .constant, primitive: .add, a: UInt32(constants.count)), span)
    constants.append(value)
    claim(slot, for: id)
    return id
  }

  package mutating func unary(_ primitive: Primitive, _ x: NodeID, span: Span = .none) throws(Problem) -> NodeID {
    try intern(Node(kind: .unary, primitive: primitive, isVariable: nodes[Int(x)].isVariable, a: x), span)
  }

  @inline(__always)
  package mutating func binary(
    _ primitive: Primitive, _ x: NodeID, _ y: NodeID, span: Span = .none
  ) throws(Problem) -> NodeID {
    let isVariable = nodes[Int(x)].isVariable || nodes[Int(y)].isVariable
    return try intern(Node(kind: .binary, primitive: primitive, isVariable: isVariable, a: x, b: y), span)
  }

  package mutating func apply(
    _ primitive: Primitive, _ operands: some RandomAccessCollection<NodeID>, span: Span = .none
  ) throws(Problem) -> NodeID {
    if operands.count == 1, let x = operands.first, primitive.isUnary {
      return try unary(primitive, x, span: span)
    }
    if operands.count == 2, let x = operands.first, let y = operands.last, !primitive.isWide {
      return try binary(primitive, x, y, span: span)
    }
    var slot = Self.hash(operands, primitive) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = slots[slot] - 1
      let node = nodes[Int(id)]
      if node.kind == .wide, node.primitive == primitive, self.operands(of: id).elementsEqual(operands) { return id }
      slot = (slot + 1) & (slots.count - 1)
    }
    let start = UInt32(operandLists.count)
    operandLists.append(contentsOf: operands)
    let isVariable = operands.contains { nodes[Int($0)].isVariable }
    let id = try append(
      Node(kind: .wide, primitive: primitive, isVariable: isVariable, a: start, b: UInt32(operands.count)), span)
    claim(slot, for: id)
    return id
  }

  @inline(__always)
  private mutating func intern(_ node: Node, _ span: Span) throws(Problem) -> NodeID {
    let slot = slot(for: node)
    let taken = slots[slot]
    if taken != 0 { return taken - 1 }
    let id = try append(node, span)
    claim(slot, for: id)
    return id
  }

  @inline(__always)
  private mutating func append(_ node: Node, _ span: Span) throws(Problem) -> NodeID {
    guard nodes.count < nodeLimit else { throw Problem(.limit(.graphNodes(nodeLimit)), span) }
    nodes.append(node)
    spans.append(span)
    return UInt32(truncatingIfNeeded: nodes.count - 1)
  }

  // MARK: - Reading

  package func operands(of id: NodeID) -> [NodeID] {
    let node = nodes[Int(id)]
    switch node.kind {
    case .input, .constant: return []
    case .unary: return [node.a]
    case .binary: return [node.a, node.b]
    case .wide: return Array(operandLists[Int(node.a)..<Int(node.a + node.b)])
    }
  }

  package func name(ofInput id: NodeID) -> String { inputNames[Int(nodes[Int(id)].a)] }

  /// The names of `inputs`, in their order.
  package var orderedInputNames: [String] { inputs.map(name(ofInput:)) }

  package func isLeaf(_ id: NodeID) -> Bool { nodes[Int(id)].kind == .input || nodes[Int(id)].kind == .constant }

  /// Which nodes the output is computed from.
  package var reachable: [Bool] {
    var reached = [Bool](repeating: false, count: count)
    if count > 0 { reached[Int(output)] = true }
    for id in (0..<UInt32(count)).reversed() where reached[Int(id)] {
      for operand in operands(of: id) { reached[Int(operand)] = true }
    }
    return reached
  }

  /// Whether every node stands after its operands, which every pass relies on.
  package var isOrdered: Bool {
    (0..<UInt32(count)).allSatisfy { id in operands(of: id).allSatisfy { $0 < id } }
  }

  // MARK: - Sharing

  /// The slot of a node with one or two operands, or the free one where it belongs.
  ///
  /// It is looked for near a place that grows with the operands' numbers first, so that building walks through the
  /// table as it walks through the program and finds it in the cache, and anywhere after a few neighbours.
  @inline(__always)
  private func slot(for node: Node) -> Int {
    let mask = slots.count - 1
    let newest = Int(max(node.a, node.b))
    let near = newest &+ newest &>> 1
    for step in 0..<Self.neighbours {
      let slot = (near &+ step) & mask
      let taken = slots[slot]
      if taken == 0 || nodes[Int(taken &- 1)] == node { return slot }
    }
    var slot = Self.mix(UInt64(node.a) << 32 ^ UInt64(node.b) ^ UInt64(node.primitive.rawValue) << 56) & mask
    while slots[slot] != 0, nodes[Int(slots[slot] - 1)] != node { slot = (slot + 1) & mask }
    return slot
  }

  private static let neighbours = 8

  private mutating func claim(_ slot: Int, for id: NodeID) {
    slots[slot] = id + 1
    if nodes.count * 3 > slots.count * 2 { rehash(slots.count * 2) }
  }

  private mutating func rehash(_ size: Int) {
    slots = Array(repeating: 0, count: size)
    for (id, node) in nodes.enumerated() {
      var slot: Int
      switch node.kind {
      case .input: continue
      case .unary, .binary: slot = self.slot(for: node)
      case .constant: slot = freeSlot(from: Self.mix(constants[Int(node.a)].bitPattern))
      case .wide: slot = freeSlot(from: Self.hash(operandLists[Int(node.a)..<Int(node.a + node.b)], node.primitive))
      }
      slots[slot] = UInt32(truncatingIfNeeded: id + 1)
    }
  }

  private func freeSlot(from hash: Int) -> Int {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private static func hash(_ operands: some Sequence<NodeID>, _ primitive: Primitive) -> Int {
    var hash = UInt64(primitive.rawValue)
    for operand in operands { hash = UInt64(bitPattern: Int64(mix(hash &+ UInt64(operand)))) }
    return mix(hash)
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), cut to one round; never negative.
  @inline(__always)
  private static func mix(_ bits: UInt64) -> Int {
    var bits = bits &* 0x9E37_79B9_7F4A_7C15
    bits ^= bits >> 32
    bits = bits &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: (bits ^ bits >> 29) >> 1)
  }
}
