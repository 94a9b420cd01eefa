/// The ways to derivatives side by side: by hand, by the formula, by differences, and by both modes.
package struct DerivativeWays: Sendable {
  package enum Way: String, Sendable {
    case byHand = "by hand"
    case symbolic
    case numeric
    case forward, reverse
  }

  /// A derivative by one way.
  package struct Row: Sendable {
    package let way: Way
    /// The step of a difference; nil for other ways.
    package var step: Double?
    /// A Boolean value indicating whether the step is the best one of all powers of ten.
    package var isBest = false
    /// The claim as it was made, if the way is by hand.
    package var claim: Claim.Number?
    /// The derivative; nan for a claim that is none.
    package var value = Double.nan
    /// The distance from the derivative by reverse mode, relative to that if it is not 0.
    package var error = Double.nan
    /// The work; nil by hand.
    package var cost: Cost?
  }

  /// A derivative by all ways.
  package struct Block: Sendable {
    /// The check of the derivative.
    package let check: GradientCheck.Row
    package let rows: [Row]
  }

  package private(set) var blocks: [Block] = []
  /// The work for all derivatives together, by each way.
  package private(set) var totals: [(way: Way, cost: Cost)] = []
  /// A Boolean value indicating whether there are formulas of the derivatives.
  package private(set) var hasFormulas = false

  /// The step of differences in lectures.
  package static let usualStep = 1e-5
  /// The number of nodes of a program above which no formula is made, which nobody would read.
  private static let mostNodes = 20_000

  /// Takes derivatives by all ways.
  ///
  /// - Parameters:
  ///   - check: The check of all derivatives at the point.
  ///   - program: The program as differences see it.
  ///   - point: The point.
  ///   - scheme: The difference whose step is given; a central one with the usual step otherwise.
  /// - Throws: A `Problem` if a graph of the sweeps has more nodes than the limit.
  package init(
    _ check: GradientCheck, _ program: CheckedProgram, at point: Point<Tensor>, _ scheme: DifferenceScheme
  ) throws(Problem) {
    let graph = point.graph
    let formulas = try Self.formulas(point)
    hasFormulas = formulas != nil
    let costs = try SweepCosts(graph, wrt: point.wrt)
    let inputs = point.wrt.indices.flatMap { place in
      (0..<graph.shape(of: point.wrt[place]).count).map { (place: place, element: $0) }
    }
    let isForward = scheme.kind == .forward
    // f at both ends of the step; x + h, for a central difference x - h, too, the difference and the quotient.
    func difference(_ isForward: Bool) -> Cost {
      Cost(
        operations: 2 * costs.function.operations + (isForward ? 3 : 4), liveValues: costs.function.liveValues + 1)
    }
    let count = program.names.count
    for (place, row) in check.rows.enumerated() where count > 0 {
      let (output, element) = (place / count, place % count)
      let line = program.line(element)
      var rows: [Row] = []
      if let claim = row.expected {
        let isNumber = claim.misshapen == nil && !claim.isBlank
        rows.append(Row(way: .byHand, claim: claim, value: isNumber ? claim.value : .nan))
      }
      if let formulas, element < inputs.count {
        let (input, part) = inputs[element]
        let size = graph.shape(of: point.wrt[input]).count
        // A formula says nothing of where the function itself is undefined.
        let value = check.value[output].isNaN ? .nan : formulas.value(input, output * size + part)
        rows.append(Row(way: .symbolic, value: value, cost: formulas.costs[input]))
      }
      let best = Self.best(line, output, row.reverse)
      rows.append(Row(way: .numeric, step: best.step, isBest: true, value: best.value, cost: difference(false)))
      let step = scheme.step ?? Self.usualStep
      rows.append(
        Row(
          way: .numeric, step: step, value: isForward ? line.forward(step, output) : line.central(step, output),
          cost: difference(isForward)))
      rows.append(Row(way: .forward, value: row.forward, cost: costs.forward))
      rows.append(Row(way: .reverse, value: row.reverse, cost: costs.reverse))
      for place in rows.indices { rows[place].error = Self.error(rows[place].value, row.reverse) }
      blocks.append(Block(check: row, rows: rows))
    }
    if let formulas { totals.append((.symbolic, formulas.all)) }
    let each = difference(isForward)
    totals.append((.numeric, Cost(operations: count * each.operations, liveValues: each.liveValues)))
    totals += [(.forward, costs.forwardAll), (.reverse, costs.reverseAll)]
  }

  /// Returns the distance of a derivative from the one that is trusted most, relative if that is not 0.
  private static func error(_ value: Double, _ trusted: Double) -> Double {
    if value == trusted { return 0 }
    return trusted == 0 ? fabs(value) : fabs(value - trusted) / fabs(trusted)
  }

  /// Returns the central difference that comes nearest to a derivative, with its step.
  private static func best(_ line: LineRestriction, _ output: Int, _ trusted: Double) -> (step: Double, value: Double) {
    var best = (step: usualStep, value: line.central(usualStep, output))
    for power in 1...16 {
      let step = Scalar.power(10, -Double(power))
      let value = line.central(step, output)
      // One that is not finite is no better than any other.
      if !(error(value, trusted) >= error(best.value, trusted)), value.isFinite { best = (step, value) }
    }
    return best
  }

  // MARK: - Formulas

  /// The derivatives as formulas, evaluated.
  private struct Formulas {
    var values: [[Double]]
    var costs: [Cost]
    /// The cost of all of them, of which each shared part is computed once.
    var all: Cost

    func value(_ input: Int, _ element: Int) -> Double {
      values[input].count == 1 ? values[input][0] : element < values[input].count ? values[input][element] : .nan
    }
  }

  /// Returns the formulas' numbers at a point; nil where there is no formula, or it is too long.
  private static func formulas(_ point: Point<Tensor>) throws(Problem) -> Formulas? {
    let graph = point.graph
    guard graph.pins.isEmpty, graph.count <= mostNodes else { return nil }
    let outputs = graph.shape(of: graph.output).count
    let columns = point.wrt.reduce(0) { $0 + graph.shape(of: $1).count }
    let entries = outputs.multipliedReportingOverflow(by: columns)
    guard !entries.overflow, outputs == 1 || entries.partialValue <= Derivation.mostElements else { return nil }
    let candidates = try FormulaCandidates(graph, wrt: point.wrt, order: 1, ties: point.ties)
    let terms = try candidates.best()
    var writer = try TermWriter(candidates.algebra, inputs: candidates.inputs, named: [])
    try writer.write(terms)
    let nodes = terms.map { writer.node(of: $0) }
    let inputs = graph.inputs.map { point.values[Int($0)] }
    let values = Evaluation.run(writer.graph, inputs: inputs)
    return Formulas(
      values: nodes.map { values[Int($0)].elements }, costs: nodes.map { Cost(of: [$0], in: writer.graph) },
      all: Cost(of: nodes, in: writer.graph))
  }
}
