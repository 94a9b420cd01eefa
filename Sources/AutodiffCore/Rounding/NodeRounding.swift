/// The rounding errors of single operations, from their operands and values.
///
/// Sources: T. J. Dekker, "A floating-point technique for extending the available precision" (Numer. Math. 18, 1971);
/// D. E. Knuth, The Art of Computer Programming 2, §4.2.2; T. Ogita, S. M. Rump and S. Oishi, "Accurate sum and dot
/// product" (SIAM J. Sci. Comput. 26, 2005).
struct NodeRounding {
  let graph: Graph
  let values: [Tensor]
  let ties: Ties
  /// The most nodes that operations on arrays may be taken apart into.
  let mostNodes: Int

  /// The count of results up to which each has a sweep of its own.
  private static let fewResults = 16

  /// Returns the errors of a node that is an operation.
  ///
  /// - Returns: nil if there are none.
  /// - Throws: The limit on nodes, where an operation on arrays would be taken apart into too many.
  func errors(_ id: Int) throws(Problem) -> NodeErrors? {
    let node = graph.nodes[id]
    if node.kind == .wide, node.primitive.isArray { return try arrayErrors(Graph.NodeID(id)) }
    return elementwise(Graph.NodeID(id))
  }

  // MARK: - Element by element

  private func elementwise(_ id: Graph.NodeID) -> NodeErrors? {
    let rounding = Gate<Double>.table[Int(graph.nodes[Int(id)].primitive.rawValue)].rounding
    if case .none = rounding { return nil }
    let value = values[Int(id)]
    let operands = graph.operands(of: id).map { operand -> Tensor in
      let own = values[Int(operand)]
      return own.shape == value.shape || own.scalar != nil ? own : own.broadcast(to: value.shape)
    }
    var numbers = [Double](repeating: 0, count: operands.count)
    var areKnown = true
    let errors = (0..<value.count).map { element -> Double in
      for place in numbers.indices { numbers[place] = operands[place].scalar ?? operands[place][element] }
      let (size, isKnown) = rounding.error(numbers, value[element])
      areKnown = areKnown && isKnown
      return size
    }
    return result(errors, areKnown)
  }

  private func result(_ errors: [Double], _ areKnown: Bool) -> NodeErrors? {
    let errors = NodeErrors(errors, areKnown: areKnown)
    return errors.areNone ? nil : errors
  }

  // MARK: - Whole arrays

  private func arrayErrors(_ id: Graph.NodeID) throws(Problem) -> NodeErrors? {
    let operation = graph.operation(id)
    let operands = graph.operands(of: id)
    switch operation.primitive.arrayForm {
    case .filling: return nil
    case .movement(let movement):
      if case .copies(_, .summed) = movement.plan(operands.map { graph.shape(of: $0) }, operation) {
        return try takenApart(id)
      }
      return nil
    case .gathering(let gathering): return gathering.adds ? try takenApart(id) : nil
    case .reduction(let form):
      switch form.kernel {
      case .fold(.sum): return sums(id, operands[0], operation, divisor: 1)
      case .fold(.mean):
        let count = operation.lanes(of: graph.shape(of: operands[0])).length
        return sums(id, operands[0], operation, divisor: Double(count))
      case .fold(.greatest), .fold(.least), .fold(.placeOfGreatest), .fold(.placeOfLeast): return nil
      case .fold(.norm), .fold(.median): return ulps(id) { _ in Self.fewUlps }
      case .fold(.product): return ulps(id) { _ in Double(graph.shape(of: operands[0]).count) }
      case .fold(.logSumExp):
        let greatest = values[Int(operands[0])].amax(axis: operation.setting.reduced)
        return bounds(id) { place, value in Self.fewUlps * (value.ulp + (greatest.scalar ?? greatest[place]).ulp) }
      case .fold(.variance), .map: return try takenApart(id)
      }
    case .scan(let form):
      switch form.kernel {
      case .map(.runningSums(let isReversed)): return runningSums(id, operands[0], operation, isReversed)
      case .map(.runningGreatest), .map(.order), .map(.placesOfLeaders), .map(.sorted): return nil
      case .map(.logSoftmax), .map(.direction): return ulps(id) { _ in Self.fewUlps }
      case .map(.softmax):
        // An exponent is a difference, whose error grows with it.
        return ulps(id) { Self.fewUlps - ($0 > 0 ? Logarithm.log($0) : 0) }
      case .map(.productsOfOthers), .map(.runningProducts):
        return ulps(id) { _ in 2 * Double(operation.lanes(of: graph.shape(of: operands[0])).length) }
      case .fold: return try takenApart(id)
      }
    case .contraction(let contraction): return products(id, operands[0], operands[1], contraction)
    case .factorization, .composition, nil: return try takenApart(id)
    }
  }

