/// A step of a page: a row of one of its tables, with its sentence and its place in the picture.
struct PageRow {
  /// The texts of the cells.
  var cells: [Sentence]
  /// The number that the step brings.
  var brings: SweepNumber
  /// The boxes of the picture that it is about.
  var boxes: [Graph.NodeID]
  /// The wires that it is about, by the operation and the place of the operand.
  var wires: [(to: Graph.NodeID, place: Int)]
  /// The sentence; where an operation passes on all or a part, one for each.
  var sentences: [Sentence]
  /// The sentence that holds at the point.
  var sentence = 0
  /// The place of the edge among those of the sweep, for a contribution.
  var edge: Int?
  /// The places of the edges that are added up, for a sum.
  var sum: [Int] = []
  /// A Boolean value indicating whether the step does not take place at the point.
  var isHidden = false
  /// A Boolean value indicating whether it is about the end of the last wire.
  var isSeed = false
}

/// The steps of a reverse trace, in the order in which they are made: values forward, adjoints back.
struct PageRows {
  private let trace: Trace
  private let words: WayBackWords
  private let number: NumberText
  /// The edges of the sweep, those that send nothing at the point as well if others may be looked at.
  let edges: [SweepCode.Edge]
  private var contributions: [SweepNumber: Contribution<Tensor>] = [:]
  private var steps: [Graph.NodeID: Trace.Step] = [:]
  /// The steps of the forward pass, and those of the way back.
  private(set) var forward: [PageRow] = []
  private(set) var back: [PageRow] = []

  /// The number of elements up to which an array is written out.
  static let mostElements = 12
  /// The number of contributions up to which a sum is written out.
  private static let mostTerms = 8

  init(_ trace: Trace, _ words: WayBackWords, _ code: SweepCode?, _ number: NumberText) {
    self.trace = trace
    self.words = words
    self.number = number
    let sent = trace.steps.flatMap(\.contributions).map(\.contribution)
    for contribution in sent {
      contributions[.sent(contribution.from, contribution.place)] = contribution
    }
    let order = trace.events.compactMap { event -> SweepCode.Edge? in
      guard case .contribution(let edge, _) = event else { return nil }
      return SweepCode.Edge(
        from: edge.contribution.from, place: edge.contribution.place, to: edge.contribution.to)
    }
    edges = code?.edges ?? order
    for step in trace.steps { steps[step.node] = step }
    forward = trace.steps.map(forwardRow)
    addWayBack()
  }

  private var graph: Graph { trace.graph }

  // MARK: - Numbers

  /// Returns a number of the sweep, or a small array, as a text; the shape of a large one.
  func text(_ value: Tensor, _ which: SweepNumber, _ spelling: Sentence.Spelling = .plain)
    -> Sentence
  {
    if value.count > Self.mostElements { return Sentence(value.shape.text) }
    let text = ArrayText(number).line(value)
    return Sentence([
      .number(spelling == .factor && text.hasPrefix("-") ? "(\(text))" : text, which, spelling)
    ])
  }

  private func value(_ step: Trace.Step) -> Sentence {
    guard step.isCondition, let truth = step.value.scalar else {
      return text(step.value, .value(step.node))
    }
    return Sentence([.number(truth != 0 ? "true" : "false", .value(step.node), .truth)])
  }

  private func name(_ node: Graph.NodeID) -> String {
    trace.names[node] ?? Formula(graph, style: .unicode, number: number) { _ in nil }.text(node)
  }

  private func adjoint(_ node: Graph.NodeID) -> String { Accent.bar(name(node)) }

  // MARK: - Forward

  private func forwardRow(_ step: Trace.Step) -> PageRow {
    let isInput = step.operation == "input"
    let formula = isInput ? "input" : trace.expression(step, .unicode, number)
    var cells: [Sentence] = [Sentence(step.name), Sentence(formula)]
    if trace.hasArrays {
      cells.append(Sentence(step.value.scalar == nil ? step.value.shape.text : ""))
    }
    cells.append(value(step))
    if trace.marksSaved {
      cells.append(
        Sentence(step.saved?.names(of: step.node, graph, trace.names).joined(separator: ", ") ?? "")
      )
    }
    let operands = graph.operands(of: step.node)
    return PageRow(
      cells: cells, brings: .value(step.node), boxes: [step.node],
      wires: operands.indices.map { (step.node, $0) },
      sentences: [sentence(step, formula, isInput: isInput)])
  }

  private func sentence(_ step: Trace.Step, _ formula: String, isInput: Bool) -> Sentence {
    let end = step.node == graph.output ? " This is the value of f." : ""
    if isInput { return "\(code(step.name)) is an input, \(value(step)).\(end)" }
    var seen: Set<Graph.NodeID> = []
    let operands = graph.operands(of: step.node).filter {
      trace.names[$0] != nil && seen.insert($0).inserted
    }
    let known = operands.prefix(Self.mostElements).map { operand -> Sentence in
      let amount = steps[operand].map(value) ?? text(trace.point.values[Int(operand)], .value(operand))
      return "\(code(name(operand))) = \(amount)"
    }
    let ending: Sentence = operands.isEmpty ? "." : ", from \(Sentence(known, separator: ", "))."
    return "\(code("\(step.name) = \(formula)")) is \(value(step))\(ending)\(end)"
  }

  // MARK: - Back

