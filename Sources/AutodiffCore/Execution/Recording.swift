/// A program's sweeps over doubles as one graph, and what has to be watched for the graph to be the sweeps.
struct Recording {
  private(set) var graph: Graph
  /// The value, then what else was asked for.
  let outputs: [Graph.NodeID]
  /// Not 0 where the exact answer takes more than the sweeps: at kinks, and where a rule says "undefined". Nil where
  /// that cannot be.
  let alarm: Graph.NodeID?
  /// Not 0 where the program takes another path; nil where it has only one.
  let detour: Graph.NodeID?

  /// - Parameters:
  ///   - graph: of numbers.
  ///   - wrt: of the graph's inputs.
  /// - Throws: the limit on nodes.
  init(_ graph: Graph, wrt: [Graph.NodeID], _ quantity: BlockEngine.Quantity, limits: Limits) throws(Problem) {
    let recorder = Workbench(Graph(limits: limits), .bitExact)
    let inputs = graph.inputs.map { recorder.input(graph.name(ofInput: $0)) }
    let values = Evaluation.run(graph, inputs: inputs)
    let active = graph.active(wrt)
    var outputs = [values[Int(graph.output)]]
    switch quantity {
    case .value: break
    case .gradient:
      recorder.beginSweep()
      let adjoints = Pullback.run(graph, values: values, active: active)
      outputs += wrt.map { adjoints[Int($0)] }
    case .tangent(let tangents):
      recorder.beginSweep()
      if graph.guards.isEmpty {
        let direction = zip(wrt, tangents).map { (input: $0, tangent: Symbol($1)) }
        outputs.append(Pushforward.run(graph, values: values, direction: direction)[Int(graph.output)])
      } else {
        // Other paths may follow, for which the derivatives have to be known one by one.
        let adjoints = Pullback.run(graph, values: values, active: active)
        outputs.append(zip(wrt, tangents).reduce(0.0) { $0 + Symbol($1.1) * adjoints[Int($1.0)] })
      }
    }
    recorder.endSweep()
    let nodes = outputs.map(recorder.node)
    var alarms: [Symbol] = []
    if quantity != .value {
      alarms = Self.kinks(graph, values, active)
      if quantity == .gradient { alarms += Self.farLocals(graph, values, active) }
      alarms += recorder.undefined(besides: nodes).map { .apply(.notEqual, $0, $0) }
    }
    alarm = Self.any(alarms).map(recorder.node)
    detour = Self.any(
      graph.guards.map { .apply($0.holds ? .equal : .notEqual, values[Int($0.condition)], 0.0) }
    ).map(recorder.node)
    self.outputs = nodes
    self.graph = recorder.graph
    if let problem = recorder.problem { throw problem }
    self.graph.seal()
  }

  /// Not 0 where one of these is not, which are 0 or 1.
  private static func any(_ conditions: [Symbol]) -> Symbol? {
    var seen: Set<Graph.NodeID> = []
    var sum: Symbol?
    for condition in conditions {
      if case .node(let id, _) = condition, !seen.insert(id).inserted { continue }
      sum = sum.map { $0 + condition } ?? condition
    }
    return sum
  }

  /// Conditions under which a local derivative leaves the range of doubles where its product with an adjoint may not.
  private static func farLocals(_ graph: Graph, _ values: [Symbol], _ active: [Bool]) -> [Symbol] {
    let reached = graph.reached(from: [graph.output])
    return Linearization.withBuffers(graph, values, active, Gate<Symbol>.table) { linear in
      var conditions: [Symbol] = []
      for (id, node) in graph.nodes.enumerated() where reached[id] && active[id] && !node.primitive.isArray {
        guard !graph.isLeaf(Graph.NodeID(id)), linear.gates[Int(node.primitive.rawValue)].pull != nil else { continue }
        linear.forEachEdge(of: id, node) { _, _, local in
          let least = Double.leastNormalMagnitude
          let isSmall = Symbol.apply(
            .and, .apply(.less, local, Symbol(least)), .apply(.greater, local, Symbol(-least)))
          conditions.append(.apply(.and, isSmall, .apply(.notEqual, values[id], 0.0)))
          conditions.append(.apply(.equal, local, Symbol(.infinity)))
          conditions.append(.apply(.equal, local, Symbol(-.infinity)))
        }
      }
      return conditions
    }
  }

  /// Conditions under which some gate that matters stands at a kink.
  private static func kinks(_ graph: Graph, _ values: [Symbol], _ active: [Bool]) -> [Symbol] {
    let reached = graph.reached(from: [graph.output])
    let decides = graph.reached(from: graph.guards.map(\.condition))
    return graph.nodes.indices.flatMap { id -> [Symbol] in
      guard !graph.isLeaf(Graph.NodeID(id)),
        let kink = Gate<Symbol>.table[Int(graph.nodes[id].primitive.rawValue)].kink,
        reached[id] && active[id] || decides[id] && kink.kind == .jump
      else { return [] }
      return [kink.condition(graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] })]
    }
  }
}

extension Workbench {
  /// Returns the values that have to be defined but do not make one of these outputs nan where they are nan.
  fileprivate func undefined(besides outputs: [Graph.NodeID]) -> [Symbol] {
    var shows = [Bool](repeating: false, count: graph.count)
    for output in outputs { shows[Int(output)] = true }
    for id in (0..<Graph.NodeID(graph.count)).reversed() where shows[Int(id)] {
      if passesUndefined(id) { for operand in graph.operands(of: id) { shows[Int(operand)] = true } }
    }
    return defined.sorted().filter { !shows[Int($0)] }.map(symbol)
  }

  /// Returns a Boolean value indicating whether a node is certain to be nan where one of its operands is.
  private func passesUndefined(_ id: Graph.NodeID) -> Bool {
    let node = graph.nodes[Int(id)]
    let primitive = node.primitive
    if primitive.isCondition || primitive == .choose { return false }
    return node.kind == .unary || primitive.isArithmetic || primitive.isExtremum
  }
}
