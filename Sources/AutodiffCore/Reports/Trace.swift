/// Every step of an evaluation, of its tangents or of its adjoints: the table a lecturer would draw, as data.
package struct Trace {
  package enum Mode: String, CaseIterable, Sendable {
    case primal, forward, reverse
  }

  package struct Step {
    package var node: Graph.NodeID
    package var name: String
    /// The function's name, the operator, or `input`.
    package var operation: String
    /// Names of the operands; a constant is its value.
    package var operands: [String]
    package var value: Tensor
    /// Whether the value is a truth value.
    package var isCondition: Bool
    /// One for each direction, in forward mode.
    package var tangents: [Tensor] = []
    /// In reverse mode.
    package var adjoint = Tensor.scalar(0)
    package var contributions: [Edge] = []
    package var role: Role?
  }

  package struct Edge {
    package var from: String
    package var to: String
    package var contribution: Contribution<Tensor>
  }

  package enum Event {
    case contribution(Edge, role: Role?)
    /// Several contributions met at a branch: their sum.
    case sum(name: String, parts: [Tensor], total: Tensor)
  }

  package let mode: Mode
  package let graph: Graph
  package let names: NodeNames
  package private(set) var steps: [Step] = []
  /// What the columns of tangents are called: inputs, or elements of inputs.
  package private(set) var directions: [String] = []
  /// The reverse pass in the order in which it happens.
  package private(set) var events: [Event] = []
  /// Nil in primal mode.
  package private(set) var derivatives: Derivatives?
  package var gradient: [(name: String, value: Tensor)] {
    derivatives.map { Array(zip($0.names, $0.tensors)) } ?? []
  }

  package var output: Tensor { point.value }
  /// The output's tangent, where one direction was asked for.
  package private(set) var directionalDerivative: Tensor?
  package let point: Point<Tensor>
  /// What the graph is one path of.
  private let program: Program?
  /// Whether there is anything but scalars.
  package var hasArrays: Bool { steps.contains { $0.value.scalar == nil } }

  /// - Parameter directions: in forward mode, the directions and what their columns are called;
  ///   nil: one for each input asked for.
  package init(
    _ point: Point<Tensor>, mode: Mode, direction: Point<Tensor>.Direction? = nil, path program: Program? = nil
  ) {
    self.program = program
    self.mode = mode
    self.point = point
    graph = point.graph
    names = NodeNames(graph)
    for id in graph.inputs + names.operations { steps.append(step(id)) }
    switch mode {
    case .primal: break
    case .forward: addTangents(direction)
    case .reverse: addAdjoints()
    }
  }

  private func step(_ id: Graph.NodeID) -> Step {
    let node = graph.nodes[Int(id)]
    let isInput = node.kind == .input
    let gate = node.primitive.gate
    return Step(
      node: id, name: names[id] ?? "", operation: isInput ? "input" : node.primitive.operationName,
      operands: graph.operands(of: id).map(operandName), value: point.values[Int(id)],
      isCondition: !isInput && node.primitive.isCondition, role: isInput ? nil : gate.role)
  }

  private func operandName(_ id: Graph.NodeID) -> String {
    if let name = names[id] { return name }
    return graph.isLiteral(id) ? Formula(graph, style: .language) { _ in nil }.text(id) : ""

  }

  private mutating func addTangents(_ direction: Point<Tensor>.Direction?) {
    var columns: [(String, Point<Tensor>.Direction)] = direction.map { [("", $0)] } ?? []
    if direction == nil {
      for (name, node) in point.wrt {
        let shape = graph.shape(of: node)
        for index in 0..<shape.count {
          columns.append((name + shape.subscriptText(index), [(input: node, tangent: .basis(shape, index))]))
        }
      }
    }
    for (name, direction) in columns {
      var tangents = point.pushforward(direction)
      // Where a sweep meets 0 · inf or inf - inf, reverse mode's answer is the definition.
      tangents[Int(graph.output)] = point.jvp(direction)
      directions.append(name)
      for index in steps.indices {
        let node = Int(steps[index].node)
        steps[index].tangents.append(tangents[node].fitted(to: point.values[node].shape))
      }
    }
    if let direction {
      let answer = point.directional(direction, path: program)
      directionalDerivative = answer.tangent
      derivatives = point.value.scalar == nil ? answer.derivatives : Derivatives(gradientOf: point, path: program)
    } else {
      derivatives = Derivatives(jacobianOf: point, graph.isScalar ? .reverse : nil, path: program)
    }
  }

  /// A step's tangents by input: its derivatives along all elements, in its shape followed by the input's.
  package func tangents(_ step: Step) -> [(input: String, value: Tensor)] {
    if directionalDerivative != nil { return step.tangents.first.map { [("direction", $0)] } ?? [] }
    var next = 0
    return point.wrt.map { name, node in
      let shape = graph.shape(of: node)
      let columns = Array(step.tangents[next..<next + shape.count])
      next += shape.count
      return (name, Tensor.columns(columns, output: step.value.shape, input: shape))
    }
  }

  private mutating func addAdjoints() {
    var recorder = Recorder()
    let adjoints = point.pullback(observer: &recorder)
    var index: [Graph.NodeID: Int] = [:]
    for (place, step) in steps.enumerated() { index[step.node] = place }
    var arrived: [Graph.NodeID: [Tensor]] = [:]
    var current: Graph.NodeID?
    for contribution in recorder.contributions {
      if contribution.from != current {
        current = contribution.from
        addSum(contribution.from, arrived[contribution.from] ?? [], contribution.upstream)
      }
      let edge = Edge(
        from: operandName(contribution.from), to: operandName(contribution.to), contribution: contribution)
      arrived[contribution.to, default: []].append(contribution.value)
      let sender = index[contribution.from]
      if let sender { steps[sender].contributions.append(edge) }
      events.append(.contribution(edge, role: sender.flatMap { steps[$0].role }))
    }
    for input in graph.inputs { addSum(input, arrived[input] ?? [], adjoints[Int(input)]) }
    for place in steps.indices {
      let node = Int(steps[place].node)
      steps[place].adjoint = adjoints[node].fitted(to: point.values[node].shape)
    }
    derivatives = Derivatives(gradientOf: point, path: program)
  }

  /// Whether the output is one of the inputs, whose adjoint is the seed.
  package var outputIsInput: Bool { graph.nodes[Int(graph.output)].kind == .input }

  private mutating func addSum(_ id: Graph.NodeID, _ parts: [Tensor], _ total: Tensor) {
    if parts.count > 1 { events.append(.sum(name: operandName(id), parts: parts, total: total)) }
  }

  // MARK: - Formulas

  /// What a step computes, in terms of its operands' names.
  package func expression(_ step: Step, _ style: FormulaStyle, _ number: NumberText = NumberText()) -> String {
    let names = names
    return Formula(graph, style: style, number: number) { names[$0] }.definition(step.node)
  }

  /// The local derivative along an edge, as the rule of the primitive says it.
  package func local(
    _ edge: Edge, _ style: FormulaStyle, _ number: NumberText = NumberText(), factor: Bool = false
  ) -> String {
    LocalFormula(edge.contribution, in: graph, names, ties: point.ties, style: style, number: number)
      .local(asFactor: factor)
  }

  /// What an edge adds to an adjoint as a formula of its own, where that is more than a product with the local
  /// derivative.
  package func contribution(
    _ edge: Edge, _ style: FormulaStyle, _ number: NumberText, adjoint: (String) -> String
  ) -> String? {
    LocalFormula(edge.contribution, in: graph, names, ties: point.ties, style: style, number: number)
      .contribution(upstream: adjoint(edge.from))
  }
}

private struct Recorder: PullbackObserver {
  var contributions: [Contribution<Tensor>] = []
  mutating func contribute(_ contribution: Contribution<Tensor>) { contributions.append(contribution) }
}
