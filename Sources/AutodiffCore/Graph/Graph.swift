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
      /// `b` operands from place `a` of `operandLists`; behind them, for an operation on arrays, the number of its
      /// setting.
      case wide
    }

    package var kind: Kind
    package var primitive: Primitive
    private var shapeAndVariability: UInt16
    package var a: UInt32
    package var b: UInt32

    init(kind: Kind, primitive: Primitive, shape: Int = 0, isVariable: Bool = false, a: UInt32, b: UInt32 = 0) {
      self.kind = kind
      self.primitive = primitive
      shapeAndVariability = UInt16(truncatingIfNeeded: shape << 1 | (isVariable ? 1 : 0))
      self.a = a
      self.b = b
    }

    /// Counts in `shapes`; 0 is the scalar's.
    package var shape: Int { Int(shapeAndVariability >> 1) }
    /// Whether it depends on an input at all.
    package var isVariable: Bool { shapeAndVariability & 1 != 0 }

    static let mostShapes = 1 << 15
  }

  /// A condition that decided which statements are part of the graph.
  package struct Guard: Sendable, Equatable {
    package var condition: NodeID
    package var holds: Bool
    /// Whether it keeps a loop going, not a branch.
    package var isLoop: Bool
  }

  package private(set) var nodes: [Node] = []
  /// Where in the source each node was written first.
  package private(set) var spans: [Span] = []
  package private(set) var constants: [Double] = []
  package private(set) var operandLists: [NodeID] = []
  package private(set) var shapes: [Shape] = [.scalar]
  /// What operations on arrays are told beside their operands.
  package private(set) var settings: [Setting] = []
  private var shapeNumbers: [Shape: Int] = [:]
  private var settingNumbers: [Setting: UInt32] = [:]
  /// The elements of all nodes.
  private var elements = 0
  /// What one evaluation has to go through.
  var elementCount: Int { count + elements }
  /// The node of each input, in the order in which answers name them.
  package private(set) var inputs: [NodeID] = []
  /// The names of inputs, by an input node's `a`.
  package private(set) var inputNames: [String] = []
  /// Names that the program gives to nodes.
  package var labels: [NodeID: String] = [:]
  package var output: NodeID = 0
  /// What was decided on the way, in order.
  package private(set) var guards: [Guard] = []
  package let nodeLimit: Int
  package let elementLimit: Int

  /// Open addressing: a node's number plus one, 0 is free; the count is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)

  package init(limits: Limits = Limits()) {
    nodeLimit = limits.graphNodes
    elementLimit = limits.elements
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
  package mutating func input(_ name: String, shape: Shape = .scalar, span: Span) throws(Problem) -> NodeID {
    let number = try number(of: shape, span)
    let id = try append(
      Node(kind: .input, primitive: .add, shape: number, isVariable: true, a: UInt32(inputNames.count)), span)
    inputNames.append(name)
    inputs.append(id)
    return id
  }

  /// - Parameter rank: by an input's number.
  package mutating func orderInputs(by rank: [UInt32]) {
    guard rank.indices.dropFirst().contains(where: { rank[$0 - 1] > rank[$0] }) else { return }
    inputs.sort { rank[Int(nodes[Int($0)].a)] < rank[Int(nodes[Int($1)].a)] }
  }

  /// The inputs in the order of these names, which are theirs.
  mutating func orderInputs(as names: [String]) {
    let byName = inputs
    inputs = names.compactMap { name in byName.first { self.name(ofInput: $0) == name } }
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
    let operand = nodes[Int(x)]
    return try intern(
      Node(kind: .unary, primitive: primitive, shape: operand.shape, isVariable: operand.isVariable, a: x), span)
  }

  @inline(__always)
  package mutating func binary(
    _ primitive: Primitive, _ x: NodeID, _ y: NodeID, span: Span = .none
  ) throws(Problem) -> NodeID {
    let (left, right) = (nodes[Int(x)], nodes[Int(y)])
    let shape = left.shape == right.shape ? left.shape : try common(primitive, [x, y], span)
    return try intern(
      Node(
        kind: .binary, primitive: primitive, shape: shape, isVariable: left.isVariable || right.isVariable, a: x, b: y),
      span)
  }

  /// A gate, element by element.
  package mutating func apply(
    _ primitive: Primitive, _ operands: some RandomAccessCollection<NodeID>, span: Span = .none
  ) throws(Problem) -> NodeID {
    if operands.count == 1, let x = operands.first, primitive.isUnary {
      return try unary(primitive, x, span: span)
    }
    if operands.count == 2, let x = operands.first, let y = operands.last, !primitive.isWide {
      return try binary(primitive, x, y, span: span)
    }
    let shape = isScalar ? 0 : try common(primitive, Array(operands), span)
    return try wide(primitive, shape: shape, operands, setting: nil, span)
  }

  /// An operation on whole arrays, whose shapes its maker has seen to.
  package mutating func apply(
    _ operation: ArrayOperation, _ operands: [NodeID], span: Span = .none
  ) throws(Problem) -> NodeID {
    let shape = try number(of: operation.shape, span)
    let setting: UInt32
    if let known = settingNumbers[operation.setting] {
      setting = known
    } else {
      setting = UInt32(settings.count)
      settings.append(operation.setting)
      settingNumbers[operation.setting] = setting
    }
    return try wide(operation.primitive, shape: shape, operands, setting: setting, span)
  }

  private mutating func wide(
    _ primitive: Primitive, shape: Int, _ operands: some RandomAccessCollection<NodeID>, setting: UInt32?, _ span: Span
  ) throws(Problem) -> NodeID {
    var slot = Self.hash(operands, primitive, setting) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = slots[slot] - 1
      let node = nodes[Int(id)]
      if node.kind == .wide, node.primitive == primitive, node.shape == shape,
        operandLists[Int(node.a)..<Int(node.a + node.b)].elementsEqual(operands),
        setting == nil || operandLists[Int(node.a + node.b)] == setting
      {
        return id
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let start = UInt32(operandLists.count)
    operandLists.append(contentsOf: operands)
    if let setting { operandLists.append(setting) }
    let isVariable = operands.contains { nodes[Int($0)].isVariable }
    let node = Node(
      kind: .wide, primitive: primitive, shape: shape, isVariable: isVariable, a: start, b: UInt32(operands.count))
    let id = try append(node, span)
    claim(slot, for: id)
    return id
  }

  mutating func guardPath(_ condition: NodeID, holds: Bool, isLoop: Bool) {
    let path = Guard(condition: condition, holds: holds, isLoop: isLoop)
    if guards.last != path { guards.append(path) }
  }

  // MARK: - Shapes

  package var isScalar: Bool { shapes.count == 1 }

  package func shape(of id: NodeID) -> Shape { shapes[nodes[Int(id)].shape] }

  /// What is to be known of a node that is an operation on arrays.
  package func operation(_ id: NodeID) -> ArrayOperation {
    let node = nodes[Int(id)]
    return ArrayOperation(
      node.primitive, settings[Int(operandLists[Int(node.a + node.b)])], shape: shapes[node.shape])
  }

  private mutating func number(of shape: Shape, _ span: Span) throws(Problem) -> Int {
    if shape.isScalar { return 0 }
    if let known = shapeNumbers[shape] { return known }
    guard shape.count <= elementLimit else { throw Problem(.limit(.elements(elementLimit)), span) }
    guard shapes.count < Node.mostShapes else { throw Problem(.limit(.shapes(Node.mostShapes)), span) }
    shapes.append(shape)
    shapeNumbers[shape] = shapes.count - 1
    return shapes.count - 1
  }

  private mutating func common(_ primitive: Primitive, _ operands: [NodeID], _ span: Span) throws(Problem) -> Int {
    var shape = Shape.scalar
    for operand in operands {
      let other = self.shape(of: operand)
      guard let both = shape.broadcast(with: other) else {
        throw Problem(.shape(.differ(shape, other), operation: primitive.gate.name), span)
      }
      shape = both
    }
    return try number(of: shape, span)
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
    if node.shape != 0 {
      elements += shapes[node.shape].count
      guard elements <= elementLimit else { throw Problem(.limit(.elements(elementLimit)), span) }
    }
    nodes.append(node)
    spans.append(span)
    return UInt32(truncatingIfNeeded: nodes.count - 1)
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
      case .wide:
        let end = Int(node.a + node.b)
        let setting = node.primitive.isArray ? operandLists[end] : nil
        slot = freeSlot(from: Self.hash(operandLists[Int(node.a)..<end], node.primitive, setting))
      }
      slots[slot] = UInt32(truncatingIfNeeded: id + 1)
    }
  }

  private func freeSlot(from hash: Int) -> Int {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private static func hash(_ operands: some Sequence<NodeID>, _ primitive: Primitive, _ setting: UInt32?) -> Int {
    var hash = UInt64(primitive.rawValue) | UInt64(setting ?? 0) << 8
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

extension Graph {
  /// The names that the program gives to the parts of an array that it puts together; nil for a part without one.
  package func operandLabels(of id: NodeID) -> [String?] {
    let node = nodes[Int(id)]
    guard node.kind == .wide, node.primitive.isList else { return [] }
    return operands(of: id).map { labels[$0] ?? (nodes[Int($0)].kind == .input ? name(ofInput: $0) : nil) }
  }
}
