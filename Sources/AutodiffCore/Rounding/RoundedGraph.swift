/// A graph at a point, with the error that each of its nodes made by itself.
struct RoundedGraph {
  let graph: Graph
  let values: [Tensor]
  private let errors: [NodeErrors?]
  private let gates: [Gate<Tensor>]
  private let everywhere: [Bool]

  /// Finds the errors of all nodes.
  ///
  /// - Parameters:
  ///   - inputs: The errors of the inputs, in their order; those of inputs beyond them are none.
  ///   - constants: The errors of the program's constants; nil where constants are none of a program's.
  ///   - mostNodes: The most nodes that an operation on arrays may be taken apart into.
  /// - Throws: That limit.
  init(
    _ graph: Graph, _ values: [Tensor], inputs: [NodeErrors?], constants: ConstantErrors?, ties: Ties, mostNodes: Int
  ) throws(Problem) {
    self.graph = graph
    self.values = values
    var errors = [NodeErrors?](repeating: nil, count: graph.count)
    for (id, error) in zip(graph.inputs, inputs) { errors[Int(id)] = error }
    let rounding = NodeRounding(graph: graph, values: values, ties: ties, mostNodes: mostNodes)
    for (id, node) in graph.nodes.enumerated() {
      switch node.kind {
      case .input: break
      case .constant: errors[id] = constants?.error(graph.constants[Int(node.a)])
      case .unary, .binary, .wide: errors[id] = try rounding.errors(id)
      }
    }
    self.errors = errors
    // An error goes through a value that is held, unlike a derivative.
    gates = Tensor.gates(ties).enumerated().map { place, gate in
      var gate = gate
      if Primitive.allCases[place].keepsValue { gate.derivative = .unary { _, _ in 1.0 } }
      return gate
    }
    everywhere = Array(repeating: true, count: graph.count)
  }

  /// The count of numbers that one sweep goes through.
  var elementCount: Int { graph.elementCount }

  /// Returns the bound on the error of an element of a node's value: Σ|v̄ᵢ·δᵢ| over all errors δᵢ, where v̄ᵢ is the
  /// adjoint of the value that has it; and Σ v̄ᵢ·δᵢ where they are known.
  ///
  /// Sources: S. Linnainmaa, "Taylor expansion of the accumulated rounding error" (BIT 16, 1976), for the bound;
  /// P. Langlois, "Automatic linear correction of rounding errors" (BIT 41, 2001), for the correction: the CENA method.
  func bound(of node: Graph.NodeID, element: Int) -> RoundingBound {
    var part = graph
    part.output = node
    var unobserved = Unobserved<Tensor>()
    let adjoints = Pullback.run(
      part, values: values, active: everywhere, seed: .basis(graph.shape(of: node), element), gates: gates,
      observer: &unobserved)
    var losses = Losses()
    for id in 0...Int(node) {
      guard let error = errors[id] else { continue }
      let adjoint =
        adjoints[id].shape == values[id].shape ? adjoints[id] : adjoints[id].unbroadcast(to: values[id].shape)
      if adjoint.isZero { continue }
      losses.add(error, adjoint, id, graph)
    }
    return losses.bound
  }

  /// The greatest error that each node made by itself, and how far all that it made may move the sum of the output's
  /// elements, each with its weight.
  func steps(_ weights: Tensor) -> [RoundingStep] {
    var unobserved = Unobserved<Tensor>()
    let adjoints = Pullback.run(
      graph, values: values, active: everywhere, seed: weights, gates: gates, observer: &unobserved)
    return errors.enumerated().map { id, errors in
      guard let errors else { return RoundingStep(error: 0, effect: 0) }
      let adjoint = adjoints[id].unbroadcast(to: values[id].shape)
      let effect = errors.elements.enumerated().reduce(0) { sum, element in
        element.1 == 0 || adjoint[element.0] == 0 ? sum : sum + (adjoint[element.0] * element.1).magnitude
      }
      return RoundingStep(error: errors.elements.reduce(0) { max($0, $1.magnitude) }, effect: effect)
    }
  }

  /// Bounds on the errors of all nodes of a graph of numbers, each from those of its operands: in one pass, though not
  /// as sharp where an operand goes into a value on several ways.
  var runningBounds: [Double] {
    var bounds = [Double](repeating: 0, count: graph.count)
    for (id, node) in graph.nodes.enumerated() {
      bounds[id] = errors[id].map { $0.elements[0].magnitude } ?? 0
      if node.kind == .input || node.kind == .constant { continue }
      let operands = graph.operands(of: Graph.NodeID(id))
      let gate = Gate<Double>.table[Int(node.primitive.rawValue)]
      let locals = gate.locals(operands.map { values[Int($0)][0] }, values[id][0])
      for (operand, local) in zip(operands, locals) where bounds[Int(operand)] != 0 && local != 0 {
        bounds[id] += (local * bounds[Int(operand)]).magnitude
      }
    }
    return bounds
  }
}

/// The parts of a bound by the places in the source where they arise.
private struct Losses {
  private var size = 0.0
  private var correction = 0.0
  private var areKnown = true
  private var parts: [Span: (size: Double, node: Graph.NodeID, greatest: Double)] = [:]

  mutating func add(_ errors: NodeErrors, _ adjoint: Tensor, _ id: Int, _ graph: Graph) {
    var own = 0.0
    for (place, error) in errors.elements.enumerated() where error != 0 {
      let adjoint = adjoint[place]
      if adjoint == 0 { continue }
      let term = adjoint * error
      own += term.magnitude
      if errors.areKnown { correction += term } else { areKnown = false }
    }
    if own == 0 { return }
    size += own
    let span = graph.spans[id]
    var part = parts[span] ?? (0, Graph.NodeID(id), 0)
    part.size += own
    if own > part.greatest { (part.node, part.greatest) = (Graph.NodeID(id), own) }
    parts[span] = part
  }

  var bound: RoundingBound {
    let named = parts.filter { $0.key != .none }
    // Of equal parts the first one is named, in whatever order a dictionary has them.
    let worst = (named.isEmpty ? parts : named).max {
      ($0.value.size, $1.value.node) < ($1.value.size, $0.value.node)
    }
    return RoundingBound(
      size: size, correction: areKnown ? correction : nil, node: worst?.value.node,
      share: size > 0 ? (worst?.value.size ?? 0) / size : 0)
  }
}

/// The effect of rounding at one node.
package struct RoundingStep: Sendable {
  /// The size of the error that is made there; the greatest of an array.
  package let error: Double
  /// The distance by which that may move the answer.
  package let effect: Double
}

/// The distance by which rounding may have moved a number.
package struct RoundingBound: Sendable {
  /// The bound, to first order.
  package var size: Double
  /// The exact number less the one that was computed, to first order; nil where some error is not known.
  package var correction: Double?
  /// The node at which most is lost; nil where nothing is.
  package var node: Graph.NodeID?
  /// The part of the bound that arises there.
  package var share: Double

  /// The number of digits of a double at which nothing more is said.
  package static let mostDigits = 17

  /// Returns the number of significant digits of a number that are right.
  package func digits(of value: Double) -> Int {
    if size == 0 { return Self.mostDigits }
    // The bound is one of first order, to which a tenth is added.
    let relative = 1.1 * size / value.magnitude
    guard relative.isFinite, value.isFinite else { return 0 }
    return max(0, min(Self.mostDigits, Int(-Logarithm.log10(2 * relative))))
  }
}
