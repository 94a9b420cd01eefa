/// Derivatives as expressions: the sweeps read over terms of algebra.
package struct Derivation {
  let algebra: Algebra
  /// All of them, in their order.
  let inputs: [(name: String, shape: Shape)]
  /// By input asked for: the derivative, in the output's shape followed by the input's.
  let derivatives: [Algebra.ID]

  /// An array of more elements is not written out.
  package static let mostElements = 10_000

  /// - Parameters:
  ///   - asked: of the graph's inputs.
  ///   - algebra: fresh, or of another program with the same inputs.
  /// - Throws: the limit on elements where a Jacobian has too many.
  package init(_ graph: Graph, asked: [Graph.NodeID], in algebra: Algebra, ties: Ties = .split) throws(Problem) {
    inputs = graph.inputs.map { (graph.name(ofInput: $0), graph.shape(of: $0)) }
    let output = graph.shape(of: graph.output)
    if !output.isScalar {
      let columns = asked.reduce(0) { $0 + graph.shape(of: $1).count }
      guard output.count.multipliedReportingOverflow(by: columns).partialValue <= Self.mostElements else {
        throw Problem(.limit(.derivatives(Self.mostElements)), graph.spans[Int(graph.output)])
      }
    }
    self.algebra = algebra
    let names = inputs.map { Expression.term(algebra.input($0.name, shape: $0.shape), algebra) }
    let constants = graph.constants.map { Expression.term(algebra.constant(Coefficient($0)), algebra) }
    let values = Evaluation.run(graph, inputs: names, constants: constants)
    let sweep = Sweep(graph: graph, algebra: algebra, names: names, constants: constants, values: values, ties: ties)
    derivatives = sweep.derivatives(asked)
  }

  private struct Sweep {
    let graph: Graph
    let algebra: Algebra
    let names: [Expression]
    let constants: [Expression]
    let values: [Expression]
    let ties: Ties

    func derivatives(_ asked: [Graph.NodeID]) -> [Algebra.ID] {
      let output = graph.shape(of: graph.output)
      if output.isScalar { return pulled(1.0, asked) }
      // Along a number one sweep forward is the whole derivative; along an array there is a row for each output.
      let arrays = asked.filter { !graph.shape(of: $0).isScalar }
      var rows = arrays.isEmpty ? [] : (0..<output.count).map { pulled(basis(output, $0), arrays) }
      let blocks = arrays.indices.map { place -> Algebra.ID in
        let shape = graph.shape(of: arrays[place])
        return algebra.list(rows.map { $0[place] }, Shape(output.lengths + shape.lengths))
      }
      rows = []
      return asked.map { input in
        arrays.firstIndex(of: input).map { blocks[$0] } ?? pushed(input, output)
      }
    }

    private func pulled(_ seed: Expression, _ asked: [Graph.NodeID]) -> [Algebra.ID] {
      let adjoints = Pullback.run(graph, values: values, active: graph.active(asked), seed: seed, ties: ties)
      return asked.map { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)).id(in: algebra) }
    }

    private func pushed(_ input: Graph.NodeID, _ output: Shape) -> Algebra.ID {
      let duals = zip(graph.inputs, names).map { Dual($1, tangent: $0 == input ? 1.0 : nil) }
      let fixed = constants.map { Dual($0, tangent: nil) }
      let tangent = Evaluation.run(graph, inputs: duals, constants: fixed)[Int(graph.output)].tangent ?? 0.0
      return tangent.unbroadcast(to: output).id(in: algebra)
    }

    private func basis(_ shape: Shape, _ index: Int) -> Expression {
      let parts = (0..<shape.count).map { algebra.number(Coefficient($0 == index ? 1 : 0)) }
      return .term(algebra.list(parts, shape), algebra)
    }
  }
}
