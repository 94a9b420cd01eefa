/// A program at one point: over numbers where all is scalar and nothing is decided, over arrays elsewhere.
///
/// The answers are the same either way; numbers take a tenth of the time.
package struct ProgramPoint {
  enum Values {
    case numbers(Point<Double>)
    case arrays(Point<Tensor>)
  }

  let values: Values

  package init(_ point: Point<Tensor>) { values = .arrays(point) }

  /// - Parameters:
  ///   - graph: the path of the program at some point.
  ///   - numbers: the values of the graph's inputs where all of them are scalars.
  ///   - tensors: the same values, or arrays.
  ///   - wrt: the places among `graph.inputs` of those to differentiate by; nil for all inputs.
  /// - Throws: the reason for which the program has no answer there.
  package init(
    _ program: Program, _ graph: Graph, numbers: [Double], tensors: @autoclosure () -> [Tensor], wrt: [Int]? = nil,
    ties: Ties
  ) throws(Problem) {
    if graph.isScalar, graph.guards.isEmpty {
      values = .numbers(Point(graph, inputs: numbers, wrt: wrt, ties: ties))
    } else {
      let inputs = tensors()
      let path = try program.path(of: graph, at: inputs)
      values = .arrays(Point(path, inputs: inputs, wrt: wrt, ties: ties))
    }
  }

  package var isOfNumbers: Bool {
    if case .numbers = values { true } else { false }
  }

  package var graph: Graph {
    switch values {
    case .numbers(let point): point.graph
    case .arrays(let point): point.graph
    }
  }

  package var ties: Ties {
    switch values {
    case .numbers(let point): point.ties
    case .arrays(let point): point.ties
    }
  }

  package var value: Tensor {
    switch values {
    case .numbers(let point): .scalar(point.value)
    case .arrays(let point): point.value
    }
  }

  /// The same point with values that can be arrays.
  package var asArrays: Point<Tensor> {
    switch values {
    case .numbers(let point): point.asArrays
    case .arrays(let point): point
    }
  }

  /// The gradient, with the true derivative at kinks whose sides agree, and a report of those whose sides do not.
  ///
  /// - Parameter program: the program that the graph is one path of.
  package func derivatives(path program: Program) -> Derivatives {
    switch values {
    case .numbers(let point): point.derivatives
    case .arrays(let point): Derivatives(gradientOf: point, path: program)
    }
  }

  /// The gradient by the gates' conventions alone, element by element.
  package var conventionalGradient: [Double] {
    switch values {
    case .numbers(let point):
      let adjoints = point.adjoints
      return point.asked.map { adjoints[Int($0)] }
    case .arrays(let point): return point.gradient.flatMap(\.value.elements)
    }
  }

  /// The gradient by forward mode and the gates' conventions, element by element.
  var forwardGradient: [Double] {
    switch values {
    case .numbers(let point): ElementPoint(point).forward
    case .arrays(let point): point.jacobian(.forward).flatMap(\.elements)
    }
  }

  /// A flag for points at which a gate on the way to something asked for stands at a kink.
  package var mayKink: Bool {
    switch values {
    case .numbers(let point): point.mayKink
    case .arrays(let point): point.mayKink
    }
  }
}

extension Point<Double> {
  fileprivate var mayKink: Bool {
    let active = graph.active(asked)
    return graph.nodes.indices.contains { id in
      guard active[id], let kink = graph.nodes[id].primitive.gate.kink else { return false }
      return !graph.isLeaf(Graph.NodeID(id)) && kink.isAt(graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] })
    }
  }
}
