/// A value and its derivatives as one graph of elementary gates: the sweeps that run over numbers, read over symbols
/// that keep their edges.
///
/// It gives what the sweeps give, but for two things that only values can settle: where true derivatives differ from
/// the gates' conventions (`max(x, x)`), and where elements of arrays that nothing depends on are infinite.
package struct GradientProgram {
  /// One of the answers: the numbers of nodes, one behind the other.
  struct Answer {
    var kind: EmittedAnswer
    /// Nodes of the graph, each a part of the answer: of a matrix an input's part of a row.
    var nodes: [Graph.NodeID]
  }

  package let graph: Graph
  let kind: EmittedDerivative
  /// The shape of the program's output.
  let output: Shape
  let answers: [Answer]
  /// The inputs of the program, in its order.
  package let inputs: [Graph.NodeID]
  /// The inputs that are differentiated by.
  package let wrt: [Graph.NodeID]
  /// The inputs that are the parts of a direction, one for each of `wrt`; none where the function takes none.
  let directions: [Graph.NodeID]

  /// Draws the derivatives of a program, with no more care about the range of doubles than its values ask for.
  ///
  /// - Throws: A `Problem` if the graph has more nodes than the limit, or a matrix too many elements.
  package init(
    _ program: Graph, wrt: [Graph.NodeID], ties: Ties = .split, _ kind: EmittedDerivative = .gradient
  ) throws(Problem) {
    var best = try GradientProgram(program, wrt: wrt, ties: ties, kind, .none)
    if !kind.form.takesDirection {
      var sweep = SweepValues(
        program, wrt: wrt, order: kind == .hessian ? 2 : 1, isForReading: false, ties: ties)
      var misses = best.misses(&sweep)
      for care in [RangeCare.dividesFirst, .chooses] where misses > 0 {
        let other = try GradientProgram(program, wrt: wrt, ties: ties, kind, care)
        let fewer = other.misses(&sweep)
        if fewer < misses { (best, misses) = (other, fewer) }
      }
    }
    self = best
  }

  /// Creates a program of numbers that are nodes of a graph under construction.
  ///
  /// - Throws: A `Problem` if the graph has more nodes than the limit.
  init(_ bench: Workbench, _ numbers: [Graph.NodeID]) throws(Problem) {
    // All are derivatives, beside a value that says nothing.
    let outputs = [bench.node(0.0)] + numbers
    if let problem = bench.problem { throw problem }
    let form = try ElementaryForm(bench.graph, outputs: outputs)
    graph = form.graph
    kind = .gradient
    output = .scalar
    let mapped = outputs.compactMap { form.nodes[Int($0)] }
    answers = [
      Answer(kind: .value, nodes: Array(mapped.prefix(1))), Answer(kind: .gradient, nodes: Array(mapped.dropFirst())),
    ]
    inputs = graph.inputs
    wrt = graph.inputs
    directions = []
  }

  private init(
    _ program: Graph, wrt: [Graph.NodeID], ties: Ties, _ kind: EmittedDerivative, _ care: RangeCare
  ) throws(Problem) {
    let sweeps = try EmittedSweeps(program, wrt: wrt, ties: ties, kind, care)
    let bench = sweeps.bench
    let outputs = sweeps.answers.map { answer in answer.symbols.map { bench.node($0) } }
    let places = sweeps.values.map { value -> Graph.NodeID? in
      if case .node(let id, _)? = value { id } else { nil }
    }
    if let problem = bench.problem { throw problem }

    let form = try ElementaryForm(bench.graph, outputs: outputs.flatMap { $0 })
    var graph = form.graph
    for (id, label) in program.labels.all {
      if let node = places[Int(id)].flatMap({ form.nodes[Int($0)] }), !graph.isLeaf(node), graph.labels[node] == nil {
        graph.labels[node] = label
      }
    }
    self.graph = graph
    self.kind = kind
    output = program.shape(of: program.output)
    answers = zip(sweeps.answers, outputs).map { answer, nodes in
      Answer(kind: answer.kind, nodes: nodes.compactMap { form.nodes[Int($0)] })
    }
    inputs = Array(graph.inputs.prefix(program.inputs.count))
    directions = Array(graph.inputs.dropFirst(program.inputs.count))
    self.wrt = wrt.compactMap { node in
      program.inputs.firstIndex(of: node).map { graph.inputs[$0] }
    }
  }

  // MARK: - Answers

  /// The value, where it is one number; nil where it is an array, and where the function does not give it.
  package var value: Graph.NodeID? { answers.first { $0.kind == .value && isNumber($0) }?.nodes.first }

  /// All derivatives, answer by answer.
  package var derivatives: [Graph.NodeID] { answers.filter { $0.kind != .value }.flatMap(\.nodes) }

  /// Returns a Boolean value indicating whether an answer is one number by its kind, rather than a row of them.
  func isNumber(_ answer: Answer) -> Bool { answer.kind.isOfOutput && output.isScalar }

  /// Returns the number of numbers in an answer.
  func count(_ answer: Answer) -> Int { count(answer.nodes) }

  /// Returns the number of numbers in inputs or derivatives.
  func count(_ nodes: [Graph.NodeID]) -> Int { nodes.reduce(0) { $0 + graph.shape(of: $1).count } }

  /// Returns the number of special points at which a derivative is not that of the sweep.
  private func misses(_ sweep: inout SweepValues) -> Int {
    guard let answer = answers.last, !wrt.isEmpty, !sweep.points.isEmpty else { return 0 }
    let values = sweep.points.map { Evaluation.run(graph, inputs: $0) }
    // The sweep's derivatives by an input hold all rows of the output, second ones those of one input each.
    let rows = answer.nodes.count / wrt.count
    let groups = answer.kind == .hessian ? wrt.map { graph.shape(of: $0).count } : [rows]
    var misses = 0
    var start = 0
    for (group, count) in groups.enumerated() {
      for column in wrt.indices {
        let nodes = (start..<start + count).map { answer.nodes[$0 * wrt.count + column] }
        misses +=
          sweep.misses(
            group * wrt.count + column, values.map { values in nodes.flatMap { values[Int($0)].elements } }
          ).all
      }
      start += count
    }
    return misses
  }
}
