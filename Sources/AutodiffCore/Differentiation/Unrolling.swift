/// Builds the elements of each node, one after the other.
struct Unrolling {
  typealias ID = Graph.NodeID

  /// The program on arrays, and its values at the point, by node.
  private(set) var program: Graph
  private(set) var values: [Tensor]
  /// The nodes of the elements of each node of the program, row by row.
  private(set) var elements: [[ID]]
  private(set) var inputValues: [Double] = []
  /// The place of each input's first element among the inputs' values.
  private var starts: [Int] = []
  /// The program on elements.
  let bench: Workbench

  var graph: Graph {
    _read { yield bench.graph }
    nonmutating _modify { yield &bench.graph }
  }

  init(_ point: Point<Tensor>, _ mostNodes: Int) {
    program = point.graph
    values = point.values
    var limits = Limits()
    limits.graphNodes = mostNodes
    limits.freeMemory = point.graph.freeMemory
    bench = Workbench(Graph(limits: limits), .piecewise)
    elements = Array(repeating: [], count: point.graph.count)
  }

  func wrtPlaces(_ point: Point<Tensor>) -> [Int] {
    point.wrt.flatMap { id -> [Int] in
      let input = program.inputs.firstIndex(of: id) ?? 0
      return (0..<point.values[Int(id)].count).map { starts[input] + $0 }
    }
  }

  /// Builds the whole program.
  ///
  /// - Throws: the limit on nodes.
  mutating func run() throws(Problem) {
    for id in program.inputs {
      let shape = program.shape(of: id)
      starts.append(inputValues.count)
      var parts: [ID] = []
      for index in 0..<shape.count {
        let name = program.name(ofInput: id) + shape.subscriptText(index)
        parts.append(try graph.input(name, span: program.spans[Int(id)]))
      }
      elements[Int(id)] = parts
      inputValues += values[Int(id)].elements
    }
    // The places that indices name are those of the point.
    let guards = program.decisions
    let pins = program.pins
    try unroll(from: (guards + pins).map(\.condition) + [program.output])
    graph.output = elements[Int(program.output)].first ?? 0
    for path in guards {
      if let condition = elements[Int(path.condition)].first {
        graph.guardPath(condition, holds: path.holds, path.kind)
      }
    }
    for pin in pins {
      guard case .root(let place) = pin.kind else { continue }
      for (element, value) in zip(elements[Int(pin.condition)], place) { graph.guardPath(element, .root(at: [value])) }
    }
    graph.seal()
  }

  /// Builds the elements of all nodes that these are computed from, but for the inputs'.
  private mutating func unroll(from roots: [ID]) throws(Problem) {
    let reachable = program.reached(from: roots)
    for index in program.nodes.indices where reachable[index] {
      let node = program.nodes[index]
      bench.span = program.spans[index]
      switch node.kind {
      case .input: continue
      case .constant: elements[index] = [try constant(program.constants[Int(node.a)])]
      case .wide where node.primitive.isArray: elements[index] = try unroll(ID(index))
      case .unary, .binary, .wide: elements[index] = try elementwise(ID(index))
      }
    }
  }

  // MARK: - Operations

  private mutating func elementwise(_ id: ID) throws(Problem) -> [ID] {
    let primitive = program.nodes[Int(id)].primitive
    let shape = program.shape(of: id)
    let operands = program.operands(of: id).map { operand in
      places(operand).broadcast(to: shape).elements.map { elements[Int(operand)][Int($0)] }
    }
    var result: [ID] = []
    result.reserveCapacity(shape.count)
    for index in 0..<shape.count {
      result.append(try graph.apply(primitive, operands.map { $0[index] }, span: bench.span))
    }
    return result
  }

  /// An array of the places of a node's elements, which broadcasting takes to where they go.
  private func places(_ id: ID) -> Tensor {
    let shape = program.shape(of: id)
    return Tensor(shape, (0..<shape.count).map(Double.init))
  }

  private mutating func unroll(_ id: ID) throws(Problem) -> [ID] {
    let operation = program.operation(id)
    let operands = program.operands(of: id)
    switch operation.primitive.symbolicForm {
    case .filling: return try constants(values[Int(id)].elements)
    case .movement(let movement):
      return try moved(movement.plan(operands.map { program.shape(of: $0) }, operation), operands, operation.shape)
    case .gathering(let gathering): return try gathered(gathering, operation, operands)
    case .reduction(let form): return try reduced(form, operation, operands[0])
    case .scan(let form): return try scanned(form, operation, operands[0])
    case .contraction(let contraction): return try product(contraction, operands[0], operands[1])
    case .factorization(let form): return try factorized(form.result, operands)
    case .composition(let composition):
      if let lane = composition.lane { return try laneByLane(lane, operation, operands[0]) }
      return try composed(id, operands)
    case nil: return try elementwise(id)
    }
  }

  /// Unrolls the operations that one is composed of, in place of the program.
  private mutating func composed(_ id: ID, _ operands: [ID]) throws(Problem) -> [ID] {
    guard let expansion = program.expansion(of: id) else { return [] }
    let (outer, outerValues, outerElements) = (program, values, elements)
    defer { (program, values, elements) = (outer, outerValues, outerElements) }
    program = expansion
    values = Evaluation.run(expansion, inputs: operands.map { outerValues[Int($0)] })
    elements = Array(repeating: [], count: expansion.count)
    for (input, operand) in zip(expansion.inputs, operands) { elements[Int(input)] = outerElements[Int(operand)] }
    try unroll(from: [expansion.output])
    return elements[Int(expansion.output)]
  }

