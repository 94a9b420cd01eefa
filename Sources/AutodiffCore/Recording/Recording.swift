/// A program's sweeps over doubles as one graph, and what has to be watched for the graph to be the sweeps.
struct Recording {
  /// The sweeps that are recorded.
  enum Sweep: Equatable {
    case value
    /// The derivatives of each output by reverse mode, input by input.
    case gradient
    /// The derivatives of each output by forward mode, input by input.
    case tangents
    /// The derivative of each output along a direction, which has a number for each input.
    case tangent([Double])
    /// The derivatives of the outputs' sum, each weighted with a number.
    case cotangent([Double])
  }

  private(set) var graph: Graph
  /// The values, then what else was asked for.
  let outputs: [Graph.NodeID]
  /// Not 0 where the exact answer takes more than the sweeps: at kinks, and where a rule says "undefined". Nil where
  /// that cannot be.
  let alarm: Graph.NodeID?
  /// Not 0 where the program takes another path; nil where it has only one.
  let detour: Graph.NodeID?

  /// - Parameters:
  ///   - graph: of numbers, but for a list of numbers that may be the output.
  ///   - wrt: of the graph's inputs.
  /// - Throws: the limit on nodes.
  init(
    _ graph: Graph, wrt: [Graph.NodeID], _ sweep: Sweep, limits: Limits
  ) throws(Problem) {
    let ends = graph.shape(of: graph.output).isScalar ? [graph.output] : graph.operands(of: graph.output)
    let recorder = Workbench(Graph(limits: limits), .bitExact)
    let inputs = graph.inputs.map { recorder.input(graph.name(ofInput: $0)) }
    let values = Evaluation.run(graph, inputs: inputs)
    let active = graph.active(wrt)
    var outputs = ends.map { values[Int($0)] }
    /// The derivatives of each output, by reverse mode.
    func gradients(_ seeds: [Symbol]) -> [[Symbol]] {
      zip(ends, seeds).map { end, seed in
        var part = graph
        part.output = end
        let adjoints = Pullback.run(part, values: values, active: active, seed: seed)
        return wrt.map { adjoints[Int($0)] }
      }
    }
    let ones = ends.map { _ in Symbol(1) }
    if sweep != .value { recorder.beginSweep() }
    switch sweep {
    case .value: break
    case .gradient:
      let rows = gradients(ones)
      outputs += wrt.indices.flatMap { input in rows.map { $0[input] } }
    case .tangents:
      for input in wrt {
        let tangents = Pushforward.run(graph, values: values, direction: [(input: input, tangent: 1.0)])
        outputs += ends.map { tangents[Int($0)] }
      }
    case .tangent(let tangents):
      if graph.guards.isEmpty {
        let direction = zip(wrt, tangents).map { (input: $0, tangent: Symbol($1)) }
        let sweep = Pushforward.run(graph, values: values, direction: direction)
        outputs += ends.map { sweep[Int($0)] }
      } else {
        // Other paths may follow, for which the derivatives have to be known one by one.
        outputs += gradients(ones).map { zip($0, tangents).reduce(0.0) { $0 + Symbol($1.1) * $1.0 } }
      }
    case .cotangent(let weights):
      if graph.guards.isEmpty {
        let seed = Tensor(graph.shape(of: graph.output), weights)
        let adjoints = Pullback.run(graph, values: values, active: active, seed: .constant(seed))
        outputs += wrt.map { adjoints[Int($0)] }
      } else {
        let rows = gradients(ones)
        outputs += wrt.indices.map { input in
          zip(rows, weights).reduce(0.0) { $0 + Symbol($1.1) * $1.0[input] }
        }
      }
    }
    recorder.endSweep()
    let nodes = outputs.map(recorder.node)
    var alarms: [Symbol] = []
    if sweep != .value {
      alarms = Self.kinks(graph, ends, values, active) + Self.farLocals(graph, ends, values, active)
      alarms += recorder.undefined(besides: nodes).map { .apply(.notEqual, $0, $0) }
    }
    alarm = Self.any(alarms).map(recorder.node)
    detour = Self.any(Self.detours(graph, values)).map(recorder.node)
    self.outputs = nodes
    self.graph = recorder.graph
    if let problem = recorder.problem { throw problem }
    self.graph.seal()
  }

