/// The sweeps behind emitted functions, drawn into a graph under construction.
struct EmittedSweeps {
  let bench: Workbench
  /// The symbol of each node of the program; nil for one that has none of its own.
  private(set) var values: [Symbol?] = []
  /// The symbols of the answers, each a part of one: of a matrix an input's part of a row.
  private(set) var answers: [(kind: EmittedAnswer, symbols: [Symbol])] = []

  private let program: Graph
  private let wrt: [Graph.NodeID]
  private let ties: Ties
  private let inputs: [Symbol]
  private let active: [Bool]

  /// The number of nodes that the sweeps of a matrix may visit.
  private static let mostVisits = 20_000_000

  /// Draws the sweeps.
  ///
  /// - Throws: A `Problem` if a graph has more nodes than the limit, or a matrix too many elements.
  init(
    _ program: Graph, wrt: [Graph.NodeID], ties: Ties, _ kind: EmittedDerivative, _ care: RangeCare
  ) throws(Problem) {
    self.program = program
    self.wrt = wrt
    active = program.active(wrt)
    self.ties = ties
    let bench = Workbench(Graph(), .piecewise, ties: ties, care: care)
    inputs = program.inputs.map { bench.input(program.name(ofInput: $0), shape: program.shape(of: $0)) }
    self.bench = bench
    switch kind {
    case .gradient:
      let values = Evaluation.run(program, inputs: inputs)
      self.values = values
      answers = [(.value, [values[Int(program.output)]]), (.gradient, gradient(values, seed: 1.0))]
    case .jacobian:
      let values = Evaluation.run(program, inputs: inputs)
      self.values = values
      let output = program.shape(of: program.output)
      try check(rows: output.count, of: program)
      let rows = elements(of: program.output).flatMap { gradient(values, of: $0.node, seed: $0.seed) }
      answers = [(.value, parts(of: program.output).map { values[Int($0)] }), (.jacobian, rows)]
    case .hessian, .hvp:
      let reverse = try EmittedSweeps(program, wrt: wrt, ties: ties, .gradient, care)
      let first = reverse.answers.flatMap(\.symbols).map { reverse.bench.node($0) }
      let places = reverse.values.map { $0.map { reverse.bench.node($0) } }
      let graph = reverse.bench.graph
      if let problem = reverse.bench.problem { throw problem }
      if kind == .hvp {
        let duals = Evaluation.run(graph, inputs: moved(along: directions()))
        values = places.map { $0.map { duals[Int($0)].value } }
        answers = [(.product, first.dropFirst().map { tangent(of: $0, in: graph, duals) })]
      } else {
        try check(rows: wrt.reduce(0) { $0 + program.shape(of: $1).count }, of: graph)
        let symbols = Evaluation.run(graph, inputs: inputs)
        values = places.map { $0.map { symbols[Int($0)] } }
        answers = [
          (.value, [symbols[Int(first[0])]]), (.gradient, first.dropFirst().map { symbols[Int($0)] }),
          (.hessian, hessian(graph, Array(first.dropFirst()))),
        ]
      }
    case .jvp:
      let duals = Evaluation.run(program, inputs: moved(along: directions()))
      values = duals.map(\.value)
      let parts = parts(of: program.output)
      answers = [
        (.value, parts.map { duals[Int($0)].value }), (.tangent, parts.map { tangent(of: $0, in: program, duals) }),
      ]
    }
  }

  private func check(rows: Int, of graph: Graph) throws(Problem) {
    let columns = wrt.reduce(0) { $0 + program.shape(of: $1).count }
    let entries = rows.multipliedReportingOverflow(by: columns)
    let visits = rows.multipliedReportingOverflow(by: graph.count)
    if entries.overflow || entries.partialValue > Derivation.mostElements || visits.overflow
      || visits.partialValue > Self.mostVisits
    {
      throw Problem(.limit(.derivatives(Derivation.mostElements)), program.spans[Int(program.output)])
    }
  }

  // MARK: - Reverse

  /// Returns the nodes that a node is a list of, or itself.
  private func parts(of id: Graph.NodeID) -> [Graph.NodeID] {
    let node = program.nodes[Int(id)]
    guard node.kind == .wide, node.primitive.isList else { return [id] }
    return program.operands(of: id).flatMap(parts)
  }

  /// Returns the elements of a node in their order: each the node it is an element of, and the adjoint that stands for
  /// it. Those of a list are its parts', so that nothing is sent to the others.
  private func elements(of id: Graph.NodeID) -> [(node: Graph.NodeID, seed: Symbol)] {
    parts(of: id).flatMap { part in
      let shape = program.shape(of: part)
      return (0..<shape.count).map { (part, shape.isScalar ? Symbol(1) : .constant(.basis(shape, $0))) }
    }
  }

  /// Returns the derivatives by the inputs of `wrt`, of the output or of another node.
  private func gradient(_ values: [Symbol], of node: Graph.NodeID? = nil, seed: Symbol) -> [Symbol] {
    var graph = program
    if let node { graph.output = node }
    let adjoints = Pullback.run(graph, values: values, active: active, seed: seed, ties: ties)
    return wrt.map { adjoints[Int($0)].unbroadcast(to: program.shape(of: $0)) }
  }

  // MARK: - Forward

  /// Returns an input for the tangent of each input of `wrt`, under names that the program does not use.
  private func directions() -> [Symbol] {
    let taken = Set(program.orderedInputNames)
    var prefix = "d"
    while wrt.contains(where: { taken.contains(prefix + program.name(ofInput: $0)) }) { prefix += "d" }
    return wrt.map { bench.input(prefix + program.name(ofInput: $0), shape: program.shape(of: $0)) }
  }

  /// Returns the inputs with their tangents.
  ///
  /// - Parameter tangents: The tangents of the inputs of `wrt`; nil for one that does not move.
  private func moved(along tangents: [Symbol?]) -> [Dual<Symbol>] {
    zip(inputs, program.inputs).map { input, node in
      Dual(input, tangent: wrt.firstIndex(of: node).flatMap { tangents[$0] })
    }
  }

  private func tangent(of node: Graph.NodeID, in graph: Graph, _ duals: [Dual<Symbol>]) -> Symbol {
    (duals[Int(node)].tangent ?? 0.0).unbroadcast(to: graph.shape(of: node))
  }

  /// Returns the second derivatives: a row for each element of the inputs of `wrt`, from a sweep along it.
  ///
  /// - Parameter gradient: The nodes of the first derivatives.
  private func hessian(_ graph: Graph, _ gradient: [Graph.NodeID]) -> [Symbol] {
    var rows: [[Symbol]] = []
    for (place, input) in wrt.enumerated() {
      let shape = program.shape(of: input)
      for element in 0..<shape.count {
        var tangents = [Symbol?](repeating: nil, count: wrt.count)
        tangents[place] = shape.isScalar ? 1.0 : .constant(.basis(shape, element))
        let duals = Evaluation.run(graph, inputs: moved(along: tangents))
        rows.append(gradient.map { tangent(of: $0, in: graph, duals) })
      }
    }
    if wrt.allSatisfy({ program.shape(of: $0).isScalar }) {
      // Both triangles are the same numbers.
      for row in rows.indices {
        for column in 0..<row { rows[row][column] = rows[column][row] }
      }
    }
    return rows.flatMap { $0 }
  }
}
