/// What it takes to work out parts of a graph, each node once, in order.
package struct Cost: Sendable, Equatable {
  /// Of numbers: an elementwise gate is one for each element, a product of matrices a multiplication and an addition
  /// for each term.
  package var operations: Int
  /// How many numbers are needed at once at most: a value is kept from where it is made, an input from the beginning,
  /// until it is used for the last time; results are kept to the end. Constants are not counted.
  package var liveValues: Int

  package init(operations: Int, liveValues: Int) {
    self.operations = operations
    self.liveValues = liveValues
  }

  package init(of outputs: [Graph.NodeID], in graph: Graph) {
    let reached = graph.reached(from: outputs)
    var lastUse = [Int](repeating: -1, count: graph.count)
    for id in graph.nodes.indices where reached[id] {
      for operand in graph.operands(of: Graph.NodeID(id)) { lastUse[Int(operand)] = id }
    }
    for output in outputs { lastUse[Int(output)] = .max }
    operations = 0
    var live = 0
    for id in graph.inputs where reached[Int(id)] { live += graph.shape(of: id).count }
    liveValues = live
    for id in graph.nodes.indices where reached[id] && !graph.isLeaf(Graph.NodeID(id)) {
      operations += graph.operationCount(Graph.NodeID(id))
      live += graph.shape(of: Graph.NodeID(id)).count
      liveValues = max(liveValues, live)
      for operand in Set(graph.operands(of: Graph.NodeID(id))) where lastUse[Int(operand)] == id {
        if graph.nodes[Int(operand)].kind != .constant { live -= graph.shape(of: operand).count }
      }
    }
  }
}

/// The four ways to a program's derivative, measured on its graph.
package struct SweepCosts: Sendable {
  package let function: Cost
  /// One forward sweep, along one direction.
  package let forward: Cost
  /// A forward sweep for each element of the inputs asked for.
  package let forwardAll: Cost
  package let reverse: Cost
  /// How many sweeps `forwardAll` are.
  package let directions: Int
  /// Operations of the derivatives as expressions: with shared parts named, and written out in full.
  package let derivative: (shared: Int, written: Double)

  package init(_ graph: Graph, asked: [Graph.NodeID]) throws(Problem) {
    let sweeps = try SweepGraphs(graph, asked: asked)
    function = Cost(of: [sweeps.function.output], in: sweeps.function)
    forward = Cost(of: sweeps.forward.outputs, in: sweeps.forward.graph)
    directions = asked.reduce(0) { $0 + graph.shape(of: $1).count }
    forwardAll = Cost(operations: directions * forward.operations, liveValues: forward.liveValues)
    reverse = Cost(of: sweeps.reverse.outputs, in: sweeps.reverse.graph)
    derivative = (
      Cost(of: sweeps.derivatives, in: sweeps.reverse.graph).operations,
      sweeps.reverse.graph.writtenOperations(of: sweeps.derivatives)
    )
  }
}

extension Graph {
  /// How many operations on numbers a node is.
  fileprivate func operationCount(_ id: NodeID) -> Int {
    let node = nodes[Int(id)]
    let count = shape(of: id).count
    guard node.kind == .wide, node.primitive.isArray else { return count }
    let operands = operands(of: id)
    let size = operands.first.map { shape(of: $0).count } ?? 0
    let order = operands.first.flatMap { shape(of: $0).lengths.first } ?? 0
    switch node.primitive {
    case .matmul, .dot:
      let inner = shape(of: operands[1]).lengths[0]
      return count * (2 * inner - 1)
    case .outer: return count
    case .sum, .mean, .prod, .amax, .amin, .reduceToShape, .cumsum, .cumsumReversed, .trace: return size
    case .norm, .logsumexp: return 2 * size
    case .variance, .softmax, .logSoftmax: return 3 * size
    // A factorisation takes 2/3 n³, each column of a right-hand side 2 n² more.
    case .det, .logdet: return 2 * order * order * order / 3
    case .solve: return 2 * order * order * order / 3 + 2 * order * count
    case .inv, .cofactors, .cofactorChange: return 2 * order * order * order
    default: return 0
    }
  }

  /// The operations of expressions in which nothing is shared, each node as often as there are ways to it.
  fileprivate func writtenOperations(of outputs: [NodeID]) -> Double {
    var sizes = [Double](repeating: 0, count: count)
    for id in nodes.indices where !isLeaf(NodeID(id)) {
      sizes[id] = operands(of: NodeID(id)).reduce(Double(operationCount(NodeID(id)))) { $0 + sizes[Int($1)] }
    }
    return outputs.reduce(0) { $0 + sizes[Int($1)] }
  }
}
