extension LossTable {
  /// Returns the table of the losses' derivatives along a direction, whose elements are further parameters behind those
  /// of the loss: its gradient by the latter is the product of the Hessian and the direction. Nil if the program has
  /// more than one path, or its derivative is too large to be written down.
  ///
  /// Source: B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6 (1994), read from
  /// right to left: the product is the gradient of the gradient's component.
  package func curvatureTable() -> LossTable? {
    guard graph.guards.isEmpty, let along = try? graph.derivativeAlong(parameters.wrt) else { return nil }
    let elements = Elements(inputsOf: along)
    let directions = graph.inputs.count..<elements.parts.count
    guard directions.count == parameters.wrt.count else { return nil }
    return LossTable(
      program, along, Parameters(elements, wrt: parameters.wrt + directions),
      at: numbers + Array(repeating: 0, count: elements.count - numbers.count), columns: columns, table: table,
      rows: rows, ties: ties)
  }

  /// Returns the product of the Hessian at a row and a direction.
  ///
  /// - Throws: The problem of the program at that row.
  func curvature(_ row: Int, _ values: [Double], along direction: [Double]) throws(LossProblem) -> [Double] {
    let numbers = point(row, values)
    do throws(Problem) {
      let point = try ProgramPoint(
        program, graph, numbers: numbers, tensors: parameters.elements.tensors(numbers), wrt: parameters.wrt,
        ties: ties)
      return point.conventionalCurvature(along: direction)
    } catch {
      throw LossProblem(problem: error, row: row)
    }
  }
}

extension Graph {
  /// Returns the derivative of the output along a direction as a graph, whose inputs are followed by the elements of the
  /// direction.
  ///
  /// - Parameter wrt: The inputs that move, as places among the graph's inputs.
  /// - Throws: The limit on nodes or elements.
  fileprivate func derivativeAlong(_ wrt: [Int]) throws(Problem) -> Graph {
    var limits = Limits()
    limits.freeMemory = freeMemory
    let bench = Workbench(Graph(limits: limits), .piecewise)
    let symbols = inputs.map { bench.input(name(ofInput: $0), shape: shape(of: $0)) }
    // No input of a program has a name like this.
    let direction = wrt.map { place in
      let input = inputs[place]
      return (input: input, tangent: bench.input("direction of \(name(ofInput: input))", shape: shape(of: input)))
    }
    let tangents = Pushforward.run(
      self, values: Evaluation.run(self, inputs: symbols), direction: direction)
    let end = bench.node(tangents[Int(output)].unbroadcast(to: shape(of: output)))
    if let problem = bench.problem { throw problem }
    var derivative = bench.graph
    derivative.output = end
    derivative.seal()
    return derivative
  }
}

extension ProgramPoint {
  /// Returns the product of the Hessian and a direction by the conventions of the primitives, element by element.
  func conventionalCurvature(along direction: [Double]) -> [Double] {
    func ofNumbers(_ point: Point<Double>) -> [Double] {
      point.hessianProduct(
        zip(point.wrt, direction).map { (input: $0, tangent: $1) }, gates: Dual<Double>.gates(point.ties))
    }
    switch values {
    case .numbers(let point): return ofNumbers(point)
    case .elements(let point): return ofNumbers(point.numbers)
    case .arrays(let point):
      var rest = direction[...]
      let tangents = point.wrt.map { input in
        let shape = point.graph.shape(of: input)
        defer { rest = rest.dropFirst(shape.count) }
        let tangent: Tensor =
          shape.isScalar ? .scalar(rest.first ?? 0) : Tensor(shape, Array(rest.prefix(shape.count)))
        return (input: input, tangent: tangent)
      }
      return point.hessianProduct(tangents, gates: Dual<Tensor>.gates(point.ties)).flatMap(\.elements)
    }
  }
}
