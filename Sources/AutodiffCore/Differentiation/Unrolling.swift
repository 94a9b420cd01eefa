/// Builds the elements of each node, one after the other.
struct Unrolling {
  typealias ID = Graph.NodeID

  let source: Point<Tensor>
  var graph: Graph
  /// By a node of the source: the nodes of its elements, row by row.
  var elements: [[ID]]
  var inputValues: [Double] = []
  /// By input: the place of its first element.
  var starts: [Int] = []
  var span = Span.none
  /// Whether nothing may be taken from the point's values.
  var holdsAnywhere = false

  init(_ point: Point<Tensor>, _ mostNodes: Int) {
    source = point
    var limits = Limits()
    limits.graphNodes = mostNodes
    graph = Graph(limits: limits)
    elements = Array(repeating: [], count: point.graph.count)
  }

  func askedPlaces(_ point: Point<Tensor>) -> [Int] {
    point.asked.flatMap { id -> [Int] in
      let input = source.graph.inputs.firstIndex(of: id) ?? 0
      return (0..<point.values[Int(id)].count).map { starts[input] + $0 }
    }
  }

  mutating func run() throws(Problem) {
    let guards = source.graph.guards
    let reachable = source.graph.reached(from: guards.map(\.condition) + [source.graph.output])
    for id in source.graph.inputs {
      let shape = source.graph.shape(of: id)
      starts.append(inputValues.count)
      var parts: [ID] = []
      for index in 0..<shape.count {
        let name = source.graph.name(ofInput: id) + shape.subscriptText(index)
        parts.append(try graph.input(name, span: source.graph.spans[Int(id)]))
      }
      elements[Int(id)] = parts
      inputValues += source.values[Int(id)].elements
    }
    for index in source.graph.nodes.indices where reachable[index] {
      let node = source.graph.nodes[index]
      span = source.graph.spans[index]
      switch node.kind {
      case .input: continue
      case .constant: elements[index] = [try constant(source.graph.constants[Int(node.a)])]
      case .wide where node.primitive.isArray: elements[index] = try unroll(ID(index))
      case .unary, .binary, .wide: elements[index] = try elementwise(ID(index))
      }
    }
    graph.output = elements[Int(source.graph.output)].first ?? 0
    for path in guards {
      if let condition = elements[Int(path.condition)].first {
        graph.guardPath(condition, holds: path.holds, isLoop: path.isLoop)
      }
    }
    graph.seal()
  }

  // MARK: - Gates

  mutating func elementwise(_ id: ID) throws(Problem) -> [ID] {
    let primitive = source.graph.nodes[Int(id)].primitive
    let shape = source.graph.shape(of: id)
    let operands = source.graph.operands(of: id).map { operand in
      places(operand).broadcast(to: shape).elements.map { elements[Int(operand)][Int($0)] }
    }
    var result: [ID] = []
    result.reserveCapacity(shape.count)
    for index in 0..<shape.count { result.append(try graph.apply(primitive, operands.map { $0[index] }, span: span)) }
    return result
  }

  /// An array of the places of a node's elements: what moves them tells where they go.
  func places(_ id: ID) -> Tensor {
    let shape = source.graph.shape(of: id)
    return Tensor(shape, (0..<shape.count).map(Double.init))
  }

  mutating func unroll(_ id: ID) throws(Problem) -> [ID] {
    let operation = source.graph.operation(id)
    let operands = source.graph.operands(of: id)
    switch operation.primitive {
    case .eye, .zeros, .ones:
      return try constants(source.values[Int(id)].elements)
    case .sum, .mean, .prod, .norm, .logsumexp, .variance, .amax, .amin:
      var result: [ID] = []
      for lane in lanes(operands[0], operation) { result.append(try reduce(operation.primitive, lane)) }
      return result
    case .softmax, .logSoftmax, .cumsum, .cumsumReversed:
      var result = elements[Int(operands[0])]
      for lane in lanes(operands[0], operation) {
        for (node, place) in zip(try scan(operation.primitive, lane), lane.places) { result[place] = node }
      }
      return result
    case .matmul, .dot: return try product(operands[0], operands[1])
    case .outer:
      var result: [ID] = []
      for x in elements[Int(operands[0])] {
        for y in elements[Int(operands[1])] { result.append(try binary(.multiply, x, y)) }
      }
      return result
    case .trace:
      let n = source.graph.shape(of: operands[0]).lengths[0]
      return [try total((0..<n).map { elements[Int(operands[0])][$0 * n + $0] })]
    case .det, .logdet, .inv, .solve: return try factorised(operation.primitive, operands)
    default: return try moved(operation, operands)
    }
  }

