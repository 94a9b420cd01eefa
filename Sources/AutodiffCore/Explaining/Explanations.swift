/// The way back to an input in words.
package struct InputExplanation {
  /// A sentence with the place in the source that it is about.
  package struct Step {
    /// The place of the operation; `.none` where the step has none.
    package let span: Span
    /// The name of the operation; nil where contributions are added up.
    package let operation: String?
    /// The text of the node that gets something.
    package let to: String
    /// The number or array that it gets from the step; nil for nothing.
    package let value: Tensor?
    package let text: String
  }

  /// A line of the explanation.
  package enum Line {
    /// A sentence that begins several ways to a node.
    case meeting(String)
    /// The title of one way.
    case way(String)
    case step(Step)
    /// The number of steps that are left out here.
    case leftOut(Int)
  }

  /// The name of the input.
  package let input: String
  /// The lines in the order in which they are read.
  package private(set) var lines: [Line] = []

  /// The steps alone.
  package var steps: [Step] {
    lines.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  /// The number of steps that are left out.
  package var leftOut: Int {
    lines.reduce(0) { if case .leftOut(let count) = $1 { $0 + count } else { $0 } }
  }

  /// Explains the way back to an input.
  ///
  /// - Parameter words: The words for the exercise.
  /// - Parameter input: The place of the input among the program's.
  /// - Parameter most: The number of steps above which those in the middle are left out.
  /// - Parameter known: The inputs of which it was told already how a node gets what it gets; this one is added.
  package init(
    _ words: WayBackWords, input: Int, most: Int, known: inout [Graph.NodeID: String]
  ) {
    let exercise = words.exercise
    self.input = exercise.names[input]
    let way = WayBack(exercise, to: input)
    let parts = way.parts(without: known)
    let count = parts.count(where: \.isStep)
    let dropped = count > most ? most / 2..<count - most / 2 : count..<count
    var step = 0
    for part in parts {
      if dropped.contains(step) {
        if step == dropped.lowerBound, part.isStep { lines.append(.leftOut(dropped.count)) }
        if part.isStep { step += 1 }
        continue
      }
      switch part {
      case .meeting(let node, let ways): lines.append(.meeting(words.meeting(node, ways: ways)))
      case .way(let index, _, let edge): lines.append(.way(words.way(index, by: edge)))
      case .recall(let node, let other):
        lines.append(.step(Self.whole(node, in: exercise, words.recall(node, asFor: other).text)))
      case .edge(let edge):
        if !way.isMeeting(edge.to), edge.contribution != nil { known[edge.to] = self.input }
        lines.append(
          .step(
            Step(
              span: exercise.graph.spans[Int(edge.node)],
              operation: exercise.graph.nodes[Int(edge.node)].primitive.operationName,
              to: exercise.text(edge.to),
              value: edge.contribution?.value, text: words.sentence(edge).text)))
      case .sum(let node, let edges):
        known[node] = self.input
        lines.append(.step(Self.whole(node, in: exercise, words.sum(node, edges).text)))
      }
      if part.isStep { step += 1 }
    }
    if way.parts.isEmpty { lines.append(.meeting(Self.nothing(exercise, way.target))) }
  }

  /// Returns the step that says what a node gets by all ways together.
  private static func whole(_ node: Graph.NodeID, in exercise: Exercise, _ text: String) -> Step {
    Step(
      span: exercise.graph.isLeaf(node) ? .none : exercise.graph.spans[Int(node)], operation: nil,
      to: exercise.text(node), value: exercise.adjoints[Int(node)], text: text)
  }

  /// Returns the sentence for an input to which no way leads.
  private static func nothing(_ exercise: Exercise, _ node: Graph.NodeID) -> String {
    let name = code(exercise.text(node))
    if exercise.graph.output == node { return "The result is \(name) itself, so the derivative is 1." }
    if isHeld(node, in: exercise.graph) {
      return "No way leads back to \(name): indices and what stands in stop send nothing back."
    }
    return exercise.graph.reachable[Int(node)] || !exercise.graph.decisions.isEmpty
      ? "No way leads back to \(name): it only decides which way the program takes."
      : "\(name) does not occur in what is computed, so no way leads back to it."
  }

  /// Returns a Boolean value indicating whether an operation only reads what is computed from an input.
  private static func isHeld(_ input: Graph.NodeID, in graph: Graph) -> Bool {
    let active = graph.active([input])
    return graph.nodes.indices.contains { id in
      guard graph.nodes[id].kind == .wide || graph.nodes[id].kind == .unary, graph.reachable[id] else { return false }
      return graph.operands(of: Graph.NodeID(id)).enumerated().contains { place, operand in
        active[Int(operand)] && graph.nodes[id].primitive.holds(place)
      }
    }
  }
}

extension WayBack.Part {
  fileprivate var isStep: Bool {
    switch self {
    case .edge, .sum, .recall: true
    case .meeting, .way: false
    }
  }
}

/// The uses of an input: the operations in which it stands.
package struct InputUses {
  /// The name of the input.
  package let input: String
  /// The place in the source of each use, in the order of the source.
  package let spans: [Span]
  /// The number of times that it is used, those of other inputs' conditions included.
  package let count: Int
}

extension Exercise {
  /// Returns the place of an input among the program's; nil if the node is none.
  package func place(of node: Graph.NodeID) -> Int? { graph.inputs.firstIndex(of: node) }

  /// Returns the uses of an input.
  package func uses(of input: Int) -> InputUses {
    let id = graph.inputs[input]
    let reachable = graph.reachable
    var spans: [Span] = []
    var count = 0
    for place in graph.nodes.indices where reachable[place] {
      let times = graph.operands(of: Graph.NodeID(place)).count { $0 == id }
      if times == 0 { continue }
      count += times
      let span = graph.spans[place]
      if !spans.contains(where: { $0.start == span.start && $0.end == span.end }) { spans.append(span) }
    }
    return InputUses(input: names[input], spans: spans.sorted { ($0.start, $0.end) < ($1.start, $1.end) }, count: count)
  }

  /// Returns the operations on the way back to an input, each once and the result first.
  package func operationsOnTheWay(to input: Int) -> [(text: String, role: Role?)] {
    var seen: Set<Graph.NodeID> = []
    let words = WayBackWords(self, NumberText())
    return WayBack(self, to: input).parts.compactMap { part in
      guard case .edge(let edge) = part, seen.insert(edge.node).inserted else { return nil }
      return (words.operation(edge.node), graph.nodes[Int(edge.node)].primitive.gate.role)
    }
  }
}
