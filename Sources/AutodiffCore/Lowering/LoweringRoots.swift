/// The lowering of roots: equations that are solved while the graph is made, and differentiated implicitly.
///
/// The graph has the root u* as a constant, and from it steps u ← u - J⁻¹ F(u) with the Jacobian J of the solution, which
/// is a constant, too. They stay where they are, and each makes one more order of the derivatives right: the first gives
/// du = -J⁻¹ dF, which is the theorem of implicit functions, with one linear solve in either mode.
///
/// Source: A. Griewank and A. Walther, Evaluating Derivatives, 2nd ed., chapter 15.
extension Lowering {
  /// The state of roots while a program is lowered.
  struct Roots {
    /// The unknowns that are being solved for, the innermost last, with the nodes that stand for them.
    var unknowns: [(name: NameTable.ID, node: Graph.NodeID)] = []
    /// The number of calls that are being solved, inside each other.
    var depth = 0
    /// The number of evaluations of all searches so far.
    var steps = 0
    /// The number of orders to which the derivatives of a node are right.
    var orders: [Graph.NodeID: Int] = [:]
    /// The number of orders that are missing, since the program takes derivatives of roots itself.
    var missing = 0
  }

  /// The greatest number of calls inside each other.
  private static let mostNested = 20
  /// The greatest number of evaluations of all searches; one that lowers its expression anew counts as several.
  private static let mostSteps = 2_000_000

  /// An expression with its unknown.
  private struct Equation {
    /// The node that stands for the unknown.
    var unknown: Graph.NodeID
    /// The node of the expression.
    var value: Graph.NodeID
  }

  /// Returns the node that stands for an unknown.
  func unknown(_ node: SyntaxTree.Node) throws(Problem) -> Graph.NodeID {
    guard let known = roots.unknowns.last(where: { $0.name == node.payload }) else {
      throw Problem(.root(.nameNeeded), node.span)
    }
    return known.node
  }

  /// Returns the node of a root.
  ///
  /// - Throws: A problem of the expression, and that no root is found.
  mutating func root(_ call: RootCalls.Call, _ frame: Frame) throws(Problem) -> Graph.NodeID {
    let span = tree.nodes[call.place].span
    let unknown = tree.nodes[call.unknown]
    let name = tree.names[unknown.payload]
    if hasValue(unknown.payload, in: frame) { throw Problem(.root(.taken(name)), unknown.span) }
    guard roots.depth < Self.mostNested else { throw Problem(.root(.nested(Self.mostNested)), span) }
    roots.depth += 1
    defer { roots.depth -= 1 }
    let start = try evaluate(call.start, in: frame)
    let shape = graph.shape(of: start)
    let startSpan = tree.nodes[call.start.upperBound - 1].span
    guard shape.rank < 2 else { throw Problem(.root(.start(name, shape)), startSpan) }
    guard let first = try known.value(of: start, in: graph) else {
      throw Problem(.pathUnknown(word: RootCalls.function, names: unknownInputs(of: start)), span)
    }
    // A call that is remembered would not add its guards again.
    let remembered = calls
    calls = [:]
    defer { calls = remembered }
    let found: [Double]?
    do throws(Problem) {
      found = try solve(call, frame, from: first)
    } catch {
      guard options.guesses, case .root(let fault) = error.fact, fault.dependsOnValues else { throw error }
      found = nil
    }
    return try steps(call, frame, at: found ?? first.elements, shape, start: start, isFound: found != nil)
  }

  /// Returns a Boolean value indicating whether a name cannot be an unknown's, since it has a value.
  private func hasValue(_ name: NameTable.ID, in frame: Frame) -> Bool {
    variables[Int(name)] != 0 || frame.definition.map { tree.definitions[$0].parameters.contains(name) } ?? false
  }

  /// Returns the expression of a call with its unknown at the value of a node.
  ///
  /// - Throws: A problem of the expression; that its shape is not the unknown's.
  private mutating func equation(
    _ call: RootCalls.Call, _ frame: Frame, at value: Graph.NodeID
  ) throws(Problem) -> Equation {
    let name = tree.nodes[call.unknown]
    let shape = graph.shape(of: value)
    let unknown = try graph.append(.broadcast(to: shape), [value], span: name.span, isVariable: true)
    aliases.insert(unknown)
    roots.unknowns.append((name.payload, unknown))
    defer { roots.unknowns.removeLast() }
    let result = try evaluate(call.expression, in: frame)
    guard graph.shape(of: result) == shape else {
      throw Problem(
        .root(.shape(tree.names[name.payload], shape, given: graph.shape(of: result))),
        tree.nodes[call.expression.upperBound - 1].span)
    }
    return Equation(unknown: unknown, value: result)
  }