  /// What only moves elements, and may leave zeros where none goes.
  mutating func moved(_ operation: ArrayOperation, _ operands: [ID]) throws(Problem) -> [ID] {
    var all: [ID] = []
    var numbered: [Tensor] = []
    for operand in operands {
      let own = elements[Int(operand)]
      // From 1, as 0 is what stands where nothing went.
      numbered.append(
        Tensor(source.graph.shape(of: operand), own.indices.map { Double(all.count + $0 + 1) }))
      all += own
    }
    var result: [ID] = []
    for place in Tensor.apply(operation, numbered).elements {
      result.append(place == 0 ? try constant(0) : all[Int(place) - 1])
    }
    return result
  }

  // MARK: - Along an axis

  /// Elements that are taken together.
  struct Lane {
    var places: [Int]
    var nodes: [ID]
    /// The greatest value among them at the point.
    var greatest: Double
  }

  func lanes(_ id: ID, _ operation: ArrayOperation) -> [Lane] {
    let places = places(id)
    var all = [Array(0..<places.count)]
    if case .axis(let axis) = operation.setting {
      let parts = (0..<places.shape.lengths[axis]).map { places.part($0, axis: axis).elements }
      all = parts[0].indices.map { lane in parts.map { Int($0[lane]) } }
    }
    return all.map { places in
      Lane(
        places: places, nodes: places.map { elements[Int(id)][$0] },
        greatest: places.map { source.values[Int(id)][$0] }.reduce(-.infinity, Swift.max))
    }
  }

  mutating func reduce(_ primitive: Primitive, _ lane: Lane) throws(Problem) -> ID {
    let nodes = lane.nodes
    let count = try constant(Double(nodes.count))
    switch primitive {
    case .sum: return try total(nodes)
    case .mean: return try binary(.divide, total(nodes), count)
    case .prod: return try chain(.multiply, nodes)
    case .norm:
      return try nodes.count == 1 ? graph.unary(.abs, nodes[0], span: span) : graph.apply(.length, nodes, span: span)
    case .amax: return try graph.apply(.max, nodes, span: span)
    case .amin: return try graph.apply(.min, nodes, span: span)
    case .variance:
      let mean = try binary(.divide, total(nodes), count)
      var squares: [ID] = []
      for x in nodes { squares.append(try binary(.power, binary(.subtract, x, mean), constant(2))) }
      return try binary(.divide, total(squares), count)
    default:
      let (shift, exponentials) = try exponentials(lane)
      return try binary(.add, shift, unary(.log, total(exponentials)))
    }
  }

  mutating func scan(_ primitive: Primitive, _ lane: Lane) throws(Problem) -> [ID] {
    switch primitive {
    case .cumsum, .cumsumReversed:
      var result = primitive == .cumsum ? lane.nodes : lane.nodes.reversed()
      for index in result.indices.dropFirst() { result[index] = try binary(.add, result[index - 1], result[index]) }
      return primitive == .cumsum ? result : result.reversed()
    default:
      let (shift, exponentials) = try exponentials(lane)
      let sum = try total(exponentials)
      var result: [ID] = []
      if primitive == .softmax {
        for exponential in exponentials { result.append(try binary(.divide, exponential, sum)) }
      } else {
        let log = try unary(.log, sum)
        for x in lane.nodes { result.append(try binary(.subtract, binary(.subtract, x, shift), log)) }
      }
      return result
    }
  }

  /// exp(x - shift), the shift being the greatest at the point; anywhere, a whole number near it, which sends nothing
  /// back.
  mutating func exponentials(_ lane: Lane) throws(Problem) -> (shift: ID, [ID]) {
    let shift =
      holdsAnywhere
      ? try unary(.round, lane.nodes.count == 1 ? lane.nodes[0] : graph.apply(.max, lane.nodes, span: span))
      : try constant(lane.greatest.isFinite ? lane.greatest : 0)
    var result: [ID] = []
    for x in lane.nodes { result.append(try unary(.exp, binary(.subtract, x, shift))) }
    return (shift, result)
  }

  // MARK: - Nodes

  /// - Throws: at once what would come out after minutes, where about so many nodes more are too many.
  func expect(_ count: Int) throws(Problem) {
    if count > graph.nodeLimit - graph.count { throw Problem(.limit(.graphNodes(graph.nodeLimit)), span) }
  }

  mutating func constant(_ value: Double) throws(Problem) -> ID { try graph.constant(value, span: span) }

  mutating func constants(_ values: [Double]) throws(Problem) -> [ID] {
    var result: [ID] = []
    for value in values { result.append(try constant(value)) }
    return result
  }

  mutating func unary(_ primitive: Primitive, _ x: ID) throws(Problem) -> ID {
    try graph.unary(primitive, x, span: span)
  }

  mutating func binary(_ primitive: Primitive, _ x: ID, _ y: ID) throws(Problem) -> ID {
    try graph.binary(primitive, x, y, span: span)
  }

  mutating func total(_ nodes: [ID]) throws(Problem) -> ID { try chain(.add, nodes) }

  mutating func chain(_ primitive: Primitive, _ nodes: [ID]) throws(Problem) -> ID {
    var result = nodes[0]
    for node in nodes.dropFirst() { result = try binary(primitive, result, node) }
    return result
  }
}
