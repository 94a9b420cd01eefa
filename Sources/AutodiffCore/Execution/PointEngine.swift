/// The engine that answers one point at a time, as `eval`, `grad` and `jvp` do, with an analysis of kinks.
struct PointEngine: Sendable {
  private let program: Program
  private let graph: Graph
  private let wrt: [Int]
  private let quantity: BlockEngine.Quantity
  /// The elements of the inputs that differ from point to point.
  private let columns: [Int]
  private let ties: Ties
  private let bySweeps: Bool
  /// The number of elements of the graph's inputs.
  let inputs: Int
  /// The number of elements of the value and the derivatives.
  let results: Int

  /// Creates an engine for a program.
  ///
  /// - Parameter bySweeps: A Boolean value indicating whether a gradient is answered by a sweep with the primitives'
  ///   conventions alone, without an analysis of kinks.
  init(
    _ program: Program, _ graph: Graph, wrt: [Int], _ quantity: BlockEngine.Quantity, columns: [Int], _ ties: Ties,
    bySweeps: Bool
  ) {
    self.columns = columns
    self.bySweeps = bySweeps
    self.program = program
    self.graph = graph
    self.wrt = wrt
    self.quantity = quantity
    self.ties = ties
    func elements(_ nodes: [Graph.NodeID]) -> Int { nodes.reduce(0) { $0 + graph.shape(of: $1).count } }
    inputs = elements(graph.inputs)
    let value = graph.shape(of: graph.output).count
    results =
      switch quantity {
      case .value: value
      case .gradient: value + elements(wrt.map { graph.inputs[$0] })
      case .tangent: 2 * value
      case .cotangent: value + elements(wrt.map { graph.inputs[$0] })
      case .jacobian: value + value * elements(wrt.map { graph.inputs[$0] })
      case .hessian:
        value + elements(wrt.map { graph.inputs[$0] }) * (elements(wrt.map { graph.inputs[$0] }) + 1)
      case .hessianProduct: value + 2 * elements(wrt.map { graph.inputs[$0] })
      }
  }

  /// Returns a path of the program as a tape, or nil if there is none for it.
  func path(_ graph: Graph) -> EnginePath? {
    if graph.isScalar || graph.isListOfNumbers {
      guard let sweep = sweep(graph) else { return nil }
      return (try? BlockPath(graph, wrt: wrt.map { graph.inputs[$0] }, sweep)).map { .numbers($0) }
    }
    guard let (sweep, seed) = arraySweep(graph) else { return nil }
    return ArrayPath(graph, wrt: wrt, sweep, seed: seed, columns: columns, ties: ties).map { .arrays($0) }
  }

  /// Returns the sweep over arrays that answers the quantity, and the direction or cotangent that it is given; nil if
  /// more than a sweep does.
  private func arraySweep(_ graph: Graph) -> (ArrayRecording.Sweep, seed: [Double])? {
    switch quantity {
    case .value: (.value, [])
    case .gradient: graph.shape(of: graph.output).isScalar ? (.gradient, []) : nil
    // Derivatives have to be known one by one if other paths may follow.
    case .tangent(let direction): graph.guards.isEmpty ? (.tangent, direction) : nil
    case .cotangent(let cotangent): graph.guards.isEmpty ? (.cotangent, cotangent) : nil
    case .jacobian, .hessian, .hessianProduct: nil
    }
  }

  /// Returns the sweep that answers the quantity; nil if more than a sweep does.
  private func sweep(_ graph: Graph) -> Recording.Sweep? {
    let outputs = graph.shape(of: graph.output).count
    switch quantity {
    case .value: return .value
    case .gradient: return .gradient
    case .tangent(let direction): return .tangent(direction)
    case .cotangent(let cotangent): return .cotangent(cotangent)
    case .jacobian(let mode):
      guard wrt.count.multipliedReportingOverflow(by: outputs).partialValue <= Self.mostRecorded else { return nil }
      return (mode ?? JacobianCost(forward: wrt.count, reverse: outputs).cheaper) == .forward ? .tangents : .gradient
    case .hessian, .hessianProduct: return nil
    }
  }

  /// The number of elements of a Jacobian up to which sweeps for all of them are recorded.
  private static let mostRecorded = 4096

  /// Returns the path that the program takes at a point as a tape, or nil if there is none for it.
  func path(at point: [Double]) -> EnginePath? {
    guard let graph = try? program.path(of: graph, at: tensors(point)) else { return nil }
    return path(graph)
  }

  /// Answers a point.
  ///
  /// - Parameter point: The elements of the inputs.
  /// - Returns: The elements of the value and of the derivatives; all nan if there is no answer.
  func answer(at point: [Double]) -> (values: [Double], findings: LaneFindings) {
    do throws(Problem) {
      var (values, findings) = try answer(point)
      findings.insert(.exact)
      if !values.allSatisfy(\.isFinite) { findings.insert(.notFinite) }
      return (values, findings)
    } catch {
      return (Array(repeating: .nan, count: results), [.exact, .notFinite, .failed])
    }
  }