  /// Conditions under which the program takes another path.
  static func detours(_ graph: Graph, _ values: [Symbol]) -> [Symbol] {
    graph.guards.map { path in
      let value = values[Int(path.condition)]
      let length: Int
      switch path.kind {
      case .branch, .loop: return .apply(path.holds ? .equal : .notEqual, value, 0.0)
      case .root(let place):
        let shape = graph.shape(of: path.condition)
        let strays = Symbol.apply(.notEqual, value, .constant(Tensor(shape, place)))
        return shape.isScalar ? strays : strays.total
      case .index(let parts): length = parts
      }
      // The condition is 0 if an index is whole, and in the range.
      let strays = Symbol.apply(
        .or,
        [
          .apply(.notEqual, .apply(.clamp, [value, 1.0, Symbol(Double(length))]), value),
          .apply(.notEqual, .apply(.floor, value), value),
        ])
      return graph.shape(of: path.condition).isScalar ? strays : strays.total
    }
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
  ///
  /// A power with a constant exponent from 1 to 20 needs none: where p·x^(p-1) is below 2^-1022, x^p is 0, and
  /// where that is infinite, x^p is, too.
  static func farLocals(
    _ graph: Graph, _ ends: [Graph.NodeID], _ values: [Symbol], _ active: [Bool]
  ) -> [Symbol] {
    let reached = graph.reached(from: ends)
    return Linearization.withBuffers(graph, values, active, Gate<Symbol>.table) { linear in
      var conditions: [Symbol] = []
      for (id, node) in graph.nodes.enumerated() where reached[id] && active[id] && !node.primitive.isArray {
        guard !graph.isLeaf(Graph.NodeID(id)), linear.gates[Int(node.primitive.rawValue)].pull != nil else { continue }
        if node.primitive == .power, let exponent = values[Int(node.b)].value, exponent > 1, exponent <= 20 { continue }
        linear.forEachEdge(of: id, node) { _, _, local in
          // Made so that there is a loop for it: a size where the local derivative is too small for its own, and nan
          // where it is infinite.
          let local = local.negated ?? local
          let isSmall = Symbol.apply(.less, .apply(Identities.magnitude, local), Symbol(.leastNormalMagnitude))
          conditions.append(isSmall * .apply(Identities.magnitude, values[id]) + 0.0 * local)
        }
      }
      return conditions
    }
  }

  /// Conditions under which some gate that matters stands at a kink.
  static func kinks(
    _ graph: Graph, _ ends: [Graph.NodeID], _ values: [Symbol], _ active: [Bool]
  ) -> [Symbol] {
    let reached = graph.reached(from: ends)
    let decides = graph.reached(from: graph.decisions.map(\.condition))
    return graph.nodes.indices.flatMap { id -> [Symbol] in
      guard !graph.isLeaf(Graph.NodeID(id)),
        let kink = Gate<Symbol>.table[Int(graph.nodes[id].primitive.rawValue)].kink,
        reached[id] && active[id] || decides[id] && kink.kind == .jump
      else { return [] }
      let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
      guard graph.nodes[id].primitive.isArray else { return [kink.condition(operands)] }
      let edge = ArrayEdge(
        operation: graph.operation(Graph.NodeID(id)), operands: operands, output: values[id], place: 0)
      return kink.laneCondition.map { [$0(edge)] } ?? []
    }
  }
}

extension Workbench {
  /// Returns the values that have to be defined but do not make one of these outputs nan where they are nan.
  func undefined(besides outputs: [Graph.NodeID]) -> [Symbol] {
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
