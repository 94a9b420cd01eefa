/// The derivation of derivatives in steps: a part for each of them, and before those of a higher order the lower ones.
package struct WorkedDerivation {
  /// The derivation of one derivative.
  package struct Part {
    /// The inputs by which it is taken, one after the other.
    package let inputs: [String]
    let steps: DerivationSteps

    /// The number of steps that are left out.
    package var leftOut: Int { steps.leftOut }
  }

  package private(set) var parts: [Part] = []
  /// The inputs of derivatives whose steps are left out because nobody reads so many.
  package private(set) var leftOut: [[String]] = []

  /// The number of steps of all derivatives together from which on the others have none.
  package static let most = 600

  /// Takes derivatives in steps.
  ///
  /// - Throws: A `Problem` if there are too many, or a graph has too many nodes.
  package init(_ graph: Graph, wrt: [Graph.NodeID], order: Int, ties: Ties) throws(Problem) {
    var graphs: [(inputs: [String], graph: Graph)] = [([], graph)]
    let names = wrt.map { graph.name(ofInput: $0) }
    var count = 0
    for own in 1...max(order, 1) {
      for (inputs, graph) in graphs {
        for name in names {
          guard let input = graph.inputs.first(where: { graph.name(ofInput: $0) == name }) else { continue }
          guard count < Self.most else {
            leftOut.append(inputs + [name])
            continue
          }
          let steps = DerivationSteps(graph, by: input, ties: ties)
          count += max(steps.steps.count, 1)
          parts.append(Part(inputs: inputs + [name], steps: steps))
        }
      }
      if own == order { break }
      let candidates = try FormulaCandidates(graph, wrt: wrt, order: own, ties: ties)
      graphs = []
      for (inputs, term) in zip(candidates.orders, try candidates.best()) {
        graphs.append((inputs, try candidates.written(term)))
      }
    }
  }
}
