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
  private let symmetric: [Graph.NodeID]
  private let ties: Ties

  /// Prepares derivatives.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Parameter order: 1 for first derivatives, 2 for second ones, and so on.
  /// - Parameter symmetric: The inputs that are symmetric matrices.
  /// - Throws: A `Problem` if there are too many derivatives.
  init(
    _ graph: Graph, wrt: [Graph.NodeID], order: Int, symmetric: [Graph.NodeID] = [], ties: Ties
  ) throws(Problem) {
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
    self.symmetric = symmetric
    for (place, input) in inputs.enumerated() {
      _ = algebra.input(input.name, shape: input.shape)
      if symmetric.contains(graph.inputs[place]) { algebra.symmetricInputs.insert(place) }
    }
  }

  /// Returns the term of each derivative.
  ///
  /// - Throws: A `Problem` if a Jacobian has too many elements, or a graph has too many nodes.
  func best() throws(Problem) -> [Algebra.ID] {
    if order > 2 { return try nested() }
    let textbook = try terms(.textbook, of: graph)
    let program = try shorterProgram(textbook)
    let others = try shorter(textbook, program)
    var sweep = SweepValues(graph, wrt: wrt, order: order, symmetric: symmetric, ties: ties)
    guard !sweep.points.isEmpty else { return others.reduce(textbook) { shortest($0, $1) } }
    var choice = FormulaChoice(count: textbook.count)
    var lengths = ReadingLength(algebra)
    func consider(_ candidates: [Algebra.ID]) throws(Problem) {
      if choice.hasAll(candidates) { return }
      let misses = try count(candidates, &sweep)
      for (place, term) in candidates.enumerated() {
        choice.consider(place, term, length: lengths(term), misses[place])
      }
    }
    var tried = [textbook] + others
    for candidates in tried { try consider(candidates) }
    for style in [Algebra.Style.careful, .verbatim, .pulled] where choice.isWanting {
      let candidates = try terms(style, of: graph)
      try consider(candidates)
      guard style == .careful else { continue }
      tried.append(candidates)
      if let program, order == 1 {
        var rewriter = Rewriter(algebra)
        try consider(rewriter.rewritten(try terms(.careful, of: program)))
      }
      if isShort(candidates) {
        var rewriter = Rewriter(algebra)
        algebra.style = .careful
        try consider(candidates.map { rewriter.resolved($0) })
        algebra.style = .textbook
        tried.append(rewriter.rewritten(candidates))
        try consider(tried[tried.count - 1])
      }
      // A shorter form than the careful one may stay in range as well.
      for simplified in order == 1 ? Array(tried.prefix(1 + others.count)) : [] {
        for chaining in [Algebra.Chaining.lengths, .powers, .sums] {
          try consider(algebra.chained(simplified, chaining))
        }
        try consider(algebra.withRatios(simplified))
      }
      for simplified in tried where choice.isWanting {
        try consider(algebra.chained(simplified, .quotients))
        try consider(algebra.chained(simplified, .powers))
      }
    }
    for place in textbook.indices where inputs.count == 1 && inputs[0].shape.isScalar {
      guard let (term, misses) = try withExceptions(choice.best[place], place, &sweep) else { continue }
      choice.consider(place, term, length: lengths(term), misses)
    }
    return choice.best
  }

  /// The number of values of the input at which a formula has a value of its own.
  private static let mostExceptions = 2

  /// Returns a formula of one number with the derivative at the few points where the formula has another value, or none;
  /// nil if there are none, or too many.
  private func withExceptions(
    _ term: Algebra.ID, _ place: Int, _ sweep: inout SweepValues
  ) throws(Problem) -> (Algebra.ID, SweepValues.Misses)? {
    var writer = try TermWriter(algebra, inputs: inputs, named: [])
    try writer.write([term])
    let values = sweep.points.map { Evaluation.run(writer.graph, inputs: $0)[Int(writer.node(of: term))].elements }
    let missed = sweep.missed(place, values)
    guard (1...Self.mostExceptions).contains(missed.count) else { return nil }
    var result = term
    for (point, value) in missed {
      guard let value, value.isFinite, let at = point[0].scalar else { return nil }
      // Elsewhere nearby the formula has to be right: digits that cancel are lost at many points, not at one.
      let isAlone = [-1.0, 1].allSatisfy { side in
        let near = Tensor.scalar(at + side * 1e-4 * (at == 0 ? 1 : fabs(at)))
        let found = Evaluation.run(writer.graph, inputs: [near])[Int(writer.node(of: term))].elements
        return sweep.agrees(place, found, at: [near], within: 1e-6)
      }
      guard isAlone else { return nil }
      let input = Expression.term(algebra.input(inputs[0].name, shape: .scalar), algebra)
      let number = Coefficient(value)
      result = Primitive.choose(
        Primitive.equal(input, Expression(at)), .number(number.asFraction ?? number), .term(result, algebra)
      ).id(in: algebra)
    }
    return (result, try count([result], place, &sweep))
  }

  // MARK: - Shorter forms

  /// The number of nodes of a program, and of operations of its derivatives, up to which shorter forms are sought: more
  /// than a person reads.
  private static let mostShortened = (nodes: 200, operations: 400.0)

  /// Returns the derivatives in shorter forms: those of the program as it is, those of the shorter form of the order
  /// before, and those of the program in a shorter form, if it has one.
  private func shorter(_ textbook: [Algebra.ID], _ program: Graph?) throws(Problem) -> [[Algebra.ID]] {
    guard isShort(textbook) else { return [] }
    var rewriter = Rewriter(algebra)
    var results = [rewriter.rewritten(textbook)]
    if order > 1 { results.append(try nested()) }
    guard order == 1, let program else { return results }
    let derivatives = try terms(.textbook, of: program)
    guard isShort(derivatives) else { return results }
    results.append(rewriter.rewritten(derivatives))
    return results
  }

  /// Returns the program in a shorter form; nil if it has none, or is long.
  private func shorterProgram(_ textbook: [Algebra.ID]) throws(Problem) -> Graph? {
    guard isShort(textbook) else { return nil }
    var rewriter = Rewriter(algebra)
    let value = Derivation.value(graph, in: algebra)
    let other = rewriter.rewritten([value])[0]
    return rewriter.length(other) < rewriter.length(value) ? try written(other) : nil
  }

  private func isShort(_ terms: [Algebra.ID]) -> Bool {
    graph.count <= Self.mostShortened.nodes
      && terms.reduce(0) { $0 + algebra.operations[Int($1)] } <= Self.mostShortened.operations
  }

  /// Returns the shorter one of two terms for each derivative, the first of equally long ones.
  private func shortest(_ terms: [Algebra.ID], _ others: [Algebra.ID]) -> [Algebra.ID] {
    var length = ReadingLength(algebra)
    return terms.indices.map { length(others[$0]) < length(terms[$0]) ? others[$0] : terms[$0] }
  }

  /// The number of operations of a derivative up to which another one is taken: those of high orders may grow without end.
  private static let mostNested = 10_000

  /// Returns derivatives of the second order and above, each that of the shorter form of the one before.
  private func nested() throws(Problem) -> [Algebra.ID] {
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
        // No values tell of a branch that is not taken and has none, as 0*nan.
        let style: Algebra.Style = order > 2 && graph.hasChoices ? .careful : .textbook
        guard graph.count <= Self.mostNested else {
          throw Problem(.limit(.derivativeOperations(Self.mostNested)), self.graph.spans[Int(self.graph.output)])
        }
        let derivatives = try terms(style, of: graph, order: 1)
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
  private func count(_ terms: [Algebra.ID], _ sweep: inout SweepValues) throws(Problem) -> [SweepValues.Misses] {
    var writer = try TermWriter(algebra, inputs: inputs, named: [])
    try writer.write(terms)
    let nodes = terms.map { writer.node(of: $0) }
    let values = sweep.points.map { Evaluation.run(writer.graph, inputs: $0) }
    return nodes.indices.map { place in sweep.misses(place, values.map { $0[Int(nodes[place])].elements }) }
  }

  private func count(
    _ terms: [Algebra.ID], _ place: Int, _ sweep: inout SweepValues
  ) throws(Problem) -> SweepValues.Misses {
    var writer = try TermWriter(algebra, inputs: inputs, named: [])
    try writer.write(terms)
    let node = Int(writer.node(of: terms[0]))
    return sweep.misses(place, sweep.points.map { Evaluation.run(writer.graph, inputs: $0)[node].elements })
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

extension Graph {
  /// A Boolean value indicating whether a condition on numbers decides between values.
  fileprivate var hasChoices: Bool {
    nodes.indices.contains { !isLeaf(NodeID($0)) && nodes[$0].primitive == .choose }
  }
}