  private mutating func addWayBack() {
    back.append(seed)
    var incoming: [Graph.NodeID: [Int]] = [:]
    var current: Graph.NodeID?
    for (index, edge) in edges.enumerated() {
      if edge.from != current {
        current = edge.from
        addSum(edge.from, incoming[edge.from] ?? [])
      }
      back.append(row(index, edge))
      incoming[edge.to, default: []].append(index)
    }
    for input in graph.inputs { addSum(input, incoming[input] ?? []) }
  }

  private var seed: PageRow {
    let (output, seed) = (graph.output, trace.cotangent ?? 1.0)
    let text = text(seed, .adjoint(output))
    let beginning: Sentence =
      trace.cotangent == nil
      ? "The way back begins at the result, with the derivative of f by itself: \(text)."
      : "The way back begins at the result, with the weights of its elements: \(text)."
    return PageRow(
      cells: [Sentence("\(adjoint(output)) ="), "the beginning", "", text, ""],
      brings: .adjoint(output),
      boxes: [output], wires: [], sentences: [beginning], isSeed: true)
  }

  private func row(_ index: Int, _ edge: SweepCode.Edge) -> PageRow {
    let which = SweepNumber.sent(edge.from, edge.place)
    let known = contributions[which]
    let primitive = graph.nodes[Int(edge.from)].primitive
    let contribution = known ?? contribution(edge, local: 1)
    let selects = primitive.gate.selects && contribution.local?.scalar != nil
    var row = PageRow(
      cells: [
        Sentence("\(adjoint(edge.to)) +="), formula(edge, contribution, selects: selects),
        numbers(edge, contribution),
        text(contribution.value, which), Sentence(primitive.gate.role?.rawValue ?? ""),
      ], brings: which, boxes: [edge.from, edge.to], wires: [(edge.from, edge.place)],
      sentences: [], edge: index,
      isHidden: known == nil)
    if selects {
      row.sentence = contribution.local?.scalar == 1 ? 0 : 1
      // A part that is passed on is told in other words than the whole.
      row.sentences = [1, 0.5].enumerated().map { place, local in
        sentence(edge, place == row.sentence ? contribution : self.contribution(edge, local: local))
      }
    } else {
      row.sentences = [sentence(edge, contribution)]
    }
    return row
  }

  /// Returns a contribution as it may be at another point.
  private func contribution(_ edge: SweepCode.Edge, local: Double) -> Contribution<Tensor> {
    Contribution(
      from: edge.from, place: edge.place, to: edge.to, upstream: 1.0, local: .scalar(local),
      value: .scalar(local))
  }

  private func sentence(_ edge: SweepCode.Edge, _ contribution: Contribution<Tensor>) -> Sentence {
    words.sentence(
      WayBack.Edge(node: edge.from, place: edge.place, to: edge.to, contribution: contribution))
  }

  /// Returns the formula of a contribution.
  private func formula(_ edge: SweepCode.Edge, _ contribution: Contribution<Tensor>, selects: Bool)
    -> Sentence
  {
    let upstream = adjoint(edge.from)
    if selects, let local = contribution.local {
      return "\(upstream) · \(text(local, .local(edge.from, edge.place), .factor))"
    }
    let traced = Trace.Edge(from: name(edge.from), to: name(edge.to), contribution: contribution)
    if let whole = trace.contribution(traced, .unicode, number, adjoint: Accent.bar) {
      return Sentence(whole)
    }
    let isOfArrays = contribution.upstream.scalar == nil && contribution.local?.scalar == nil
    return Sentence(
      "\(upstream) \(isOfArrays ? "⊙" : "·") \(trace.local(traced, .unicode, number, factor: true))"
    )
  }

  private func numbers(_ edge: SweepCode.Edge, _ contribution: Contribution<Tensor>) -> Sentence {
    guard contribution.upstream.scalar != nil, let local = contribution.local, local.scalar != nil
    else { return "" }
    let factor = text(local, .local(edge.from, edge.place), .factor)
    return "\(text(contribution.upstream, .adjoint(edge.from))) · \(factor)"
  }

  private mutating func addSum(_ node: Graph.NodeID, _ incoming: [Int]) {
    guard incoming.count > 1 else { return }
    let ways = incoming.map { index -> WayBack.Edge in
      let edge = edges[index]
      return WayBack.Edge(
        node: edge.from, place: edge.place, to: node,
        contribution: contributions[.sent(edge.from, edge.place)])
    }
    let isHidden = ways.count { $0.contribution != nil } < 2
    // Other values may bring something over other ways.
    let told =
      isHidden
      ? ways.map {
        WayBack.Edge(
          node: $0.node, place: $0.place, to: node,
          contribution: contribution(edges[incoming[0]], local: 1))
      }
      : ways
    let parts = told.compactMap { $0.contribution?.value }
    let isOfNumbers = ways.count <= Self.mostTerms && parts.allSatisfy { $0.scalar != nil }
    let terms = parts.compactMap(\.scalar).enumerated().map { index, value in
      index == 0 ? number(value) : value < 0 ? " - \(number(-value))" : " + \(number(value))"
    }.joined()
    let total = steps[node]?.adjoint ?? 0.0
    back.append(
      PageRow(
        cells: [
          Sentence("\(adjoint(node)) ="),
          isOfNumbers
            ? Sentence([.sum(terms, of: ways.map { .sent($0.node, $0.place) })])
            : Sentence("\(ways.count) contributions"), "", text(total, .adjoint(node)), "adds",
        ], brings: .adjoint(node), boxes: [node], wires: ways.map { ($0.node, $0.place) },
        sentences: [words.sum(node, told)], sum: incoming, isHidden: isHidden))
  }
}
