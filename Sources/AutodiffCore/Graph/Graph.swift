/// A program as a directed acyclic graph: nodes are only appended, operands stand before the nodes that use them, and
/// equal nodes are one.
package struct Graph: Sendable {
  /// The number of a node, in the order in which nodes were made.
  package typealias NodeID = UInt32

  /// A node: an input, a constant or a primitive applied to earlier nodes.
  ///
  /// It takes 12 bytes, so that millions of nodes stay near the processor.
  package struct Node: Sendable, Equatable {
    /// The kinds of nodes, by their operands.
    package enum Kind: UInt8, Sendable {
      /// An input; `a` is its place in `inputNames`.
      case input
      /// A constant; `a` is its place in `constants`.
      case constant
      /// A primitive of one operand, `a`.
      case unary
      /// A primitive of two operands, `a` and `b`.
      case binary
      /// A primitive of `b` operands, from place `a` of `operandLists` on; behind them, for an operation on arrays,
      /// stands the place of its setting in `settings`.
      case wide
    }

    /// The kind of node.
    package var kind: Kind
    /// The primitive; of no meaning for inputs and constants.
    package var primitive: Primitive
    private var shapeAndVariability: UInt16
    /// A place or an operand, as the kind says.
    package var a: UInt32
    /// A count or an operand, as the kind says.
    package var b: UInt32

    init(kind: Kind, primitive: Primitive, shape: Int = 0, isVariable: Bool = false, a: UInt32, b: UInt32 = 0) {
      self.kind = kind
      self.primitive = primitive
      shapeAndVariability = UInt16(truncatingIfNeeded: shape << 1 | (isVariable ? 1 : 0))
      self.a = a
      self.b = b
    }

    /// The place of the node's shape in `shapes`; 0 is that of a scalar.
    package var shape: Int { Int(shapeAndVariability >> 1) }
    /// A Boolean value indicating whether the node depends on an input at all.
    package var isVariable: Bool { shapeAndVariability & 1 != 0 }

    /// The number of different shapes that a node has room to tell apart.
    static let mostShapes = 1 << 15
  }

  /// A condition that decided which statements of the program are part of the graph.
  package struct Guard: Sendable, Equatable {
    /// The parts of a program that conditions stand in.
    package enum Kind: Sendable, Equatable {
      case branch, loop
      /// A subscript: its indices are whole numbers from 1 to the number of parts.
      case index(length: Int)
      /// A number that the root of an equation was found at: these are its elements.
      case root(at: [Double])
    }

    /// The node of the condition, or of the indices.
    package var condition: NodeID
    /// A Boolean value indicating whether the condition holds on this path.
    package var holds: Bool
    package var kind: Kind

    /// Returns a Boolean value indicating whether the path is the same where the condition, or the indices, have these
    /// values.
    func isKept(by values: [Double]) -> Bool {
      switch kind {
      case .branch, .loop: return (values[0] != 0) == holds
      case .index(let length): return values.allSatisfy { IndexPlace.place($0, length) != nil }
      case .root(let place): return values == place
      }
    }
  }

  /// The nodes, by their numbers.
  package private(set) var nodes: [Node] = []
  /// The place in the source at which each node was written first.
  package private(set) var spans: [Span] = []
  /// The values of constants, each once.
  package private(set) var constants: [Double] = []
  /// The operands of nodes of kind `wide`, one list after the other.
  package private(set) var operandLists: [NodeID] = []
  /// The shapes of nodes, each once; the first is that of a scalar.
  package private(set) var shapes: [Shape] = [.scalar]
  /// The settings of operations on arrays, such as an axis, each once.
  package private(set) var settings: [Setting] = []
  private var shapeNumbers: [Shape: Int] = [:]
  private var settingNumbers: [Setting: UInt32] = [:]
  /// The number of elements of all nodes that are arrays.
  private var elements = 0
  /// The number of nodes and elements through which one evaluation goes.
  var elementCount: Int { count + elements }
  /// The node of each input, in the order in which answers name them.
  package private(set) var inputs: [NodeID] = []
  /// The names of inputs, by an input node's `a`.
  package internal(set) var inputNames: [String] = []
  /// The names that the program gives to nodes.
  package var labels = NodeLabels()
  /// The node whose value is the function's.
  package var output: NodeID = 0
  /// The oversights that were noticed while the graph was made.
  package var oversights: [Oversight] = []
  /// The conditions that decided the path, in the order in which the program met them.
  package private(set) var guards: [Guard] = []
  /// The guards that decided which statements were run, without those of indices and roots.
  package var decisions: [Guard] {
    guards.filter {
      switch $0.kind {
      case .branch, .loop: true
      case .index, .root: false
      }
    }
  }
  /// The guards of roots, which are found anew where one of these numbers is another.
  package var pins: [Guard] { guards.filter { if case .root = $0.kind { true } else { false } } }
  /// A Boolean value indicating whether nothing goes back to an operand of some node.
  private(set) var holdsInputs = false
  /// The greatest number of nodes.
  package let nodeLimit: Int
  /// The greatest number of elements of all nodes together.
  package let elementLimit: Int
  /// A closure that returns the bytes of memory that may still be taken.
  package let freeMemory: @Sendable () -> Int

  /// The hash table of nodes, with open addressing: a node's number plus one, or 0 for a free slot; the number of slots
  /// is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)

  /// Creates an empty graph.
  package init(limits: Limits = Limits()) {
    nodeLimit = limits.graphNodes
    elementLimit = limits.elements
    freeMemory = limits.freeMemory
  }

  /// Creates a sealed graph of numbers from its nodes, which the caller has put in order.
  ///
  /// - Parameter inputs: The number of inputs, which are the first nodes and have no names.
  /// - Parameter program: The graph whose constants and limits it shares.
  init(
    ofNumbers nodes: [Node], spans: [Span], operandLists: [NodeID], inputs: Int, _ output: NodeID, _ program: Graph
  ) {
    self.nodes = nodes
    self.spans = spans
    self.operandLists = operandLists
    self.output = output
    constants = program.constants
    self.inputs = Array(0..<NodeID(inputs))
    inputNames = Array(repeating: "", count: inputs)
    nodeLimit = program.nodeLimit
    elementLimit = program.elementLimit
    freeMemory = program.freeMemory
    slots = []
  }

  /// The number of nodes.
  package var count: Int { nodes.count }

  /// Makes room for `count` nodes; memory pages that are never used cost nothing.
  package mutating func reserve(_ count: Int) {
    nodes.reserveCapacity(count)
    spans.reserveCapacity(count)
  }

  /// Gives back the memory that only building needs.
  package mutating func seal() { slots = [] }

  /// Makes a sealed graph ready to be built further.
  package mutating func unseal() {
    var size = 64
    while size * 2 < nodes.count * 3 + 3 { size *= 2 }
    rehash(size)
  }

  // MARK: - Building

  /// Appends an input; the caller makes sure that names differ.
  ///
  /// - Throws: A `Problem` with `span` if a limit on nodes, elements or shapes is exceeded.
  package mutating func input(_ name: String, shape: Shape = .scalar, span: Span) throws(Problem) -> NodeID {
    let number = try number(of: shape, span)
    let id = try append(
      Node(kind: .input, primitive: .add, shape: number, isVariable: true, a: UInt32(inputNames.count)), span)
    inputNames.append(name)
    inputs.append(id)
    return id
  }

  /// Puts the inputs in the order of their ranks.
  ///
  /// - Parameter rank: A rank for each input, in the order in which inputs were appended.
  package mutating func orderInputs(by rank: [UInt32]) {
    guard rank.indices.dropFirst().contains(where: { rank[$0 - 1] > rank[$0] }) else { return }
    inputs.sort { rank[Int(nodes[Int($0)].a)] < rank[Int(nodes[Int($1)].a)] }
  }

  /// Puts the inputs in the order of these names, which are those of all inputs.
  mutating func orderInputs(as names: [String]) {
    let byName = inputs
    inputs = names.compactMap { name in byName.first { self.name(ofInput: $0) == name } }
  }

  /// Returns the node of a constant, appending it if it is new; constants are equal if their bits are.
  ///
  /// - Throws: A `Problem` with `span` if the limit on nodes is exceeded.
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

  /// Returns the node of a primitive of one operand, element by element, appending it if it is new.
  ///
  /// - Throws: A `Problem` with `span` if a limit on nodes or elements is exceeded.
  package mutating func unary(_ primitive: Primitive, _ x: NodeID, span: Span = .none) throws(Problem) -> NodeID {
    let operand = nodes[Int(x)]
    return try intern(
      Node(kind: .unary, primitive: primitive, shape: operand.shape, isVariable: operand.isVariable, a: x), span)
  }

  /// Returns the node of a primitive of two operands, element by element with broadcasting, appending it if it is new.
  ///
  /// - Throws: A `Problem` with `span` if the operands' shapes do not match or a limit is exceeded.
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

  /// Returns the node of a primitive of any number of operands, element by element with broadcasting, appending it if
  /// it is new.
  ///
  /// - Throws: A `Problem` with `span` if the operands' shapes do not match or a limit is exceeded.
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

  /// Returns the node of an operation on arrays, appending it if it is new; the caller makes sure that shapes fit.
  ///
  /// - Throws: A `Problem` with `span` if a limit on nodes, elements or shapes is exceeded.
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

  /// Appends the node of an operation on arrays that the caller knows to be new.
  ///
  /// - Parameter isVariable: A Boolean value indicating whether the node counts as depending on an input in any case.
  /// - Throws: A `Problem` with `span` if a limit on nodes, elements or shapes is exceeded.
  mutating func append(
    _ operation: ArrayOperation, _ operands: [NodeID], span: Span, isVariable: Bool = false
  ) throws(Problem) -> NodeID {
    let start = UInt32(operandLists.count)
    operandLists.append(contentsOf: operands)
    operandLists.append(UInt32(settings.count))
    settings.append(operation.setting)
    let shape = try number(of: operation.shape, span)
    let node = Node(
      kind: .wide, primitive: operation.primitive, shape: shape,
      isVariable: isVariable || operands.contains { nodes[Int($0)].isVariable }, a: start, b: UInt32(operands.count))
    return try append(node, span)
  }

  /// Returns a node of kind `wide`, appending it if it is new.
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

  /// Adds a condition that decided the path.
  mutating func guardPath(_ condition: NodeID, holds: Bool = true, _ kind: Guard.Kind) {
    let path = Guard(condition: condition, holds: holds, kind: kind)
    if guards.last != path { guards.append(path) }
  }

  /// Removes the guards from a place on.
  mutating func dropGuards(from place: Int) { guards.removeSubrange(place...) }

  // MARK: - Shapes

  /// A Boolean value indicating whether all nodes are scalars.
  package var isScalar: Bool { shapes.count == 1 }

  /// Returns the shape of a node.
  package func shape(of id: NodeID) -> Shape { shapes[nodes[Int(id)].shape] }

  /// Returns the primitive, the setting and the result's shape of a node that is an operation on arrays.
  package func operation(_ id: NodeID) -> ArrayOperation {
    let node = nodes[Int(id)]
    return ArrayOperation(
      node.primitive, settings[Int(operandLists[Int(node.a + node.b)])], shape: shapes[node.shape])
  }

  /// Returns the place of a shape in `shapes`.
  private mutating func number(of shape: Shape, _ span: Span) throws(Problem) -> Int {
    if shape.isScalar { return 0 }
    if let known = shapeNumbers[shape] { return known }
    guard shape.count <= elementLimit else { throw Problem(.limit(.elements(elementLimit)), span) }
    guard shapes.count < Node.mostShapes else { throw Problem(.limit(.shapes(Node.mostShapes)), span) }
    shapes.append(shape)
    shapeNumbers[shape] = shapes.count - 1
    return shapes.count - 1
  }

  /// Returns the place in `shapes` of the shape to which operands broadcast.
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

  /// Returns the number of a node of one or two operands, appending it if it is new.
  @inline(__always)
  private mutating func intern(_ node: Node, _ span: Span) throws(Problem) -> NodeID {
    let slot = slot(for: node)
    let taken = slots[slot]
    if taken != 0 { return taken - 1 }
    let id = try append(node, span)
    claim(slot, for: id)
    return id
  }

  /// Appends a node.
  @inline(__always)
  private mutating func append(_ node: Node, _ span: Span) throws(Problem) -> NodeID {
    guard nodes.count < nodeLimit else { throw Problem(.limit(.graphNodes(nodeLimit)), span) }
    if node.shape != 0 {
      elements += shapes[node.shape].count
      guard elements <= elementLimit else { throw Problem(.limit(.elements(elementLimit)), span) }
    }
    if nodes.count == nodes.capacity { try checkGrowth(span) }
    if node.primitive.holdsAnOperand, node.kind != .input, node.kind != .constant { holdsInputs = true }
    nodes.append(node)
    spans.append(span)
    return UInt32(truncatingIfNeeded: nodes.count - 1)
  }

  /// Compares the memory of a graph of twice as many nodes with what may still be taken.
  ///
  /// - Throws: The limit on memory.
  @inline(never)
  private func checkGrowth(_ span: Span) throws(Problem) {
    let own = MemoryLayout<Node>.stride + MemoryLayout<Span>.stride + MemoryLayout<UInt32>.stride * 3
    // Settings are arrays of their own, which whoever builds the graph finds by a table.
    let settingBytes = 120
    try MemoryNeed(bytes: 2 * nodes.count * own + settings.count * settingBytes).check(against: freeMemory, span)
  }

  // MARK: - Sharing

  /// Returns the slot of a node with one or two operands, or the free one where it belongs.
  ///
  /// It is sought near a place that grows with the operands' numbers first, so that building passes through the table
  /// as it passes through the program and finds it in the cache; after a few neighbours, at a place that the hash
  /// gives.
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

  /// The number of neighbouring slots that are looked at before the hash is computed.
  private static let neighbours = 8

  /// Puts a node into a slot.
  private mutating func claim(_ slot: Int, for id: NodeID) {
    slots[slot] = id + 1
    if nodes.count * 3 > slots.count * 2 { rehash(slots.count * 2) }
  }

  /// Makes the table anew, with the given number of slots.
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

  /// Returns the first free slot from the one of a hash on.
  private func freeSlot(from hash: Int) -> Int {
    var slot = hash & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  /// Returns the hash of a node of kind `wide`.
  private static func hash(_ operands: some Sequence<NodeID>, _ primitive: Primitive, _ setting: UInt32?) -> Int {
    var hash = UInt64(primitive.rawValue) | UInt64(setting ?? 0) << 8
    for operand in operands { hash = UInt64(bitPattern: Int64(mix(hash &+ UInt64(operand)))) }
    return mix(hash)
  }

  /// Returns a hash of 64 bits, never negative.
  ///
  /// Source: the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), cut to one round.
  @inline(__always)
  private static func mix(_ bits: UInt64) -> Int {
    var bits = bits &* 0x9E37_79B9_7F4A_7C15
    bits ^= bits >> 32
    bits = bits &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: (bits ^ bits >> 29) >> 1)
  }
}

extension Graph {
  /// Returns the names that the program gives to the parts of an array that it puts together; nil for a part without
  /// one, and no names for another node.
  package func operandLabels(of id: NodeID) -> [String?] {
    let node = nodes[Int(id)]
    guard node.kind == .wide, node.primitive.isList else { return [] }
    return operands(of: id).map { labels[$0] ?? (nodes[Int($0)].kind == .input ? name(ofInput: $0) : nil) }
  }
}
