/// The distances by which rounding may have moved the numbers of an answer.
package struct RoundingReport: Sendable {
  /// A bound for each element of the value; nil for those that were not examined.
  package private(set) var value: [RoundingBound?]
  /// A bound for each derivative, input by input, in the order of the elements of their arrays.
  package private(set) var derivatives: [[RoundingBound?]] = []
  /// The graphs whose nodes the bounds of the value and of the derivatives name.
  package let graph: Graph
  private var sweeps: Graph?

  /// The limits of an examination.
  package struct Limits: Sendable {
    /// The most nodes and elements that sweeps may visit in all.
    let visits: Int
    /// The most nodes that an operation on arrays is taken apart into.
    let nodes: Int

    /// The limits where rounding is asked for.
    package static let asked = Limits(visits: 100_000_000, nodes: 1_000_000)
    /// The limits where it is not.
    package static let unasked = Limits(visits: 5_000_000, nodes: 50_000)
  }

  /// Examines the value of a program at a point.
  ///
  /// - Parameter inputs: The errors with which the inputs were read, in their order.
  package init(
    _ point: Point<Tensor>, inputs: [NodeErrors?], constants: ConstantErrors, _ limits: Limits = .asked
  ) {
    graph = point.graph
    value = Array(repeating: nil, count: point.value.count)
    guard graph.elementCount <= limits.visits / value.count,
      let rounded = try? RoundedGraph(
        graph, point.values, inputs: inputs, constants: constants, ties: point.ties, mostNodes: limits.nodes)
    else { return }
    for element in value.indices { value[element] = rounded.bound(of: graph.output, element: element) }
  }

  /// Examines the value and derivatives of a program at a point.
  ///
  /// - Parameters:
  ///   - answers: The derivatives, of which those that do not follow the conventions have no bound.
  ///   - isForward: A Boolean value indicating whether they were taken by forward mode.
  ///   - inputs: The errors with which the inputs were read, in their order.
  package init(
    _ point: Point<Tensor>, _ answers: Derivatives, isForward: Bool = false, inputs: [NodeErrors?],
    constants: ConstantErrors, _ limits: Limits = .asked
  ) {
    self.init(point, inputs: inputs, constants: constants, limits)
    derivatives = answers.shapes.map { Array(repeating: nil, count: $0.count) }
    let count = derivatives.reduce(0) { $0 + $1.count }
    // A sweep is recorded for each element of the output, or of the inputs, and has some three nodes for one.
    let sweeps = isForward ? count / point.value.count : point.value.count
    let work = (3 * graph.elementCount).multipliedReportingOverflow(by: max(sweeps, 1) * max(count, 1))
    guard !work.overflow, work.partialValue <= limits.visits,
      let recorded = try? RecordedDerivatives(point, isForward: isForward)
    else { return }
    let values = Evaluation.run(recorded.graph, inputs: graph.inputs.map { point.values[Int($0)] })
    guard !recorded.graph.hasLeaders(values),
      let rounded = try? RoundedGraph(
        recorded.graph, values, inputs: inputs, constants: constants, ties: point.ties, mostNodes: limits.nodes)
    else { return }
    self.sweeps = recorded.graph
    var first = 0
    for input in derivatives.indices {
      let width = derivatives[input].count / point.value.count
      let answer = answers.tensor(input)
      for place in derivatives[input].indices {
        let (output, element) = (place / width, place % width)
        let (node, part) =
          isForward
          ? (recorded.outputs[first + element][0], output) : (recorded.outputs[output][input], element)
        var bound = rounded.bound(of: node, element: part)
        // At a kink the answer may be another one than the sweep's.
        let change = answer[place] - values[Int(node)][part]
        if change.magnitude > 1e-9 * answer[place].magnitude + 2 * bound.size { continue }
        bound.correction = bound.correction.map { $0 - change }
        derivatives[input][place] = bound
      }
      first += width
    }
  }

  /// Returns what rounding does at each node, to the sum of the output's elements with these weights.
  ///
  /// - Returns: nil where that would take too long.
  package static func steps(
    _ point: Point<Tensor>, weights: Tensor, inputs: [NodeErrors?], constants: ConstantErrors,
    _ limits: Limits = .asked
  ) -> [RoundingStep]? {
    guard point.graph.elementCount <= limits.visits else { return nil }
    return try? RoundedGraph(
      point.graph, point.values, inputs: inputs, constants: constants, ties: point.ties, mostNodes: limits.nodes
    ).steps(weights)
  }

  /// Returns the errors of the elements of a value that a program without inputs computes, and was read as.
  package static func errors(_ graph: Graph, _ source: SourceText) -> NodeErrors? {
    guard graph.inputs.isEmpty else { return nil }
    let point = Point<Tensor>(graph, inputs: [])
    let report = RoundingReport(point, inputs: [], constants: ConstantErrors(graph, source))
    let bounds = report.value.compactMap { $0 }
    guard bounds.count == report.value.count else { return nil }
    let corrections = bounds.compactMap(\.correction)
    return corrections.count == bounds.count
      ? NodeErrors(corrections, areKnown: true) : NodeErrors(bounds.map(\.size), areKnown: false)
  }

  // MARK: - What is lost

  /// The operation, or the reading of a number, at which most of an answer is lost.
  package struct Loss: Sendable {
    /// The place in the source.
    package let span: Span
    /// The primitive; nil for a number that was read.
    package let primitive: Primitive?
    /// The name of the input that was read; nil for a constant and an operation.
    package let input: String?
    /// The part of the bound that arises there.
    package let share: Double
  }

  /// Returns the loss that a bound names.
  ///
  /// - Parameter isDerivative: A Boolean value indicating whether the bound is a derivative's.
  package func loss(_ bound: RoundingBound, isDerivative: Bool) -> Loss? {
    guard let id = bound.node, let graph = isDerivative ? sweeps : graph else { return nil }
    let node = graph.nodes[Int(id)]
    let isLeaf = graph.isLeaf(id)
    return Loss(
      span: graph.spans[Int(id)], primitive: isLeaf ? nil : node.primitive,
      input: node.kind == .input ? graph.name(ofInput: id) : nil, share: bound.share)
  }

  /// Returns the bound with the fewest right digits among those of an array, and how many there are.
  ///
  /// - Parameter areDerivatives: A Boolean value indicating whether a 0 beside other numbers is left out: a derivative
  ///   that is 0 may well be so exactly.
  package static func worst(
    _ bounds: [RoundingBound?], _ values: Tensor, areDerivatives: Bool
  ) -> (bound: RoundingBound, digits: Int)? {
    let leavesZeros = areDerivatives && !values.isZero
    var worst: (bound: RoundingBound, digits: Int, loss: Double)?
    for (place, bound) in bounds.enumerated() {
      guard let bound, values[place].isFinite, !(leavesZeros && values[place] == 0) else { continue }
      let loss = bound.size == 0 ? 0 : bound.size / values[place].magnitude
      if let known = worst, loss <= known.loss { continue }
      worst = (bound, bound.digits(of: values[place]), loss)
    }
    return worst.map { ($0.bound, $0.digits) }
  }
}

extension Graph {
  /// Returns a Boolean value indicating whether a lane of weights has one that leads all others, from which an operation
  /// takes its result past what cancels, though not its derivative: of that, bounds would be far too large.
  fileprivate func hasLeaders(_ values: [Tensor]) -> Bool {
    nodes.indices.contains { id in
      guard nodes[id].kind == .wide, nodes[id].primitive.isArray,
        case .composition(let composition) = nodes[id].primitive.arrayForm, composition.isOfLanes,
        !composition.isSmooth,
        composition.value != nil, let weights = operands(of: NodeID(id)).first
      else { return false }
      return values[Int(weights)].withElements { $0.contains { $0 > 0.875 } }
    }
  }
}
