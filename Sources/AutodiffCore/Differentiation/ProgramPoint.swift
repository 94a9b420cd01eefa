/// A program at one point: over numbers if all is scalar, or arrays are read element by element in a long program, and
/// no condition is decided; over arrays otherwise.
///
/// The answers are the same either way; numbers take a tenth of the time.
package struct ProgramPoint {
  enum Values {
    case numbers(Point<Double>)
    case arrays(Point<Tensor>)
    case elements(ElementPoint)
  }

  let values: Values

  /// The number of nodes up to which arrays take no time to speak of.
  private static let fewNodes = 1000

  /// Creates a point over arrays.
  package init(_ point: Point<Tensor>) { values = .arrays(point) }

  /// Computes a program at a point.
  ///
  /// - Parameter graph: The path of the program at some point.
  /// - Parameter numbers: The values of the graph's inputs if all of them are scalars.
  /// - Parameter tensors: The same values, or arrays.
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among `graph.inputs`; nil for all of them.
  /// - Throws: A `Problem` if the program has no path at the point.
  package init(
    _ program: Program, _ graph: Graph, numbers: [Double], tensors: @autoclosure () -> [Tensor], wrt: [Int]? = nil,
    ties: Ties
  ) throws(Problem) {
    if graph.isScalar, graph.guards.isEmpty {
      values = .numbers(Point(graph, inputs: numbers, wrt: wrt, ties: ties))
    } else {
      let inputs = tensors()
      let path = try program.path(of: graph, at: inputs)
      if path.count > Self.fewNodes, path.decisions.isEmpty,
        let point = ElementPoint(path, inputs: inputs, wrt: wrt, ties: ties)
      {
        values = .elements(point)
      } else {
        values = .arrays(Point(path, inputs: inputs, wrt: wrt, ties: ties))
      }
    }
  }

  /// A Boolean value indicating whether the point is over numbers.
  package var isOfNumbers: Bool {
    if case .numbers = values { true } else { false }
  }

  /// The path of the program at the point.
  package var graph: Graph {
    switch values {
    case .numbers(let point): point.graph
    case .arrays(let point): point.graph
    case .elements(let point): point.program
    }
  }

  /// The way in which ties of `max` and `min` are settled.
  package var ties: Ties {
    switch values {
    case .numbers(let point): point.ties
    case .arrays(let point): point.ties
    case .elements(let point): point.numbers.ties
    }
  }

  /// The values of the graph's inputs.
  package var inputs: [Tensor] {
    switch values {
    case .numbers(let point): point.graph.inputs.map { .scalar(point.values[Int($0)]) }
    case .arrays(let point): point.graph.inputs.map { point.values[Int($0)] }
    case .elements(let point): point.inputs
    }
  }

  /// The value of the output.
  package var value: Tensor {
    switch values {
    case .numbers(let point): .scalar(point.value)
    case .arrays(let point): point.value
    case .elements(let point): .scalar(point.numbers.value)
    }
  }

  /// The same point with values that can be arrays.
  package var asArrays: Point<Tensor> {
    switch values {
    case .numbers(let point): point.asArrays
    case .arrays(let point): point
    case .elements(let point): point.asArrays
    }
  }

  /// Returns the gradient, with the true derivative at kinks whose sides agree, and a report of those whose sides
  /// differ.
  ///
  /// - Parameter program: The program of which the graph is one path.
  package func derivatives(path program: Program) -> Derivatives {
    switch values {
    case .numbers(let point): point.derivatives
    case .arrays(let point): Derivatives(gradientOf: point, path: program)
    case .elements(let point): point.derivatives
    }
  }

  /// Returns the derivatives of all elements of the output, as `derivatives` does those of a scalar.
  ///
  /// - Parameter program: The program of which the graph is one path.
  package func allDerivatives(path program: Program) -> Derivatives {
    value.scalar == nil ? Derivatives(jacobianOf: asArrays, path: program) : derivatives(path: program)
  }

  /// The gradient by the conventions of the primitives, element by element.
  package var conventionalGradient: [Double] {
    switch values {
    case .numbers(let point): return point.conventionalGradient
    case .arrays(let point): return point.gradient.flatMap(\.value.elements)
    case .elements(let point): return point.numbers.conventionalGradient
    }
  }

  /// The gradient by forward mode and the conventions of the primitives, element by element.
  var forwardGradient: [Double] {
    switch values {
    case .numbers(let point): point.forwardGradient
    case .arrays(let point): point.jacobian(.forward).flatMap(\.elements)
    case .elements(let point): point.numbers.forwardGradient
    }
  }

  /// A Boolean value indicating whether a primitive that depends on an input of `wrt` is at a kink.
  package var mayKink: Bool {
    switch values {
    case .numbers(let point): point.mayKink
    case .arrays(let point): point.mayKink
    case .elements(let point): point.numbers.mayKink
    }
  }
}

extension Point<Double> {
  /// The gradient by reverse mode and the conventions of the primitives.
  fileprivate var conventionalGradient: [Double] {
    let adjoints = adjoints
    return wrt.map { adjoints[Int($0)] }
  }

  /// The gradient by forward mode and the conventions of the primitives.
  var forwardGradient: [Double] { wrt.map { pushforward([(input: $0, tangent: 1)])[Int(graph.output)] } }

  /// A Boolean value indicating whether a primitive that depends on an input of `wrt` is at a kink.
  var mayKink: Bool {
    let active = graph.active(wrt)
    return graph.nodes.indices.contains { id in
      guard active[id], let kink = graph.nodes[id].primitive.gate.kink else { return false }
      return !graph.isLeaf(Graph.NodeID(id)) && kink.isAt(graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] })
    }
  }
}
