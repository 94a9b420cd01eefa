/// A program at a point with its right reverse sweep, which every mistake changes at one place.
///
/// Derivatives are taken by all inputs, so that a mistake can mix them up.
package final class Exercise {
  /// The program at the point; its `wrt` are all inputs.
  let point: Point<Tensor>
  /// The same point over numbers; nil if there are arrays.
  let numbers: Point<Double>?
  /// The text of the program.
  package let source: SourceText
  /// The output's adjoint: 1, or that of one element of an array.
  let seed: Tensor
  /// The adjoint of each node.
  let adjoints: [Tensor]
  /// The contributions that each node sends, in the order of the sweep.
  let sent: [[Contribution<Tensor>]]
  /// The contributions that each node receives, in the order of the sweep.
  let received: [[Contribution<Tensor>]]
  /// The right derivatives by all inputs, in their shapes.
  let right: [Tensor]
  /// The names of all inputs.
  package let names: [String]
  /// A Boolean value for each node indicating whether it depends on any input.
  private lazy var active = graph.active(graph.inputs)
  /// The nodes at which rules are applied.
  lazy var siteNodes = nodesOfSites
  /// The contributions over the edges of the reverse sweep, those too that carry nothing.
  lazy var contributions = sites.flatMap { $0.edges.map(\.contribution) }
  /// The places of operands in the text.
  lazy var operandPlaces = OperandPlaces(source)
  private var knownTangents: [Int: [Tensor]] = [:]
  private var knownActive: [Int: [Bool]] = [:]

  /// Creates the exercise of a program at a point.
  ///
  /// - Parameter output: The place of the output's element whose derivatives are asked for, counted from 0.
  /// - Parameter cotangent: The output's adjoint, in its shape; nil for that of the element.
  package init(
    _ point: Point<Tensor>, output: Int = 0, cotangent: Tensor? = nil, source: SourceText
  ) {
    let graph = point.graph
    self.point = Point(graph: graph, values: point.values, wrt: graph.inputs, ties: point.ties)
    numbers = graph.isScalar ? self.point.asNumbers : nil
    self.source = source
    names = graph.orderedInputNames
    var seed = [Double](repeating: 0, count: point.value.count)
    if seed.indices.contains(output) { seed[output] = 1 }
    self.seed = cotangent ?? Tensor(point.value.shape, seed)
    var recorder = SweepRecorder(graph.count)
    adjoints = self.point.pullback(seed: self.seed, observer: &recorder)
    sent = recorder.sent
    var received = [[Contribution<Tensor>]](repeating: [], count: graph.count)
    for contribution in recorder.order { received[Int(contribution.to)].append(contribution) }
    self.received = received
    right = Self.answers(adjoints, graph)
  }

  private static func answers(_ adjoints: [Tensor], _ graph: Graph) -> [Tensor] {
    graph.inputs.map { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)) + 0.0 }
  }

  var graph: Graph { point.graph }
  var values: [Tensor] { point.values }

  /// The same exercise at other values of the inputs; nil where the program takes another path there.
  func moved(_ inputs: [Tensor]) -> Exercise {
    Exercise(Point(graph, inputs: inputs, ties: point.ties), output: output, source: source)
  }

  /// The same exercise at a point at which no two numbers are equal by chance.
  var elsewhere: Exercise {
    // Irrational factors lead to such a point.
    var factor = 1.0
    let inputs = graph.inputs.map { id -> Tensor in
      values[Int(id)].map { value in
        factor = factor * 1.6180339887498949
        if factor > 2 { factor -= 1 }
        return value * (0.7 + 0.31 * factor) + 0.01 * factor
      }
    }
    return moved(inputs)
  }

  private var output: Int { seed.elements.firstIndex(of: 1) ?? 0 }

  // MARK: - Sweeps

  /// Returns the derivatives by all inputs where some nodes send other numbers than their rules give.
  func answer(_ sent: [Graph.NodeID: [Sent]]) -> [Tensor] {
    if let numbers {
      var rewired = Rewired(replaced: sent.map { node, sent in (node, sent.map { ($0.to, $0.value[0]) }) })
      let adjoints = Pullback.run(
        graph, values: numbers.values, active: active, seed: seed[0], ties: point.ties, observer: &rewired)
      return graph.inputs.map { .scalar(adjoints[Int($0)] + 0) }
    }
    var rewired = Rewired(replaced: sent.map { ($0, $1) })
    return Self.answers(point.pullback(seed: seed, observer: &rewired), graph)
  }

  /// Returns a Boolean value for each node indicating whether it depends on an input.
  func depends(on input: Int) -> [Bool] {
    if let known = knownActive[input] { return known }
    let active = graph.active([graph.inputs[input]])
    knownActive[input] = active
    return active
  }

  /// Returns the tangent of each node along an input, all of whose elements move alike.
  func tangents(_ input: Int) -> [Tensor] {
    if let known = knownTangents[input] { return known }
    let id = graph.inputs[input]
    let tangents = point.pushforward([(input: id, tangent: Tensor(repeating: 1, graph.shape(of: id)))])
    knownTangents[input] = tangents
    return tangents
  }

  // MARK: - Limits

  /// The number of elements of nodes, times that of nodes, above which single mistakes are not tried: it would take
  /// seconds.
  private static let mostWork = 200_000_000

  /// A Boolean value indicating whether the program is small enough for its single mistakes to be tried one by one.
  package var isSmallEnough: Bool {
    let (work, overflow) = graph.elementCount.multipliedReportingOverflow(by: graph.count)
    return !overflow && work <= Self.mostWork
  }
}

/// A number that a node sends to another one.
typealias Sent = (to: Graph.NodeID, value: Tensor)

/// The contributions of a sweep, by the node that sends them.
private struct SweepRecorder: PullbackObserver {
  var sent: [[Contribution<Tensor>]]
  var order: [Contribution<Tensor>] = []

  init(_ count: Int) { sent = Array(repeating: [], count: count) }

  mutating func contribute(_ contribution: Contribution<Tensor>) {
    sent[Int(contribution.from)].append(contribution)
    order.append(contribution)
  }
}

/// A sweep of which some nodes send other numbers than their rules give.
private struct Rewired<Element>: PullbackObserver {
  /// The nodes, of which there are few, with what they send.
  let replaced: [(node: Graph.NodeID, sent: [(to: Graph.NodeID, value: Element)])]

  @inline(__always)
  mutating func contribute(_ contribution: Contribution<Element>) {}

  @inline(__always)
  mutating func sent(from node: Graph.NodeID) -> [(to: Graph.NodeID, value: Element)]? {
    for (place, sent) in replaced where place == node { return sent }
    return nil
  }
}