  /// Answers a point.
  ///
  /// - Throws: The problem of the program at this point.
  private func answer(_ inputs: [Double]) throws(Problem) -> (values: [Double], LaneFindings) {
    if bySweeps, quantity == .gradient { return try sweep(inputs) }
    if graph.isScalar, graph.guards.isEmpty, quantity == .gradient {
      let point = Point<Double>(graph, inputs: inputs, wrt: wrt, ties: ties)
      let derivatives = point.derivatives
      return ([point.value] + derivatives.values, findings(derivatives.kinks, derivatives.isExamined))
    }
    let tensors = tensors(inputs)
    let path = try program.path(of: graph, at: tensors)
    let point = Point<Tensor>(path, inputs: tensors, wrt: wrt, ties: ties)
    switch quantity {
    case .value: return (point.value.elements, [])
    case .gradient:
      let derivatives = Derivatives(gradientOf: point, path: program)
      return (
        point.value.elements + derivatives.values,
        findings(derivatives.kinks, derivatives.isExamined)
      )
    case .tangent(let direction):
      let (tangent, derivatives) = point.directional(self.direction(direction, in: path), path: program)
      return (
        point.value.elements + tangent.elements, findings(derivatives?.kinks ?? [], derivatives?.isExamined ?? true)
      )
    case .cotangent(let cotangent):
      let (gradient, derivatives) = point.codirectional(Tensor(point.value.shape, cotangent), path: program)
      return (
        point.value.elements + gradient.flatMap(\.elements),
        findings(derivatives?.kinks ?? [], derivatives?.isExamined ?? true)
      )
    case .jacobian(let mode):
      let derivatives = Derivatives(jacobianOf: point, mode, path: program)
      return (point.value.elements + derivatives.values, findings(derivatives.kinks, derivatives.isExamined))
    case .hessian:
      let (derivatives, hessian) = point.hessian(path: program)
      return (
        point.value.elements + derivatives.values + hessian.blocks.flatMap { $0.flatMap(\.elements) },
        findings(derivatives.kinks, derivatives.isExamined)
      )
    case .hessianProduct(let direction):
      let moving = direction.sorted { $0.key < $1.key }.map { place, elements in
        let input = path.inputs[place]
        return (input: input, tangent: Tensor(path.shape(of: input), elements))
      }
      let (derivatives, product) = point.hessianProduct(moving, path: program)
      return (
        point.value.elements + derivatives.values + product.values.flatMap(\.elements),
        findings(derivatives.kinks, derivatives.isExamined)
      )
    }
  }

  /// Answers a gradient by a sweep alone.
  ///
  /// - Throws: The problem of the program at this point.
  private func sweep(_ inputs: [Double]) throws(Problem) -> (values: [Double], LaneFindings) {
    let tensors = tensors(inputs)
    let path = try program.path(of: graph, at: tensors)
    let point = Point<Tensor>(path, inputs: tensors, wrt: wrt, ties: ties)
    return (point.value.elements + point.gradient.flatMap(\.value.elements), point.mayKink ? .kink : [])
  }

  private func findings(_ kinks: [KinkReport], _ isExamined: Bool) -> LaneFindings {
    var findings: LaneFindings = []
    if !kinks.isEmpty { findings.insert(.kink) }
    if !isExamined { findings.insert(.unexamined) }
    return findings
  }

  /// Returns the inputs, put together from their elements.
  private func tensors(_ elements: [Double]) -> [Tensor] { tensors(elements, graph.inputs, in: graph) }

  private func direction(_ elements: [Double], in path: Graph) -> Point<Tensor>.Direction {
    let nodes = wrt.map { path.inputs[$0] }
    return zip(nodes, tensors(elements, nodes, in: path)).map { (input: $0, tangent: $1) }
  }

  private func tensors(_ elements: [Double], _ nodes: [Graph.NodeID], in graph: Graph) -> [Tensor] {
    var start = 0
    return nodes.map { node in
      let shape = graph.shape(of: node)
      defer { start += shape.count }
      return Tensor(shape, Array(elements[start..<start + shape.count]))
    }
  }
}

/// The findings about the answer at one of many points.
package struct LaneFindings: OptionSet, Sendable {
  package let rawValue: UInt8
  /// Creates findings from their bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The answer was worked out by itself, not in a block.
  package static let exact = LaneFindings(rawValue: 1)
  /// A derivative was asked for at a kink.
  package static let kink = LaneFindings(rawValue: 2)
  /// The value or a derivative is not finite.
  package static let notFinite = LaneFindings(rawValue: 4)
  /// Kinks were not followed, because that would have cost too much.
  package static let unexamined = LaneFindings(rawValue: 8)
  /// There is no answer; lowering the program at the point throws the reason.
  package static let failed = LaneFindings(rawValue: 16)
}
