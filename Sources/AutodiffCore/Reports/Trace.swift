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
    package var value: Double
    /// Whether the value is a truth value.
    package var isCondition: Bool
    /// One for each direction, in forward mode.
    package var tangents: [Double] = []
    /// In reverse mode.
    package var adjoint = 0.0
    package var contributions: [Edge] = []
    package var role: Role?
  }

  package struct Edge {
    package var from: String
    package var to: String
    package var contribution: Contribution<Double>
  }

  package enum Event {
    case contribution(Edge, role: Role?)
    /// Several contributions met at a branch: their sum.
    case sum(name: String, parts: [Double], total: Double)
  }

  package let mode: Mode
  package let graph: Graph
  package let names: NodeNames
  package private(set) var steps: [Step] = []
  package private(set) var directions: [String] = []
  /// The reverse pass in the order in which it happens.
  package private(set) var events: [Event] = []
  /// Nil in primal mode.
  package private(set) var derivatives: Derivatives?
  package var gradient: [(name: String, value: Double)] { derivatives?.gradient ?? [] }

  package var output: Double { point.value }
  /// The output's tangent, where one direction was asked for.
  package private(set) var directionalDerivative: Double?
  package let point: Point

  /// - Parameter directions: in forward mode, the directions and what their columns are called;
  ///   nil: one for each input asked for.
  package init(_ point: Point, mode: Mode, direction: Point.Direction? = nil) {
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
      node: id, name: names[id] ?? "", operation: isInput ? "input" : gate.name,
      operands: graph.operands(of: id).map(operandName), value: point.values[Int(id)],
      isCondition: !isInput && node.primitive.isCondition, role: isInput ? nil : gate.role)
  }

  private func operandName(_ id: Graph.NodeID) -> String {
    names[id] ?? NumberText()(point.values[Int(id)])
  }

  private mutating func addTangents(_ direction: Point.Direction?) {
    let columns: [(String, Point.Direction)] =
      direction.map { [("", $0)] } ?? point.wrt.map { ($0.name, [(input: $0.node, tangent: 1)]) }
    let conventions = point.gradient
    for (name, direction) in columns {
      var tangents = point.pushforward(direction)
      // Where a sweep meets 0 · inf or inf - inf, reverse mode's answer is the definition.
      if let column = point.wrt.firstIndex(where: { $0.name == name }) {
        let (forward, reverse) = (tangents[Int(graph.output)], conventions[column].value)
        if !forward.isFinite || !reverse.isFinite { tangents[Int(graph.output)] = reverse }
      }
      directions.append(name)
      for index in steps.indices { steps[index].tangents.append(tangents[Int(steps[index].node)]) }
    }
    if let direction { directionalDerivative = point.pushforward(direction)[Int(graph.output)] }
    derivatives = point.derivatives
  }

  private mutating func addAdjoints() {
    var recorder = Recorder()
    let adjoints = point.pullback(observer: &recorder)
    var index: [Graph.NodeID: Int] = [:]
    for (place, step) in steps.enumerated() { index[step.node] = place }
    var arrived: [Graph.NodeID: [Double]] = [:]
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
    for place in steps.indices { steps[place].adjoint = adjoints[Int(steps[place].node)] }
    derivatives = point.derivatives
  }

  /// Whether the output is one of the inputs, whose adjoint is the seed.
  package var outputIsInput: Bool { graph.nodes[Int(graph.output)].kind == .input }

  private mutating func addSum(_ id: Graph.NodeID, _ parts: [Double], _ total: Double) {
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
    LocalFormula.text(
      of: edge.contribution, in: graph, ties: point.ties, style: style, number: number, isFactor: factor, names: names)
  }
}

private struct Recorder: PullbackObserver {
  var contributions: [Contribution<Double>] = []
  mutating func contribute(_ contribution: Contribution<Double>) { contributions.append(contribution) }
}
