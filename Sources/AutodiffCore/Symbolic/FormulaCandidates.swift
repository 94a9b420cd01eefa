/// The ways to write the derivatives of a program, from the textbook's to the sweep itself, operation by operation.
///
/// A derivative is written in the first way that has the sweep's values at special points: x/(x + y) has the derivative
/// y/(x + y)² on paper, of which nothing is left where x and y are 1e200 and their square is infinite.
struct FormulaCandidates {
  /// The store of all terms.
  let algebra = Algebra()
  /// The names and shapes of the program's inputs.
  let inputs: [(name: String, shape: Shape)]
  /// The inputs by which each derivative is taken.
  let pairs: [[String]]
  private let graph: Graph
  private let wrt: [Graph.NodeID]
  private let order: Int
  private let ties: Ties

  /// Prepares derivatives.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Parameter order: 1 for first derivatives, 2 for second ones.
  init(_ graph: Graph, wrt: [Graph.NodeID], order: Int, ties: Ties) throws(Problem) {
    self.graph = graph
    self.wrt = wrt
    self.order = order
    self.ties = ties
    inputs = graph.inputs.map { (graph.name(ofInput: $0), graph.shape(of: $0)) }
    let names = wrt.map { graph.name(ofInput: $0) }
    pairs = order == 1 ? names.map { [$0] } : names.flatMap { first in names.map { [first, $0] } }
  }

  /// Returns the term of each derivative.
  ///
  /// - Throws: A `Problem` if a Jacobian has too many elements, or a graph has too many nodes.
  func best() throws(Problem) -> [Algebra.ID] {
    let textbook = try terms(.textbook)
    let sweep = SweepValues(graph, wrt: wrt, order: order, ties: ties)
    guard !sweep.points.isEmpty else { return textbook }
    var best = textbook
    var misses = try count(textbook, sweep)
    func improve(_ candidates: [Algebra.ID]) throws(Problem) {
      for (place, fewer) in try count(candidates, sweep).enumerated() where fewer < misses[place] {
        best[place] = candidates[place]
        misses[place] = fewer
      }
    }
    var tried: [[Algebra.ID]] = [textbook]
    for style in [Algebra.Style.careful, .verbatim, .pulled] where misses.contains(where: { $0 > 0 }) {
      let candidates = try terms(style)
      try improve(candidates)
      tried.append(candidates)
      if style == .careful {
        for simplified in tried where misses.contains(where: { $0 > 0 }) { try improve(algebra.chained(simplified)) }
      }
    }
    return best
  }

  /// Returns the number of points at which each derivative misses the sweep's values.
  private func count(_ terms: [Algebra.ID], _ sweep: SweepValues) throws(Problem) -> [Int] {
    var writer = try TermWriter(algebra, inputs: inputs, named: [])
    try writer.write(terms)
    let nodes = terms.map { writer.node(of: $0) }
    let values = sweep.points.map { Evaluation.run(writer.graph, inputs: $0) }
    return nodes.indices.map { place in sweep.misses(place, values.map { $0[Int(nodes[place])].elements }) }
  }

  // MARK: - Derivatives in one style

  private func terms(_ style: Algebra.Style) throws(Problem) -> [Algebra.ID] {
    algebra.style = style
    defer { algebra.style = .textbook }
    if order == 1 { return try Derivation(graph, wrt: wrt, in: algebra, ties: ties).derivatives }
    let graphs = try style == .textbook ? writtenGradient() : sweptGradient()
    var rows: [[Algebra.ID]] = []
    for gradient in graphs {
      let names = wrt.map { graph.name(ofInput: $0) }
      let places = names.compactMap { name in gradient.inputs.first { gradient.name(ofInput: $0) == name } }
      rows.append(try Derivation(gradient, wrt: places, in: algebra, ties: ties).derivatives)
    }
    // By Schwarz's theorem one term serves both orders of two scalars.
    let shapes = wrt.map { graph.shape(of: $0) }
    return wrt.indices.flatMap { first in
      wrt.indices.map { second in
        second < first && shapes[first].isScalar && shapes[second].isScalar ? rows[second][first] : rows[first][second]
      }
    }
  }

  /// Returns the simplified first derivatives as graphs.
  private func writtenGradient() throws(Problem) -> [Graph] {
    var graphs: [Graph] = []
    for derivative in try Derivation(graph, wrt: wrt, in: algebra, ties: ties).derivatives {
      var writer = try TermWriter(algebra, inputs: inputs, named: [])
      try writer.write([derivative])
      var gradient = writer.graph
      gradient.output = writer.node(of: derivative)
      graphs.append(gradient)
    }
    return graphs
  }

  /// Returns the first derivatives of the reverse sweep as graphs, whose hidden gates have derivatives of their own.
  private func sweptGradient() throws(Problem) -> [Graph] {
    let bench = Workbench(Graph(), .piecewise, ties: ties)
    let symbols = inputs.map { bench.input($0.name, shape: $0.shape) }
    let values = Evaluation.run(graph, inputs: symbols)
    let adjoints = Pullback.run(graph, values: values, active: graph.active(wrt), ties: ties)
    let nodes = wrt.map { bench.node(adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0))) }
    if let problem = bench.problem { throw problem }
    return nodes.map { node in
      var gradient = bench.graph
      gradient.output = node
      return gradient
    }
  }
}