  /// Returns a node for the elements of an unknown.
  private mutating func constant(_ elements: [Double], _ shape: Shape, _ span: Span) throws(Problem) -> Graph.NodeID {
    var nodes: [Graph.NodeID] = []
    for element in elements { nodes.append(try graph.constant(element, span: span)) }
    return shape.isScalar ? nodes[0] : try graph.apply(.stack(shape), nodes, span: span)
  }

  /// Returns the problem of a call of `root` that is not written as it has to be.
  func notSolved(_ count: Int, _ named: [NamedArgument], _ node: SyntaxTree.Node, before end: Int) -> Problem {
    if let first = named.first { return shapeProblem(.unexpected(first), RootCalls.function, node.span) }
    guard count == 3 else { return wrongCount(node, .exactly(3), count) }
    let unknown = tree.nodes[tree.start(endingAt: end) - 1]
    if unknown.kind == .parameter, let definition = tree.definitions.first(where: { $0.body.contains(end) }) {
      return Problem(.root(.taken(tree.names[definition.parameters[Int(unknown.payload)]])), unknown.span)
    }
    return Problem(.root(.nameNeeded), unknown.span)
  }

  // MARK: - The search

  /// Returns the root that is found from a start.
  private mutating func solve(
    _ call: RootCalls.Call, _ frame: Frame, from start: Tensor
  ) throws(Problem) -> [Double] {
    let span = tree.nodes[call.place].span
    let name = tree.names[tree.nodes[call.unknown].payload]
    let guards = graph.guards.count
    let unknown = try constant(start.elements, start.shape, span)
    let equation = try equation(call, frame, at: unknown)
    guard let part = try part(of: equation, span) else { throw Problem(.root(.constant(name)), span) }
    // The way through the expression may depend on the unknown if it decided anything.
    let isFixed = graph.guards.count == guards
    graph.dropGuards(from: guards)
    let end = try NewtonSearch.run(from: start.elements) { (place) throws(Problem) in
      roots.steps += isFixed ? 1 : 50
      guard roots.steps <= Self.mostSteps else { throw Problem(.root(.steps(Self.mostSteps)), span) }
      if isFixed { return sample(part, Tensor(start.shape, place)) }
      var trial = self
      let unknown = try trial.constant(place, start.shape, span)
      let equation = try trial.equation(call, frame, at: unknown)
      let part = try trial.part(of: equation, span)
      (roots.steps, iterations) = (trial.roots.steps, trial.iterations)
      guard let part else { throw Problem(.root(.constant(name)), span) }
      return sample(part, Tensor(start.shape, place))
    }
    switch end {
    case .root(let place): return place
    case .stuck(let sample): throw Problem(.root(.stuck(name, at: sample.place)), span)
    case .singular(let sample): throw Problem(.root(.singular(name, at: sample.place)), span)
    case .notFound(let sample):
      let residual = sample.residual.count == 1 ? sample.residual[0] : sample.size
      throw Problem(.root(.notFound(name, at: sample.place, residual: residual)), span)
    }
  }

  /// The part of a graph in which an expression is computed from its unknown.
  private struct Part {
    var graph: Graph
    /// The node of the whole graph for each of the part.
    var origins: [Graph.NodeID]
    /// The values of the part's inputs but for the first, which is the unknown.
    var others: [Tensor]
  }

  /// Returns the part of the graph between an unknown and its expression; nil if that does not depend on it.
  private mutating func part(of equation: Equation, _ span: Span) throws(Problem) -> Part? {
    guard let (part, origins) = try graph.part(from: equation.unknown, to: equation.value) else { return nil }
    var others: [Tensor] = []
    for input in part.inputs.dropFirst() {
      let origin = origins[Int(input)]
      guard let value = try known.value(of: origin, in: graph) else {
        throw Problem(.pathUnknown(word: RootCalls.function, names: unknownInputs(of: origin)), span)
      }
      others.append(value)
    }
    return Part(graph: part, origins: origins, others: others)
  }

  /// Evaluates an expression.
  private func sample(_ part: Part, _ place: Tensor) -> NewtonSearch.Sample {
    let graph = part.graph
    let values = Evaluation.run(graph, inputs: [place] + part.others)
    let ties = options.ties
    return NewtonSearch.Sample(
      place: place.elements, residual: values[Int(graph.output)].unbroadcast(to: place.shape).elements
    ) {
      let active = graph.active([graph.inputs[0]])
      return (0..<place.count).flatMap { row -> [Double] in
        var seed = [Double](repeating: 0, count: place.count)
        seed[row] = 1
        let adjoints = Pullback.run(
          graph, values: values, active: active, seed: Tensor(place.shape, seed), ties: ties)
        return adjoints[Int(graph.inputs[0])].unbroadcast(to: place.shape).elements
      }
    }
  }

