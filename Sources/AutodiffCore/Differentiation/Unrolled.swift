/// A program on arrays as a program on their elements.
///
/// What is said gate by gate (one-sided derivatives at kinks, smooth pieces for finite differences) is said of elements,
/// so it is worked out there. The graph holds at one point: factorisations keep its pivots, exponentials its shifts.
package struct Unrolled {
  package private(set) var point: Point<Double>
  /// The nodes of the output's elements, row by row.
  package let outputs: [Graph.NodeID]
  /// By input of the program on arrays: the nodes of its elements, row by row.
  let inputs: [Graph.NodeID: [Graph.NodeID]]

  /// More nodes than this would take longer than anybody waits.
  package static let mostNodes = 20_000_000
  /// More than this are not worth a second look at what is undefined.
  static let fewNodes = 500_000

  /// The whole work that may go into sweeps over elements, in nodes visited.
  private static let budget = 400_000_000

  /// Nil where so many sweeps would take too long.
  package init?(_ point: Point<Tensor>, mostNodes: Int = Unrolled.mostNodes, sweeps: Int) {
    guard let unrolled = try? Unrolled(point, mostNodes: mostNodes) else { return nil }
    let work = unrolled.point.graph.count.multipliedReportingOverflow(by: sweeps)
    guard !work.overflow, work.partialValue <= Self.budget else { return nil }
    self = unrolled
  }

  /// - Throws: the limit on nodes.
  package init(_ point: Point<Tensor>, mostNodes: Int = Unrolled.mostNodes) throws(Problem) {
    var builder = Unrolling(point, mostNodes)
    try builder.run()
    let graph = builder.graph
    outputs = builder.elements[Int(point.graph.output)]
    inputs = Dictionary(uniqueKeysWithValues: point.graph.inputs.map { ($0, builder.elements[Int($0)]) })
    self.point = Point(
      graph, inputs: builder.inputValues,
      wrt: builder.askedPlaces(point), ties: point.ties)
  }

  /// The same point with another element of the output as the output.
  package func at(output: Int) -> Point<Double> {
    var graph = point.graph
    graph.output = outputs[output]
    return Point(graph: graph, values: point.values, asked: point.asked, ties: point.ties)
  }
}

extension Shape {
  /// How an element is written behind its array's name: `[1,2]`; nothing for a scalar.
  package func subscriptText(_ index: Int) -> String {
    guard !isScalar else { return "" }
    var rest = index
    var places: [Int] = []
    for length in lengths.reversed() {
      places.append(rest % length + 1)
      rest /= length
    }
    return "[" + places.reversed().map(String.init).joined(separator: ",") + "]"
  }
}

private struct Unrolling {
  typealias ID = Graph.NodeID

