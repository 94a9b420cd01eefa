/// The derivatives of a program as a graph that gives the bits of the sweep, with the place in the source at which each
/// of its operations arises.
struct RecordedDerivatives {
  /// The sweeps of the program, which begins with its inputs.
  let graph: Graph
  /// The nodes of the derivatives of each element of the output, input by input, each in the input's shape; those of one
  /// sweep forward, if `isForward`: of the output in its shape, by each element of the inputs.
  let outputs: [[Graph.NodeID]]
  let isForward: Bool

  /// Records the sweeps of a program at a point.
  ///
  /// - Throws: A limit on the graph.
  init(_ point: Point<Tensor>, isForward: Bool) throws(Problem) {
    self.isForward = isForward
    let program = point.graph
    var limits = Limits()
    limits.freeMemory = program.freeMemory
    let bench = Workbench(Graph(limits: limits), .bitExact, ties: point.ties, keepsGates: true)
    let values = try Self.evaluate(program, bench)
    let gates = Symbol.gates(point.ties)
    bench.beginSweep()
    let shape = program.shape(of: program.output)
    if isForward {
      outputs = point.basisDirections.map { direction in
        let direction = direction.map { (input: $0.input, tangent: Symbol.constant($0.tangent)) }
        let tangents = Pushforward.run(program, values: values, direction: direction, ties: point.ties)
        return [bench.node(tangents[Int(program.output)].unbroadcast(to: shape))]
      }
    } else {
      let active = program.active(point.wrt)
      outputs = (0..<shape.count).map { element in
        var places = Places(bench: bench, program: program)
        let seed: Symbol = shape.isScalar ? 1.0 : .constant(.basis(shape, element))
        let adjoints = Pullback.run(
          program, values: values, active: active, seed: seed, gates: gates, observer: &places)
        return point.wrt.map { bench.node(adjoints[Int($0)].unbroadcast(to: program.shape(of: $0))) }
      }
    }
    bench.endSweep()
    if let problem = bench.problem { throw problem }
    graph = bench.graph
  }

  /// Returns the values of a program as nodes.
  ///
  /// Constants are nodes, too: folded, they would lose the errors of what is done with them. An exponent is none, as
  /// there are powers of their own for it.
  private static func evaluate(_ program: Graph, _ bench: Workbench) throws(Problem) -> [Symbol] {
    var values = [Symbol](repeating: 0.0, count: program.count)
    for input in program.inputs {
      bench.span = program.spans[Int(input)]
      values[Int(input)] = bench.input(program.name(ofInput: input), shape: program.shape(of: input))
    }
    for (id, node) in program.nodes.enumerated() {
      bench.span = program.spans[id]
      switch node.kind {
      case .input: continue
      case .constant: values[id] = .node(bench.node(Symbol(program.constants[Int(node.a)])), bench)
      case .unary:
        let x = values[Int(node.a)]
        values[id] = node.primitive == .negate ? -x : .apply(node.primitive, x)
      case .binary:
        let exponent = program.nodes[Int(node.b)]
        let isPower = node.primitive == .power && exponent.kind == .constant
        let right = isPower ? Symbol(program.constants[Int(exponent.a)]) : values[Int(node.b)]
        values[id] = .binary(node.primitive, values[Int(node.a)], right)
      case .wide:
        let operands = program.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
        values[id] =
          node.primitive.isArray
          ? .apply(program.operation(Graph.NodeID(id)), operands) : .apply(node.primitive, operands)
      }
      if let problem = bench.problem { throw problem }
    }
    return values
  }
}

/// An observer that says for which place in the source the next nodes of a sweep are made.
private struct Places: PullbackObserver {
  typealias Element = Symbol
  static var looks: Bool { false }
  let bench: Workbench
  let program: Graph

  mutating func contribute(_ contribution: Contribution<Symbol>) {}

  mutating func sent(from node: Graph.NodeID) -> [(to: Graph.NodeID, value: Symbol)]? {
    bench.span = program.spans[Int(node)]
    return nil
  }
}