  // MARK: - The graph

  /// Returns the node of a root: steps from its value, which carry its derivatives.
  ///
  /// - Parameter isFound: A Boolean value indicating whether the place is a root; if not, it stands in for those to come.
  private mutating func steps(
    _ call: RootCalls.Call, _ frame: Frame, at place: [Double], _ shape: Shape, start: Graph.NodeID, isFound: Bool
  ) throws(Problem) -> Graph.NodeID {
    let span = tree.nodes[call.place].span
    let name = tree.names[tree.nodes[call.unknown].payload]
    let guards = graph.guards.count
    var root = try constant(place, shape, span)
    var equation = try equation(call, frame, at: root)
    guard let part = try part(of: equation, span) else { throw Problem(.root(.constant(name)), span) }
    let read = part.graph.inputs.dropFirst().map { part.origins[Int($0)] }.filter { graph.nodes[Int($0)].isVariable }
    if read.isEmpty, graph.guards.count == guards, isFound {
      pin(start, isFound)
      return root
    }
    var jacobian = sample(part, Tensor(shape, place)).jacobian()
    if isFound {
      let steps = NewtonSearch.Solver(jacobian, place.count).solve(place.map { _ in 1 })
      guard steps.allSatisfy(\.isFinite) else { throw Problem(.root(.singular(name, at: place)), span) }
      if isAtKink(part, Tensor(shape, place)) { throw Problem(.root(.kink(name, at: place)), span) }
    } else {
      jacobian = Tensor.identity(place.count).elements
    }
    for id in [start] + read { pin(id, isFound) }
    let matrix = try constant(jacobian, shape.isScalar ? shape : Shape([place.count, place.count]), span)
    let orders = options.orders + options.spareOrders
    for order in 0..<orders {
      if order > 0 { equation = try self.equation(call, frame, at: root) }
      let step =
        shape.isScalar
        ? try graph.binary(.divide, equation.value, matrix, span: span)
        : try graph.apply(ArrayOperation(.solve, shape: shape), [matrix, equation.value], span: span)
      root = try graph.binary(.subtract, root, step, span: span)
    }
    roots.orders[root] = orders
    return root
  }

  /// Keeps the value of a node as one at which a root was found.
  private mutating func pin(_ id: Graph.NodeID, _ isFound: Bool) {
    guard graph.nodes[Int(id)].isVariable, let value = try? known.value(of: id, in: graph) else { return }
    graph.guardPath(id, .root(at: isFound ? value.elements : value.elements.map { _ in .nan }))
  }

  /// Returns a Boolean value indicating whether a gate on the way from an unknown to its expression is at a kink.
  private func isAtKink(_ part: Part, _ place: Tensor) -> Bool {
    let graph = part.graph
    let values = Evaluation.run(graph, inputs: [place] + part.others)
    let active = graph.active([graph.inputs[0]])
    let gates = Tensor.gates(options.ties)
    return graph.nodes.indices.contains { id in
      let node = graph.nodes[id]
      guard active[id], !graph.isLeaf(Graph.NodeID(id)), let kink = gates[Int(node.primitive.rawValue)].kink else {
        return false
      }
      let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
      guard node.primitive.isArray else { return kink.condition(operands).elements.contains { $0 != 0 } }
      let edge = ArrayEdge(
        operation: graph.operation(Graph.NodeID(id)), operands: operands, output: values[id], place: 0)
      return kink.laneCondition?(edge).elements.contains { $0 != 0 } ?? false
    }
  }

  /// Notes the orders to which the derivative of a part of the program is right, which are one less than those of its
  /// roots.
  mutating func noteDerivative(_ derivative: Graph.NodeID, of origins: [Graph.NodeID]) {
    if roots.orders.isEmpty { return }
    guard let least = origins.compactMap({ roots.orders[$0] }).min() else { return }
    roots.orders[derivative] = least - 1
    roots.missing = max(roots.missing, options.orders - (least - 1))
  }
}

extension RootFault {
  /// A Boolean value indicating whether other values of inputs may mend the fault.
  fileprivate var dependsOnValues: Bool {
    switch self {
    case .notFound, .stuck, .singular, .kink: true
    case .nameNeeded, .equation, .taken, .start, .shape, .constant, .nested, .steps, .noFormula: false
    }
  }
}
