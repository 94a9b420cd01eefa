/// The work of computing parts of a graph, each node once and in order.
package struct Cost: Sendable, Equatable {
  /// The number of operations on numbers: an elementwise primitive is one for each element, a product of matrices a
  /// multiplication and an addition for each term.
  package var operations: Int
  /// The greatest number of numbers that are needed at once: a value is kept from where it is made, an input from the
  /// beginning, until its last use; results are kept to the end. Constants are not counted.
  package var liveValues: Int

  /// Creates a cost of known numbers.
  package init(operations: Int, liveValues: Int) {
    self.operations = operations
    self.liveValues = liveValues
  }

  /// Counts the work of computing `outputs`.
  package init(of outputs: [Graph.NodeID], in graph: Graph) {
    let work = Work(of: outputs, in: graph)
    self.init(operations: work.operations, liveValues: work.live.reduce(0, max))
  }
}

/// The work of computing parts of a graph, each node once and in order.
package struct Work: Sendable {
  /// The number of operations on numbers.
  package private(set) var operations = 0
  /// The number of thirds of operations: a factorisation takes 2/3 n³, of which only whole ones are counted above.
  package private(set) var thirds = 0
  /// The number of numbers that are needed at once: at the beginning, and after each node that is computed.
  package private(set) var live: [Int] = []

  /// Counts the work of computing `outputs`.
  package init(of outputs: [Graph.NodeID], in graph: Graph) {
    let reached = graph.reached(from: outputs)
    var lastUse = [Int](repeating: -1, count: graph.count)
    for id in graph.nodes.indices where reached[id] {
      for operand in graph.operands(of: Graph.NodeID(id)) { lastUse[Int(operand)] = id }
    }
    for output in outputs { lastUse[Int(output)] = .max }
    var count = 0
    for id in graph.inputs where reached[Int(id)] { count += graph.shape(of: id).count }
    live.append(count)
    for id in graph.nodes.indices where reached[id] && !graph.isLeaf(Graph.NodeID(id)) {
      operations += graph.operationCount(Graph.NodeID(id))
      thirds += graph.operationCount(Graph.NodeID(id), thirds: true)
      count += graph.shape(of: Graph.NodeID(id)).count
      live.append(count)
      for operand in Set(graph.operands(of: Graph.NodeID(id))) where lastUse[Int(operand)] == id {
        if graph.nodes[Int(operand)].kind != .constant { count -= graph.shape(of: operand).count }
      }
    }
  }
}

/// The costs of the four ways to a program's derivative, counted on its graphs.
package struct SweepCosts: Sendable {
  /// The cost of the value alone.
  package let function: Cost
  /// The cost of one forward sweep, along one direction.
  package let forward: Cost
  /// The cost of a forward sweep for each element of the inputs by which derivatives are taken.
  package let forwardAll: Cost
  /// The cost of one reverse sweep, with the value.
  package let reverse: Cost
  /// The number of sweeps in `forwardAll`.
  package let directions: Int
  /// The cost of a reverse sweep for each element of the output, each with the value.
  package let reverseAll: Cost
  /// The number of sweeps in `reverseAll`: 1 for a scalar.
  package let outputs: Int
  /// The operations of the derivatives as expressions: with shared parts named, and written out in full; nil if there
  /// are too many to be written out.
  package let derivative: (shared: Int, written: Double)?

  /// Counts the costs of a program.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Throws: A `Problem` if a graph of the sweeps has more nodes than the limit.
  package init(_ graph: Graph, wrt: [Graph.NodeID]) throws(Problem) {
    let sweeps = try SweepGraphs(graph, wrt: wrt)
    function = Cost(of: [sweeps.function.output], in: sweeps.function)
    forward = Cost(of: sweeps.forward.outputs, in: sweeps.forward.graph)
    directions = wrt.reduce(0) { $0 + graph.shape(of: $1).count }
    forwardAll = Cost(operations: directions * forward.operations, liveValues: forward.liveValues)
    reverse = Cost(of: sweeps.reverse.outputs, in: sweeps.reverse.graph)
    outputs = graph.shape(of: graph.output).count
    reverseAll = Cost(operations: outputs * reverse.operations, liveValues: reverse.liveValues)
    derivative = sweeps.derivatives.map { graph, nodes in
      (Cost(of: nodes, in: graph).operations, graph.writtenOperations(of: nodes))
    }
  }
}

extension Graph {
  /// Returns the number of operations on numbers in a node.
  ///
  /// - Parameter thirds: A Boolean value indicating whether thirds of operations are counted, without rounding.
  fileprivate func operationCount(_ id: NodeID, thirds: Bool = false) -> Int {
    let node = nodes[Int(id)]
    if node.kind == .wide, case .factorization(let form)? = node.primitive.arrayForm {
      let order = shape(of: operands(of: id)[0]).lengths[0]
      let count = form.operations(Double(order), Double(shape(of: id).count))
      return Int(exactly: thirds ? (3 * count).rounded() : count.rounded(.down)) ?? .max
    }
    if node.kind == .wide, case .composition? = node.primitive.arrayForm {
      guard let parts = expansion(of: id) else { return 0 }
      return parts.nodes.indices.reduce(0) { $0 + parts.operationCount(NodeID($1), thirds: thirds) }
    }
    return (thirds ? 3 : 1) * wholeOperationCount(id)
  }

  /// Returns the number of operations in a node that is no factorisation, and made of none.
  private func wholeOperationCount(_ id: NodeID) -> Int {
    let node = nodes[Int(id)]
    let count = shape(of: id).count
    guard node.kind == .wide, let form = node.primitive.arrayForm else { return isLeaf(id) ? 0 : count }
    let operands = operands(of: id).map { shape(of: $0) }
    switch form {
    case .filling: return 0
    case .movement(let movement):
      guard case .copies(_, .summed) = movement.plan(operands, operation(id)) else { return 0 }
      return operands[0].count
    case .gathering(let gathering): return gathering.adds ? operands[0].count : 0
    case .reduction(let form): return form.operations * operands[0].count
    case .scan(let form): return form.operations * operands[0].count
    case .contraction(let contraction): return count * (2 * contraction.extents(operands[0], operands[1]).inner - 1)
    case .factorization, .composition: return 0
    }
  }

  /// Returns the operations of expressions in which nothing is shared, so that each node counts once for each path to
  /// it.
  ///
  /// - Parameter thirds: A Boolean value indicating whether thirds of operations are counted, without rounding.
  func writtenOperations(of outputs: [NodeID], thirds: Bool = false) -> Double {
    var sizes = [Double](repeating: 0, count: count)
    for id in nodes.indices where !isLeaf(NodeID(id)) {
      let own = Double(operationCount(NodeID(id), thirds: thirds))
      sizes[id] = operands(of: NodeID(id)).reduce(own) { $0 + sizes[Int($1)] }
    }
    return outputs.reduce(0) { $0 + sizes[Int($1)] }
  }
}
