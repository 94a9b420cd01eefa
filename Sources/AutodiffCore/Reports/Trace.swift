/// A trace of an evaluation, of its tangents or of its adjoints, step by step: the table a lecturer would draw, as
/// data.
///
/// Source: A. G. Baydin et al., "Automatic differentiation in machine learning: a survey" (JMLR 18, 2018), tables 2 and
/// 3.
package struct Trace {
  /// The sweeps that can be traced.
  package enum Mode: String, CaseIterable, Sendable {
    case primal, forward, reverse
  }

  /// A step of the evaluation: an input or an operation with its numbers.
  package struct Step {
    /// The node of the graph.
    package var node: Graph.NodeID
    /// The name of the node.
    package var name: String
    /// The name of the function, the sign of the operator, or `input`.
    package var operation: String
    /// The names of the operands; a constant is its value.
    package var operands: [String]
    /// The value (the primal).
    package var value: Tensor
    /// A Boolean value indicating whether the value is a truth value.
    package var isCondition: Bool
    /// The tangent for each direction, in forward mode.
    package var tangents: [Tensor] = []
    /// The adjoint, in reverse mode.
    package var adjoint = Tensor.scalar(0)
    /// The contributions that the step sends to its operands, in reverse mode.
    package var contributions: [Edge] = []
    /// The values that the step keeps for the way back; nil for an input, and if they are not asked for.
    package var saved: SavedValues?
    /// The effect of rounding at the step; nil if that is not asked for.
    package var rounding: RoundingStep?
    /// The role of the gate in the reverse pass; nil if it has none.
    package var role: Role?
  }

  /// An edge of the graph along which a contribution is sent back.
  package struct Edge {
    /// The name of the operation that sends.
    package var from: String
    /// The name of the operand that receives.
    package var to: String
    /// The contribution with its factors.
    package var contribution: Contribution<Tensor>
  }

  /// The events of the reverse pass.
  package enum Event {
    /// A contribution was sent along an edge.
    case contribution(Edge, role: Role?)
    /// The sum was taken of several contributions that met at a node.
    case sum(name: String, parts: [Tensor], total: Tensor)
  }

  package let mode: Mode
  /// A Boolean value indicating whether steps say which values they keep for the way back.
  package let marksSaved: Bool
  /// A Boolean value indicating whether steps say what rounding does there.
  package private(set) var showsRounding = false
  package let graph: Graph
  /// The names of the nodes.
  package let names: NodeNames
  /// The steps, inputs first, in the order of evaluation.
  package private(set) var steps: [Step] = []
  /// The titles of the columns of tangents: the inputs, or the elements of inputs.
  package private(set) var directions: [String] = []
  /// The events of the reverse pass in the order in which they happen.
  package private(set) var events: [Event] = []
  /// The derivatives; nil in primal mode.
  package private(set) var derivatives: Derivatives?
  /// The derivatives by name, those of the weighted output if there is a cotangent; empty in primal mode.
  package var gradient: [(name: String, value: Tensor)] {
    if let product { return zip(point.wrtInputs, product).map { ($0.name, $1) } }
    return derivatives.map { Array(zip($0.names, $0.tensors)) } ?? []
  }
  /// The derivatives by name that the conventions of the primitives give; empty in primal mode.
  package var conventionalGradient: [(name: String, value: Tensor)] {
    if cotangent != nil { return steps.filter { point.wrt.contains($0.node) }.map { ($0.name, $0.adjoint) } }
    return derivatives.map { derivatives in
      derivatives.names.indices.map { (derivatives.names[$0], derivatives.conventionTensor($0)) }
    } ?? []
  }

  /// The value of the output.
  package var output: Tensor { point.value }
  /// The output's adjoint that was asked for, in its shape; nil for 1.
  package let cotangent: Tensor?
  /// The cotangent times the Jacobian, an array in the shape of each input.
  private var product: [Tensor]?
  /// The output's tangent, if one direction was asked for.
  package private(set) var directionalDerivative: Tensor?
  /// The point at which the trace was taken.
  package let point: Point<Tensor>
  /// The program of which the graph is one path.
  private let program: Program?
  /// A Boolean value indicating whether any value is an array.
  package var hasArrays: Bool { steps.contains { $0.value.scalar == nil } }

  /// Traces a sweep at a point.
  ///
  /// - Parameter direction: The direction of forward mode; nil for one along each element of the inputs by which
  ///   derivatives are taken.
  /// - Parameter cotangent: The output's adjoint in reverse mode, in its shape; nil for 1, which a scalar may have.
  /// - Parameter marksSaved: A Boolean value indicating whether steps say which values they keep for the way back.
  /// - Parameter program: The program of which the point's graph is one path.
  package init(
    _ point: Point<Tensor>, mode: Mode, direction: Point<Tensor>.Direction? = nil, cotangent: Tensor? = nil,
    marksSaved: Bool = false, path program: Program? = nil
  ) {
    self.program = program
    self.cotangent = cotangent
    self.mode = mode
    self.marksSaved = marksSaved
    self.point = point
    graph = point.graph
    names = NodeNames(graph)
    for id in graph.inputs + names.operations { steps.append(step(id)) }
    if marksSaved {
      var reader = SavedValues.Reader(graph, wrt: point.wrt, ties: point.ties)
      for index in graph.inputs.count..<steps.count { steps[index].saved = reader.values(of: steps[index].node) }
    }
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
      for (name, node) in point.wrtInputs {
        let shape = graph.shape(of: node)
        for index in 0..<shape.count {
          columns.append((name + shape.subscriptText(index), [(input: node, tangent: .basis(shape, index))]))
        }
      }
    }
    for (name, direction) in columns {
      var tangents = point.pushforward(direction)
      // If a sweep meets 0 · inf or inf - inf, the answer of reverse mode is the definition.
      tangents[Int(graph.output)] = point.jvp(direction)
      directions.append(name)
      for index in steps.indices {
        let node = Int(steps[index].node)
        steps[index].tangents.append(tangents[node].unbroadcast(to: point.values[node].shape))
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

  /// Returns the tangents of a step by input: its derivatives by all elements, in the step's shape followed by the
  /// input's.
  package func tangents(_ step: Step) -> [(input: String, value: Tensor)] {
    if directionalDerivative != nil { return step.tangents.first.map { [("direction", $0)] } ?? [] }
    var next = 0
    return point.wrtInputs.map { name, node in
      let shape = graph.shape(of: node)
      let columns = Array(step.tangents[next..<next + shape.count])
      next += shape.count
      return (name, Tensor.columns(columns, output: step.value.shape, input: shape))
    }
  }

  private mutating func addAdjoints() {
    var recorder = Recorder()
    let adjoints = point.pullback(seed: cotangent ?? 1.0, observer: &recorder)
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
      steps[place].adjoint = adjoints[node].unbroadcast(to: point.values[node].shape)
    }
    if let cotangent {
      (product, derivatives) = point.codirectional(cotangent, path: program)
    } else {
      derivatives = Derivatives(gradientOf: point, path: program)
    }
  }

  /// A Boolean value indicating whether the output is one of the inputs, whose adjoint is the seed.
  package var outputIsInput: Bool { graph.nodes[Int(graph.output)].kind == .input }

  private mutating func addSum(_ id: Graph.NodeID, _ parts: [Tensor], _ total: Tensor) {
    if parts.count > 1 { events.append(.sum(name: operandName(id), parts: parts, total: total)) }
  }

  /// Adds what rounding does at each node.
  package mutating func add(_ rounding: [RoundingStep]) {
    showsRounding = true
    for index in steps.indices { steps[index].rounding = rounding[Int(steps[index].node)] }
  }

  // MARK: - Formulas

  /// Returns the formula of a step in terms of the names of its operands.
  package func expression(_ step: Step, _ style: FormulaStyle, _ number: NumberText = NumberText()) -> String {
    let names = names
    return Formula(graph, style: style, number: number) { names[$0] }.definition(step.node)
  }

  /// Returns the formula of the local derivative along an edge, as the rule of the primitive gives it.
  ///
  /// - Parameter factor: A Boolean value indicating whether the formula stands in a product.
  package func local(
    _ edge: Edge, _ style: FormulaStyle, _ number: NumberText = NumberText(), factor: Bool = false
  ) -> String {
    LocalFormula(edge.contribution, in: graph, names, ties: point.ties, style: style, number: number)
      .local(asFactor: factor)
  }

  /// Returns the formula of the contribution along an edge; nil if it is no more than a product with the local
  /// derivative.
  ///
  /// - Parameter adjoint: A closure that returns the name of a node's adjoint.
  package func contribution(
    _ edge: Edge, _ style: FormulaStyle, _ number: NumberText, adjoint: (String) -> String
  ) -> String? {
    LocalFormula(edge.contribution, in: graph, names, ties: point.ties, style: style, number: number)
      .contribution(upstream: adjoint(edge.from))
  }
}

/// The observer of a pullback that keeps the contributions in order.
private struct Recorder: PullbackObserver {
  var contributions: [Contribution<Tensor>] = []
  mutating func contribute(_ contribution: Contribution<Tensor>) { contributions.append(contribution) }
}