  private mutating func moved(
    _ plan: MovementPlan, _ operands: [ID], _ shape: Shape
  ) throws(Problem) -> [ID] {
    guard case .copies(let copies, let arrival) = plan else { return elements[Int(operands[0])] }
    var result = [ID?](repeating: nil, count: shape.count)
    for copy in copies {
      let own = elements[Int(operands[copy.operand])]
      for (source, target) in copy.places {
        if arrival == .summed, let sum = result[target] {
          result[target] = try binary(.add, sum, own[source])
        } else {
          result[target] = own[source]
        }
      }
    }
    var nodes: [ID] = []
    nodes.reserveCapacity(result.count)
    for node in result {
      if let node { nodes.append(node) } else { nodes.append(try constant(0)) }
    }
    return nodes
  }

  /// Unrolls a gather or its adjoint; the places are those of the point.
  private mutating func gathered(
    _ gathering: Gathering, _ operation: ArrayOperation, _ operands: [ID]
  ) throws(Problem) -> [ID] {
    let own = elements[Int(operands[0])]
    let whole = gathering.whole(program.shape(of: operands[0]), operation)
    let count = whole.count / whole.lengths[0]
    let undefined = try constant(.nan)
    var result: [ID?] = gathering.adds ? Array(repeating: nil, count: whole.count) : []
    for (number, index) in values[Int(operands[1])].elements.enumerated() {
      let place = IndexPlace.place(index, whole.lengths[0])
      for element in 0..<count {
        if !gathering.adds {
          result.append(place.map { own[$0 * count + element] } ?? undefined)
        } else if let target = place.map({ $0 * count + element }) {
          let part = own[number * count + element]
          if let sum = result[target] {
            result[target] = try binary(.add, sum, part)
          } else {
            result[target] = part
          }
        }
      }
    }
    var nodes: [ID] = []
    nodes.reserveCapacity(result.count)
    for node in result {
      if let node { nodes.append(node) } else { nodes.append(try constant(0)) }
    }
    return nodes
  }

  // MARK: - Lanes

  private mutating func reduced(
    _ form: LaneForm<Symbol, Symbol>, _ operation: ArrayOperation, _ operand: ID
  ) throws(Problem) -> [ID] {
    let lanes = operation.lanes(of: program.shape(of: operand)).places
    let result = lanes.map { bench.node(form.lane(lane($0, of: operand))) }
    if let problem = bench.problem { throw problem }
    return result
  }

  private mutating func scanned(
    _ form: LaneForm<Symbol, [Symbol]>, _ operation: ArrayOperation, _ operand: ID
  ) throws(Problem) -> [ID] {
    var result = elements[Int(operand)]
    for places in operation.lanes(of: program.shape(of: operand)).places {
      for (symbol, place) in zip(form.lane(lane(places, of: operand)), places) { result[place] = bench.node(symbol) }
    }
    if let problem = bench.problem { throw problem }
    return result
  }

  /// Unrolls a composition that says what it is in gates for the numbers of a lane.
  private mutating func laneByLane(
    _ form: (ScalarLane<Symbol>) -> [Symbol], _ operation: ArrayOperation, _ operand: ID
  ) throws(Problem) -> [ID] {
    var result = elements[Int(operand)]
    var numbers: [ID] = []
    for places in operation.lanes(of: program.shape(of: operand)).places {
      let symbols = form(lane(places, of: operand))
      if operation.primitive.signature.reduces {
        numbers += symbols.map(bench.node)
      } else {
        for (symbol, place) in zip(symbols, places) { result[place] = bench.node(symbol) }
      }
    }
    if let problem = bench.problem { throw problem }
    return operation.primitive.signature.reduces ? numbers : result
  }

  /// The shift of exponentials is the greatest at the point, a constant.
  private func lane(_ places: [Int], of operand: ID) -> ScalarLane<Symbol> {
    let symbols = places.map { bench.symbol(elements[Int(operand)][$0]) }
    let array = values[Int(operand)]
    let numbers = places.map { array[$0] }
    return ScalarLane(symbols, values: numbers) {
      let greatest = numbers.reduce(-.infinity, Swift.max)
      return Symbol(greatest.isFinite ? greatest : 0)
    }
  }

  // MARK: - Nodes

  /// Expects so many nodes more, about.
  ///
  /// - Throws: the limit on nodes where they are too many: at once, not after minutes.
  func expect(_ count: Int) throws(Problem) {
    if count > graph.nodeLimit - graph.count { throw Problem(.limit(.graphNodes(graph.nodeLimit)), bench.span) }
  }

  mutating func constant(_ value: Double) throws(Problem) -> ID { try graph.constant(value, span: bench.span) }

  mutating func constants(_ values: [Double]) throws(Problem) -> [ID] {
    var result: [ID] = []
    for value in values { result.append(try constant(value)) }
    return result
  }

  mutating func unary(_ primitive: Primitive, _ x: ID) throws(Problem) -> ID {
    try graph.unary(primitive, x, span: bench.span)
  }

  mutating func binary(_ primitive: Primitive, _ x: ID, _ y: ID) throws(Problem) -> ID {
    try graph.binary(primitive, x, y, span: bench.span)
  }

  mutating func total(_ nodes: [ID]) throws(Problem) -> ID { try chain(.add, nodes) }

  mutating func chain(_ primitive: Primitive, _ nodes: [ID]) throws(Problem) -> ID {
    var result = nodes[0]
    for node in nodes.dropFirst() { result = try binary(primitive, result, node) }
    return result
  }
}