  /// Returns so many units in the last place of each element, by its value, which kernels keep to that take care of what
  /// cancels within.
  private func ulps(_ id: Graph.NodeID, _ count: (_ value: Double) -> Double) -> NodeErrors? {
    // A length or a product that is 0 is so because all, or one, of its elements are.
    bounds(id) { _, value in value == 0 ? 0 : count(value) * value.ulp }
  }

  private func bounds(_ id: Graph.NodeID, _ bound: (_ place: Int, _ value: Double) -> Double) -> NodeErrors? {
    let value = values[Int(id)]
    let errors = (0..<value.count).map { place -> Double in
      let bound = bound(place, value[place])
      return value[place].isFinite && bound.isFinite ? bound : 0
    }
    return result(errors, false)
  }

  /// The units in the last place that a kernel may be off.
  private static let fewUlps = 4.0

  /// Returns the errors of sums or means of lanes.
  private func sums(
    _ id: Graph.NodeID, _ operand: Graph.NodeID, _ operation: ArrayOperation, divisor: Double
  ) -> NodeErrors? {
    let (array, value) = (values[Int(operand)], values[Int(id)])
    let lanes = operation.lanes(of: array.shape).places
    let errors = lanes.enumerated().map { place, lane -> Double in
      var sum = DoubleDouble(0)
      for element in lane { sum = sum + DoubleDouble(array[element]) }
      if divisor != 1 { sum = sum / DoubleDouble(divisor) }
      return Self.difference(sum, value[place])
    }
    return result(errors, true)
  }

  private func runningSums(
    _ id: Graph.NodeID, _ operand: Graph.NodeID, _ operation: ArrayOperation, _ isReversed: Bool
  ) -> NodeErrors? {
    let (array, value) = (values[Int(operand)], values[Int(id)])
    var errors = [Double](repeating: 0, count: value.count)
    for lane in operation.lanes(of: array.shape).places {
      var sum = DoubleDouble(0)
      for element in isReversed ? lane.reversed() : lane {
        sum = sum + DoubleDouble(array[element])
        errors[element] = Self.difference(sum, value[element])
      }
    }
    return result(errors, true)
  }

  private func products(
    _ id: Graph.NodeID, _ left: Graph.NodeID, _ right: Graph.NodeID, _ contraction: Contraction
  ) -> NodeErrors? {
    let (x, y, value) = (values[Int(left)], values[Int(right)], values[Int(id)])
    let (rows, inner, columns) = contraction.extents(x.shape, y.shape)
    guard rows * columns == value.count else { return NodeErrors([.nan], areKnown: false) }
    var errors: [Double] = []
    errors.reserveCapacity(value.count)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = DoubleDouble(0)
        for place in 0..<inner {
          sum = sum + DoubleDouble(productOf: x[row * inner + place], y[place * columns + column])
        }
        errors.append(Self.difference(sum, value[row * columns + column]))
      }
    }
    return result(errors, true)
  }

  private static func difference(_ exact: DoubleDouble, _ value: Double) -> Double {
    let error = (exact - DoubleDouble(value)).high
    return error.isFinite && value.isFinite ? error : 0
  }

  // MARK: - Operations as others

  /// Returns bounds on the errors of an operation that is taken apart into gates for numbers.
  private func takenApart(_ id: Graph.NodeID) throws(Problem) -> NodeErrors? {
    var alone = Graph()
    let operands = graph.operands(of: id)
    var inputs: [Graph.NodeID: Graph.NodeID] = [:]
    for operand in operands where inputs[operand] == nil {
      inputs[operand] = try alone.input("\(operand)", shape: graph.shape(of: operand), span: .none)
    }
    alone.output = try alone.apply(graph.operation(id), operands.compactMap { inputs[$0] })
    let point = Point<Tensor>(
      alone,
      inputs: alone.inputs.map { input in
        let own = inputs.first { $0.value == input }?.key ?? 0
        return values[Int(own)]
      }, ties: ties)
    let unrolled = try Unrolled(point, mostNodes: mostNodes)
    let gates = try RoundedGraph(
      unrolled.point.graph, unrolled.point.values.map { .scalar($0) }, inputs: [], constants: nil, ties: ties,
      mostNodes: mostNodes)
    var errors: [Double]
    if unrolled.outputs.count <= Self.fewResults {
      errors = unrolled.outputs.map { gates.bound(of: $0, element: 0).size }
    } else {
      let running = gates.runningBounds
      errors = unrolled.outputs.map { running[Int($0)] }
    }
    for place in errors.indices where !values[Int(id)][place].isFinite { errors[place] = 0 }
    return result(errors, false)
  }
}
