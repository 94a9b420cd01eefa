/// Derivatives as expressions: the sweeps read over terms of algebra.
package struct Derivation {
  /// The store of the terms.
  let algebra: Algebra
  /// The names and shapes of the graph's inputs, in their order.
  let inputs: [(name: String, shape: Shape)]
  /// The derivative by each input of `wrt`, in the output's shape followed by the input's.
  let derivatives: [Algebra.ID]

  /// The number of elements up to which a Jacobian is written out.
  package static let mostElements = 10_000

  /// Derives a program.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Parameter algebra: A fresh store, or that of another program with the same inputs.
  /// - Throws: A `Problem` if a Jacobian has too many elements to be written out.
  package init(_ graph: Graph, wrt: [Graph.NodeID], in algebra: Algebra, ties: Ties = .split) throws(Problem) {
    inputs = graph.inputs.map { (graph.name(ofInput: $0), graph.shape(of: $0)) }
    let output = graph.shape(of: graph.output)
    if !output.isScalar {
      let columns = wrt.reduce(0) { $0 + graph.shape(of: $1).count }
      guard output.count.multipliedReportingOverflow(by: columns).partialValue <= Self.mostElements else {
        throw Problem(.limit(.derivatives(Self.mostElements)), graph.spans[Int(graph.output)])
      }
    }
    self.algebra = algebra
    let names = inputs.map { Expression.term(algebra.input($0.name, shape: $0.shape), algebra) }
    let constants = graph.constants.map { Expression.term(algebra.constant(Coefficient($0)), algebra) }
    let values = Evaluation.run(graph, inputs: names, constants: constants)
    let sweep = Sweep(graph: graph, algebra: algebra, names: names, constants: constants, values: values, ties: ties)
    derivatives = sweep.derivatives(wrt)
  }

  /// Returns the term of a program's value.
  static func value(_ graph: Graph, in algebra: Algebra) -> Algebra.ID {
    let names = graph.inputs.map {
      Expression.term(algebra.input(graph.name(ofInput: $0), shape: graph.shape(of: $0)), algebra)
    }
    let constants = graph.constants.map { Expression.term(algebra.constant(Coefficient($0)), algebra) }
    return Evaluation.run(graph, inputs: names, constants: constants)[Int(graph.output)].id(in: algebra)
  }

  /// The values of a program over terms, for sweeps over them.
  private struct Sweep {
    let graph: Graph
    let algebra: Algebra
    let names: [Expression]
    let constants: [Expression]
    let values: [Expression]
    let ties: Ties

    /// Returns the derivatives of the output: by reverse mode for a scalar; for an array by forward mode along inputs
    /// that are scalars and by reverse mode, row by row, along others.
    func derivatives(_ wrt: [Graph.NodeID]) -> [Algebra.ID] {
      let output = graph.shape(of: graph.output)
      if output.isScalar { return pullbacks(1.0, wrt) }
      // Along a number one sweep forward is the whole derivative; along an array there is a row for each output.
      let arrays = wrt.filter { !graph.shape(of: $0).isScalar }
      if !algebra.style.isVerbatim, let matrices = matrices(arrays, output) {
        return wrt.map { input in
          arrays.firstIndex(of: input).map { matrices[$0] } ?? pushforward(input, output)
        }
      }
      var rows = arrays.isEmpty ? [] : (0..<output.count).map { pullbacks(basis(output, $0), arrays) }
      let blocks = arrays.indices.map { place -> Algebra.ID in
        let shape = graph.shape(of: arrays[place])
        return algebra.list(rows.map { $0[place] }, Shape(output.lengths + shape.lengths))
      }
      rows = []
      return wrt.map { input in
        arrays.firstIndex(of: input).map { blocks[$0] } ?? pushforward(input, output)
      }
    }

    /// Returns the derivatives of a vector along vectors as matrices, read off the tangents along vectors without
    /// values; nil if one is none, or cannot be read off.
    private func matrices(_ wrt: [Graph.NodeID], _ output: Shape) -> [Algebra.ID]? {
      guard output.rank == 1, !wrt.isEmpty, wrt.allSatisfy({ graph.shape(of: $0).rank == 1 }) else { return nil }
      var matrices: [Algebra.ID] = []
      for input in wrt {
        // No input of a program has a name with a space.
        let direction = algebra.input("along \(graph.name(ofInput: input))", shape: graph.shape(of: input))
        let tangent = tangent(input, .term(direction, algebra), output)
        var map = LinearMap(algebra, direction: direction)
        guard let matrix = map.matrix(of: tangent, shape: output) else { return nil }
        matrices.append(matrix)
      }
      return matrices
    }

    /// Returns the cotangents of inputs for one of the output.
    private func pullbacks(_ seed: Expression, _ wrt: [Graph.NodeID]) -> [Algebra.ID] {
      let adjoints = Pullback.run(graph, values: values, active: graph.active(wrt), seed: seed, ties: ties)
      return wrt.map { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)).id(in: algebra) }
    }

    /// Returns the tangent of the output along a scalar input.
    private func pushforward(_ input: Graph.NodeID, _ output: Shape) -> Algebra.ID { tangent(input, 1.0, output) }

    /// Returns the tangent of the output along a direction of one input.
    private func tangent(_ input: Graph.NodeID, _ direction: Expression, _ output: Shape) -> Algebra.ID {
      let duals = zip(graph.inputs, names).map { Dual($1, tangent: $0 == input ? direction : nil) }
      let fixed = constants.map { Dual($0, tangent: nil) }
      let tangent = Evaluation.run(graph, inputs: duals, constants: fixed)[Int(graph.output)].tangent ?? 0.0
      return tangent.unbroadcast(to: output).id(in: algebra)
    }

    /// Returns an array of zeros with a 1 at one place.
    private func basis(_ shape: Shape, _ index: Int) -> Expression {
      let parts = (0..<shape.count).map { algebra.number(Coefficient($0 == index ? 1 : 0)) }
      return .term(algebra.list(parts, shape), algebra)
    }
  }
}
