/// A filled-in trace judged line by line, each by the reader's own earlier lines, so that one slip costs one line.
package struct StepMarking {
  /// The verdicts on a line.
  package enum Verdict: String, Sendable {
    /// The number is right, as far as it is written.
    case right
    /// The number is neither right nor what the reader's earlier lines give.
    case wrong
    /// The number is not right, and it is what the reader's earlier lines give.
    case follows
    /// There is no number, or no such line.
    case missing
  }

  /// A step of the trace with what the reader has there.
  package struct Step {
    /// The number of the line in the file, counted from 1; nil if there is no such line.
    package let line: Int?
    /// The name of the node, or the contribution to an adjoint, as the language spells it.
    package let text: String
    /// The same for people, with bars over adjoints.
    package let shownText: String
    package let verdict: Verdict
    /// The number or the array as it is written; empty where there is none.
    package let claimedText: String
    /// The number or the array; nil if there is none or it cannot be read.
    package let claimed: Tensor?
    /// The value that the reader's earlier lines give.
    package let expected: Tensor
    /// The right value.
    package let truth: Tensor
  }

  /// The steps in the order of the trace.
  package private(set) var steps: [Step] = []
  /// The lines of the file that are no step of the trace though they have a number.
  package private(set) var strangers: [Int] = []

  /// The number of lines that cost nothing: those that are right or follow from earlier ones.
  package var right: Int { steps.count { $0.verdict == .right || $0.verdict == .follows } }

  private let trace: Trace
  private let filled: FilledTrace
  private let tolerance: GradientCheck.Tolerance
  private let names: Elements
  private let numbers: [Double]
  /// A Boolean value for each node indicating whether it depends on an input by which derivatives are taken.
  private let isActive: [Bool]
  /// The values as the reader has them.
  private var values: Readings
  /// The adjoints as the reader has them, by node, of those that are added up.
  private var sums: [Graph.NodeID: Reading] = [:]
  /// The contributions as the reader has them, by the node that receives them.
  private var received: [Graph.NodeID: [Reading]] = [:]

  /// A value as the reader has it: as it is written, and as it was before it was rounded.
  private struct Reading {
    var written: Tensor
    var carried: Tensor

    func map(_ transform: (Tensor) -> Tensor) -> Reading {
      Reading(written: transform(written), carried: transform(carried))
    }
  }

  /// The values of all nodes as the reader has them.
  private struct Readings {
    var written: [Tensor]
    var carried: [Tensor]

    func map(_ transform: ([Tensor]) -> Tensor) -> Reading {
      Reading(written: transform(written), carried: transform(carried))
    }
  }

  /// Marks a table.
  ///
  /// - Parameter trace: The reverse trace of which the table is a copy, of a scalar.
  package init(_ filled: FilledTrace, of trace: Trace, tolerance: GradientCheck.Tolerance = .init()) {
    self.trace = trace
    self.filled = filled
    self.tolerance = tolerance
    var names = Elements(inputsOf: trace.graph)
    var numbers = trace.graph.inputs.flatMap { trace.point.values[Int($0)].elements }
    // The words of a trace for what is no number of the language.
    for (word, value) in [("nan", Double.nan), ("NaN", .nan), ("true", 1), ("false", 0)]
    where names.names.find(word) == nil {
      names.add(word)
      numbers.append(value)
    }
    self.names = names
    self.numbers = numbers
    isActive = trace.graph.active(trace.point.wrt)
    values = Readings(written: trace.point.values, carried: trace.point.values)
    markNodes()
    markAdjoints()
  }

  // MARK: - The way forward

  private mutating func markNodes() {
    var lines = LineMatching(filled.nodes)
    for step in trace.steps {
      let line = lines.take([FilledTrace.key(step.name)])
      let expected = values.map { value(of: step.node, $0) }
      let reading = mark(line, (step.name, step.name), expected, truth: step.value)
      values.written[Int(step.node)] = reading.written
      values.carried[Int(step.node)] = reading.carried
    }
    strangers += lines.rest
  }

  /// Returns a node's value from those of its operands.
  private func value(of id: Graph.NodeID, _ values: [Tensor]) -> Tensor {
    let node = trace.graph.nodes[Int(id)]
    if node.kind == .input || node.kind == .constant { return trace.point.values[Int(id)] }
    let operands = trace.graph.operands(of: id).map { values[Int($0)] }
    return node.kind == .wide && node.primitive.isArray
      ? Tensor.apply(trace.graph.operation(id), operands) : Tensor.apply(node.primitive, operands)
  }

  // MARK: - The way back

  private mutating func markAdjoints() {
    var nodes: [String: Graph.NodeID] = [:]
    for step in trace.steps { nodes[step.name] = step.node }
    let rows = TraceTables.spellings(of: trace)
    var lines = LineMatching(filled.adjoints)
    var found = rows.map { row in lines.take(row.map { $0.name + " " + $0.formula }) }
    for (place, row) in rows.enumerated() where found[place] == nil { found[place] = lines.take(row.map(\.name)) }
    strangers += lines.rest
    var sent: (from: Graph.NodeID, written: [Contribution<Tensor>], carried: [Contribution<Tensor>])?
    for (place, event) in trace.events.enumerated() where rows.indices.contains(place) {
      let text = (rows[place][0].text, rows[place][2].text)
      switch event {
      case .contribution(let edge, _):
        let contribution = edge.contribution
        if sent?.from != contribution.from {
          let adjoint = adjoint(contribution.from)
          sent = (
            contribution.from, contributions(contribution.from, adjoint.written, values.written),
            contributions(contribution.from, adjoint.carried, values.carried)
          )
        }
        // An operand to which the gate passes nothing at the reader's values gets 0.
        func value(_ sent: [Contribution<Tensor>]) -> Tensor {
          sent.first { $0.place == contribution.place }?.value
            ?? Tensor(repeating: 0, trace.graph.shape(of: contribution.to))
        }
        let expected = Reading(written: value(sent?.written ?? []), carried: value(sent?.carried ?? []))
        received[contribution.to, default: []].append(mark(found[place], text, expected, truth: contribution.value))
      case .sum(let name, _, let total):
        guard let node = nodes[name] else { continue }
        sums[node] = mark(found[place], text, sum(node), truth: total)
      }
    }
  }

  /// Returns the sum of the contributions that a node received.
  private func sum(_ node: Graph.NodeID) -> Reading {
    let parts = received[node] ?? []
    guard let first = parts.first else {
      let seed = Tensor(repeating: 1, trace.graph.shape(of: node))
      return Reading(written: seed, carried: seed)
    }
    return parts.dropFirst().reduce(first) {
      Reading(written: $0.written + $1.written, carried: $0.carried + $1.carried)
    }
  }

  /// Returns a node's adjoint; 1 for the output.
  private func adjoint(_ node: Graph.NodeID) -> Reading { sums[node] ?? sum(node) }

  /// Returns the contributions that a node sends where it has this adjoint and the nodes these values: the sweep of a
  /// program that is this operation alone.
  private func contributions(
    _ node: Graph.NodeID, _ adjoint: Tensor, _ values: [Tensor]
  ) -> [Contribution<Tensor>] {
    let whole = trace.graph
    let (primitive, operands) = (whole.nodes[Int(node)].primitive, whole.operands(of: node))
    var graph = Graph()
    var own: [Tensor] = []
    var wrt: [Graph.NodeID] = []
    do throws(Problem) {
      var places: [Graph.NodeID] = []
      for (place, operand) in operands.enumerated() {
        if let known = operands[..<place].firstIndex(of: operand) {
          places.append(places[known])
          continue
        }
        let isConstant = whole.nodes[Int(operand)].kind == .constant
        let id =
          isConstant
          ? try graph.constant(values[Int(operand)][0])
          : try graph.input("x\(place)", shape: whole.shape(of: operand), span: .none)
        places.append(id)
        if Int(id) == own.count { own.append(values[Int(operand)]) }
        if isActive[Int(operand)] { wrt.append(id) }
      }
      let isArray = whole.nodes[Int(node)].kind == .wide && primitive.isArray
      graph.output =
        isArray ? try graph.apply(whole.operation(node), places) : try graph.apply(primitive, places)
    } catch {
      return []
    }
    // The operands settle which of them a gate passes on, and its output must be one of them.
    let isGate = primitive.isExtremum || primitive.gate.selects
    own.append(isGate ? value(of: node, values) : values[Int(node)])
    var recorder = ContributionRecorder()
    let point = Point(graph: graph, values: own, wrt: wrt, ties: trace.point.ties)
    _ = point.pullback(seed: adjoint, observer: &recorder)
    return recorder.contributions
  }

  // MARK: - Verdicts

  /// Judges a line, and returns the value with which the reader goes on.
  private mutating func mark(
    _ line: FilledTrace.Line?, _ text: (data: String, shown: String), _ expected: Reading, truth: Tensor
  ) -> Reading {
    var verdict = Verdict.missing
    var cell: WrittenCell?
    var reading = Reading(written: expected.carried, carried: expected.carried)
    if let line, !line.value.isEmpty {
      let written = WrittenCell(
        line.value, shape: truth.shape, names: names, numbers: numbers, hasDecimalCommas: filled.hasDecimalCommas)
      cell = written
      verdict = .wrong
      if let numbers = written.numbers, let value = written.value {
        reading.written = value
        if agrees(numbers, truth, truth) {
          verdict = .right
          reading.carried = truth
        } else if agrees(numbers, expected.carried, expected.written) {
          verdict = isSame(expected.carried, truth) ? .right : .follows
        } else {
          reading.carried = value
        }
      }
    }
    steps.append(
      Step(
        line: line?.line, text: text.data, shownText: text.shown, verdict: verdict, claimedText: line?.value ?? "",
        claimed: cell?.value,
        expected: isSame(expected.carried, truth) ? truth : expected.carried, truth: truth))
    return reading
  }

  /// Returns a Boolean value indicating whether each number lies, as far as it is written, between two values: what
  /// comes of numbers before they are rounded, and what comes of those that are written.
  private func agrees(_ numbers: [Claim.Number], _ first: Tensor, _ second: Tensor) -> Bool {
    guard first.count == numbers.count, second.count == numbers.count else { return false }
    return numbers.indices.allSatisfy { place in
      let (number, low, high) = (numbers[place], fmin(first[place], second[place]), fmax(first[place], second[place]))
      guard low.isFinite, high.isFinite, number.value.isFinite else {
        return number.value == first[place] || number.value.isNaN && first[place].isNaN
      }
      let size = fmax(fabs(number.value), fabs(first[place]))
      let slack = tolerance.slack(
        number.value, first[place], otherwise: fmax(1e-9 * size, number.precision * (1 + 1e-9)))
      return low - slack <= number.value && number.value <= high + slack
    }
  }

  /// Returns a Boolean value indicating whether two values are one, but for rounding.
  private func isSame(_ left: Tensor, _ right: Tensor) -> Bool {
    left.count == right.count
      && (0..<left.count).allSatisfy { place in
        let (left, right) = (left[place], right[place])
        if !left.isFinite || !right.isFinite { return left == right || left.isNaN && right.isNaN }
        return fabs(left - right) <= 1e-12 * fmax(fabs(left), fabs(right))
      }
  }
}

/// The observer of a sweep that keeps the contributions.
private struct ContributionRecorder: PullbackObserver {
  var contributions: [Contribution<Tensor>] = []

  mutating func contribute(_ contribution: Contribution<Tensor>) { contributions.append(contribution) }
}