  private let source: Point<Tensor>
  var graph: Graph
  /// By a node of the source: the nodes of its elements, row by row.
  var elements: [[ID]]
  var inputValues: [Double] = []
  /// By input: the place of its first element.
  private var starts: [Int] = []
  private var span = Span.none

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
    let reachable = source.graph.reachable
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
    graph.seal()
  }

  // MARK: - Gates

  private mutating func elementwise(_ id: ID) throws(Problem) -> [ID] {
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
  private func places(_ id: ID) -> Tensor {
    let shape = source.graph.shape(of: id)
    return Tensor(shape, (0..<shape.count).map(Double.init))
  }

  private mutating func unroll(_ id: ID) throws(Problem) -> [ID] {
    let operation = source.graph.operation(id)
    let operands = source.graph.operands(of: id)
    switch operation.primitive {
    case .eye, .zeros, .ones:
      return try constants(source.values[Int(id)].elements)
    case .sum, .mean, .prod, .norm, .logsumexp, .variance, .greatest, .least:
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
  private mutating func moved(_ operation: ArrayOperation, _ operands: [ID]) throws(Problem) -> [ID] {
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
  private struct Lane {
    var places: [Int]
    var nodes: [ID]
    /// The greatest value among them at the point.
    var greatest: Double
  }

  private func lanes(_ id: ID, _ operation: ArrayOperation) -> [Lane] {
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

  private mutating func reduce(_ primitive: Primitive, _ lane: Lane) throws(Problem) -> ID {
    let nodes = lane.nodes
    let count = try constant(Double(nodes.count))
    switch primitive {
    case .sum: return try total(nodes)
    case .mean: return try binary(.divide, total(nodes), count)
    case .prod: return try chain(.multiply, nodes)
    case .norm:
      return try nodes.count == 1 ? graph.unary(.abs, nodes[0], span: span) : graph.apply(.length, nodes, span: span)
    case .greatest: return try graph.apply(.max, nodes, span: span)
    case .least: return try graph.apply(.min, nodes, span: span)
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

  private mutating func scan(_ primitive: Primitive, _ lane: Lane) throws(Problem) -> [ID] {
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

  /// exp(x - shift), the shift being the greatest at the point.
  private mutating func exponentials(_ lane: Lane) throws(Problem) -> (shift: ID, [ID]) {
    let shift = try constant(lane.greatest.isFinite ? lane.greatest : 0)
    var result: [ID] = []
    for x in lane.nodes { result.append(try unary(.exp, binary(.subtract, x, shift))) }
    return (shift, result)
  }

  // MARK: - Products and factorisations

  private mutating func product(_ left: ID, _ right: ID) throws(Problem) -> [ID] {
    let (a, b) = (elements[Int(left)], elements[Int(right)])
    let (first, second) = (source.graph.shape(of: left), source.graph.shape(of: right))
    let inner = second.lengths[0]
    let columns = second.rank == 2 ? second.lengths[1] : 1
    let rows = first.rank == 2 ? first.lengths[0] : 1
    try expect(2 * rows * columns * inner)
    var result: [ID] = []
    for row in 0..<rows {
      for column in 0..<columns {
        var products: [ID] = []
        for k in 0..<inner { products.append(try binary(.multiply, a[row * inner + k], b[k * columns + column])) }
        result.append(try total(products))
      }
    }
    return result
  }

  /// The determinant without a division, which elimination has where a column has no pivot.
  ///
  /// R. S. Bird, "A simple division-free algorithm for computing determinants", Information Processing Letters 111
  /// (2011): n - 1 times F becomes μ(F) A, where μ keeps what is above the diagonal and has on it the negative sums of
  /// the diagonal below.
  private mutating func determinant(_ matrix: [ID], _ n: Int) throws(Problem) -> ID {
    var power = matrix
    for _ in 1..<n {
      var next: [ID] = []
      for row in 0..<n {
        var left: [ID] = [try constant(0)]
        for other in row + 1..<Swift.max(n, row + 1) { left.append(power[other * n + other]) }
        left = [try unary(.negate, total(left))]
        for column in row + 1..<Swift.max(n, row + 1) { left.append(power[row * n + column]) }
        for column in 0..<n {
          var products: [ID] = []
          for (place, factor) in left.enumerated() {
            products.append(try binary(.multiply, factor, matrix[(row + place) * n + column]))
          }
          next.append(try total(products))
        }
      }
      power = next
    }
    return n % 2 == 1 ? power[0] : try unary(.negate, power[0])
  }

  /// Elimination with the pivots that are the greatest at the point: in all of what is left for the determinant, as
  /// singular matrices have derivatives too.
  private mutating func factorised(_ primitive: Primitive, _ operands: [ID]) throws(Problem) -> [ID] {
    let matrix = source.values[Int(operands[0])]
    let n = matrix.shape.lengths[0]
    var values = (0..<n).map { Array(matrix.elements[$0 * n..<($0 + 1) * n]) }
    var rows = (0..<n).map { Array(elements[Int(operands[0])][$0 * n..<($0 + 1) * n]) }
    switch primitive {
    case .inv:
      for row in 0..<n { for column in 0..<n { rows[row].append(try constant(row == column ? 1 : 0)) } }
    case .solve:
      let columns = elements[Int(operands[1])].count / n
      for row in 0..<n { rows[row] += elements[Int(operands[1])][row * columns..<(row + 1) * columns] }
    default: break
    }
    try expect(n * n * n / 2)
    var sign = 1.0
    for step in 0..<n {
      if primitive == .det {
        let column = (step..<n).max { largest(values[step...], $0) < largest(values[step...], $1) } ?? step
        if column != step {
          for row in 0..<n {
            rows[row].swapAt(step, column)
            values[row].swapAt(step, column)
          }
          sign = -sign
        }
      }
      let pivot = (step..<n).max { fabs(values[$0][step]) < fabs(values[$1][step]) } ?? step
      if primitive == .det, values[pivot][step] == 0, step < n - 1 {
        return [try determinant(elements[Int(operands[0])], n)]
      }
      if pivot != step {
        rows.swapAt(step, pivot)
        values.swapAt(step, pivot)
        sign = -sign
      }
      if primitive == .det, values[step][step] == 0 { break }
      for row in step + 1..<Swift.max(n, step + 1) {
        let factor = try binary(.divide, rows[row][step], rows[step][step])
        let quotient = values[row][step] / values[step][step]
        for column in step + 1..<rows[row].count {
          rows[row][column] = try binary(.subtract, rows[row][column], binary(.multiply, factor, rows[step][column]))
          if column < n { values[row][column] -= quotient * values[step][column] }
        }
      }
    }
    let pivots = (0..<n).map { rows[$0][$0] }
    switch primitive {
    case .det: return [try binary(.multiply, constant(sign), chain(.multiply, pivots))]
    case .logdet:
      let negative = (0..<n).reduce(sign) { $0 * Scalar.sign(values[$1][$1]) } < 0
      var logs: [ID] = []
      for pivot in pivots { logs.append(try unary(.log, unary(.abs, pivot))) }
      return [negative ? try constant(.nan) : try total(logs)]
    default:
      for column in n..<Swift.max(n, rows[0].count) {
        for row in (0..<n).reversed() {
          var sum = rows[row][column]
          for other in row + 1..<Swift.max(n, row + 1) {
            sum = try binary(.subtract, sum, binary(.multiply, rows[row][other], rows[other][column]))
          }
          rows[row][column] = try binary(.divide, sum, rows[row][row])
        }
      }
      return rows.flatMap { $0[n...] }
    }
  }

  private func largest(_ rows: ArraySlice<[Double]>, _ column: Int) -> Double {
    rows.reduce(0) { fmax($0, fabs($1[column])) }
  }

  // MARK: - Nodes

  /// - Throws: at once what would come out after minutes, where about so many nodes more are too many.
  private func expect(_ count: Int) throws(Problem) {
    if count > graph.nodeLimit - graph.count { throw Problem(.limit(.graphNodes(graph.nodeLimit)), span) }
  }

  private mutating func constant(_ value: Double) throws(Problem) -> ID { try graph.constant(value, span: span) }

  private mutating func constants(_ values: [Double]) throws(Problem) -> [ID] {
    var result: [ID] = []
    for value in values { result.append(try constant(value)) }
    return result
  }

  private mutating func unary(_ primitive: Primitive, _ x: ID) throws(Problem) -> ID {
    try graph.unary(primitive, x, span: span)
  }

  private mutating func binary(_ primitive: Primitive, _ x: ID, _ y: ID) throws(Problem) -> ID {
    try graph.binary(primitive, x, y, span: span)
  }

  private mutating func total(_ nodes: [ID]) throws(Problem) -> ID { try chain(.add, nodes) }

  private mutating func chain(_ primitive: Primitive, _ nodes: [ID]) throws(Problem) -> ID {
    var result = nodes[0]
    for node in nodes.dropFirst() { result = try binary(primitive, result, node) }
    return result
  }
}
