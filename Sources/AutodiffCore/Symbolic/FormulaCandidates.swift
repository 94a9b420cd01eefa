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
  let orders: [[String]]
  private let graph: Graph
  private let wrt: [Graph.NodeID]
  private let order: Int
  private let ties: Ties

  /// Prepares derivatives.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Parameter order: 1 for first derivatives, 2 for second ones, and so on.
  /// - Throws: A `Problem` if there are too many derivatives.
  init(_ graph: Graph, wrt: [Graph.NodeID], order: Int, ties: Ties) throws(Problem) {
    self.graph = graph
    self.wrt = wrt
    self.order = order
    self.ties = ties
    inputs = graph.inputs.map { (graph.name(ofInput: $0), graph.shape(of: $0)) }
    let names = wrt.map { graph.name(ofInput: $0) }
    var orders: [[String]] = [[]]
    for _ in 0..<order {
      guard orders.count * max(names.count, 1) <= Derivation.mostElements else {
        throw Problem(.limit(.partials(Derivation.mostElements)), graph.spans[Int(graph.output)])
      }
      orders = orders.flatMap { first in names.map { first + [$0] } }
    }
    self.orders = orders
  }

  /// Returns the term of each derivative.
  ///
  /// - Throws: A `Problem` if a Jacobian has too many elements, or a graph has too many nodes.
  func best() throws(Problem) -> [Algebra.ID] {
    if order > 2 { return try higher() }
    let textbook = try terms(.textbook, of: graph)
    let others = try shorter(textbook)
    let sweep = SweepValues(graph, wrt: wrt, order: order, ties: ties)
    guard !sweep.points.isEmpty else { return others.reduce(textbook) { shortest($0, $1) { _ in true } } }
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
      let candidates = try terms(style, of: graph)
      try improve(candidates)
      tried.append(candidates)
      if style == .careful {
        for simplified in tried where misses.contains(where: { $0 > 0 }) { try improve(algebra.chained(simplified)) }
      }
    }
    for candidates in others {
      let counts = try count(candidates, sweep)
      best = shortest(best, candidates) { counts[$0] <= misses[$0] }
    }
    return best
  }

  // MARK: - Shorter forms

  /// The number of nodes of a program, and of operations of its derivatives, up to which shorter forms are sought: more
  /// than a person reads.
  private static let mostShortened = (nodes: 200, operations: 400.0)

  /// Returns the derivatives in shorter forms: those of the program as it is, and of the program in a shorter form, if
  /// it has one.
  private func shorter(_ textbook: [Algebra.ID]) throws(Problem) -> [[Algebra.ID]] {
    guard isShort(textbook) else { return [] }
    var rewriter = Rewriter(algebra)
    var results = [rewriter.rewritten(textbook)]
    let value = Derivation.value(graph, in: algebra)
    let other = rewriter.rewritten([value])[0]
    guard rewriter.length(other) < rewriter.length(value) else { return results }
    let derivatives = try terms(.textbook, of: try written(other))
    guard isShort(derivatives) else { return results }
    results.append(rewriter.rewritten(derivatives))
    return results
  }

  private func isShort(_ terms: [Algebra.ID]) -> Bool {
    graph.count <= Self.mostShortened.nodes
      && terms.reduce(0) { $0 + algebra.operations[Int($1)] } <= Self.mostShortened.operations
  }

  /// Returns the shorter one of two terms for each derivative, the first of equally long ones.
  private func shortest(
    _ terms: [Algebra.ID], _ others: [Algebra.ID], where isRight: (Int) -> Bool
  ) -> [Algebra.ID] {
    var length = ReadingLength(algebra)
    return terms.indices.map { place in
      length(others[place]) < length(terms[place]) && isRight(place) ? others[place] : terms[place]
    }
  }

  /// Returns derivatives of the third order and above, each that of the shorter form of the one before.
  private func higher() throws(Problem) -> [Algebra.ID] {
    var rewriter = Rewriter(algebra)
    let areScalars = wrt.allSatisfy { graph.shape(of: $0).isScalar }
    let value = Derivation.value(graph, in: algebra)
    let start = isShort([value]) ? rewriter.rewritten([value])[0] : value
    var known: [[Int]: Algebra.ID] = [[]: start]
    // By Schwarz's theorem one term serves all orders of scalars.
    func key(_ places: [Int]) -> [Int] { areScalars ? places.sorted() : places }
    var places: [[Int]] = [[]]
    for _ in 0..<order {
      for place in places where known[key(place) + [0]] == nil {
        let graph = try written(known[key(place)] ?? start)
        let derivatives = try terms(.textbook, of: graph, order: 1)
        let shorter = isShort(derivatives) ? rewriter.rewritten(derivatives) : derivatives
        for (last, derivative) in shorter.enumerated() { known[key(place + [last])] = derivative }
      }
      places = places.flatMap { first in wrt.indices.map { first + [$0] } }
    }
    return places.map { known[key($0)] ?? start }
  }

  /// Returns the program of a term.
  func written(_ term: Algebra.ID) throws(Problem) -> Graph {
    var writer = try TermWriter(algebra, inputs: inputs, named: [])
    try writer.write([term])
    var graph = writer.graph
    graph.output = writer.node(of: term)
    return graph
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

  /// Returns the derivatives of a program with the same inputs, of the first or the second order.
  private func terms(
    _ style: Algebra.Style, of graph: Graph, order: Int? = nil
  ) throws(Problem) -> [Algebra.ID] {
    algebra.style = style
    defer { algebra.style = .textbook }
    let wrt = places(in: graph)
    if (order ?? self.order) == 1 { return try Derivation(graph, wrt: wrt, in: algebra, ties: ties).derivatives }
    let graphs = try style == .textbook ? writtenGradient(graph) : sweptGradient()
    var rows: [[Algebra.ID]] = []
    for gradient in graphs {
      rows.append(try Derivation(gradient, wrt: places(in: gradient), in: algebra, ties: ties).derivatives)
    }
    // By Schwarz's theorem one term serves both orders of two scalars.
    let shapes = wrt.map { graph.shape(of: $0) }
    return wrt.indices.flatMap { first in
      wrt.indices.map { second in
        second < first && shapes[first].isScalar && shapes[second].isScalar ? rows[second][first] : rows[first][second]
      }
    }
  }

  /// Returns the inputs by which derivatives are taken in another program with the same inputs.
  private func places(in other: Graph) -> [Graph.NodeID] {
    let names = wrt.map { graph.name(ofInput: $0) }
    return names.compactMap { name in other.inputs.first { other.name(ofInput: $0) == name } }
  }

  /// Returns the simplified first derivatives as graphs.
  private func writtenGradient(_ graph: Graph) throws(Problem) -> [Graph] {
    var graphs: [Graph] = []
    let derivation = try Derivation(graph, wrt: places(in: graph), in: algebra, ties: ties)
    for derivative in derivation.derivatives { graphs.append(try written(derivative)) }
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
