/// The partial derivatives of a scalar up to some order, one for each choice of input elements.
///
/// Those of the first and second order are a gradient's and a Hessian's. Each order above is the gradient of the graph of
/// one before: reverse sweeps over symbols, whose nodes share one graph, so that what two derivatives have in common is
/// computed once.
package struct MixedPartials {
  /// A derivative of the second order or a higher one.
  package struct Partial: Sendable {
    /// The places of the elements by which it is taken, among all elements of the inputs of `wrt`; they never fall.
    package let elements: [Int]
    /// The derivative; that of the convention at kinks whose sides differ.
    package let value: Double
  }

  /// The names of the elements of the inputs of `wrt`.
  package let names: [String]
  /// The gradient, and all kinks that were met.
  package private(set) var gradient: Derivatives
  /// The derivatives above the first order: order by order, and within one by their elements.
  package private(set) var partials: [Partial] = []

  /// The number of derivatives up to which they are taken.
  package static let mostPartials = 10_000

  /// Returns the number of derivatives of the orders from 1 to `order` by `count` elements; `Int.max` for more than can
  /// be counted.
  package static func count(elements count: Int, order: Int) -> Int {
    // There are as many as choices of `order` among `count + order` things, but for the value itself.
    var result = 1
    for step in 0..<order {
      let (product, overflow) = result.multipliedReportingOverflow(by: count + step + 1)
      if overflow { return .max }
      result = product / (step + 1)
    }
    return result - 1
  }

  /// Takes the derivatives at a point.
  ///
  /// - Parameters:
  ///   - order: The highest order, 2 or more.
  ///   - program: The program of which the graph is one path; nil if the graph is all there is.
  /// - Throws: A limit, where there are too many derivatives, or nodes that compute them.
  package init(_ point: Point<Tensor>, order: Int, path program: Program? = nil) throws(Problem) {
    let span = point.graph.spans[Int(point.graph.output)]
    let count = point.wrt.reduce(0) { $0 + point.graph.shape(of: $1).count }
    guard Self.count(elements: count, order: order) <= Self.mostPartials else {
      throw Problem(.limit(.partials(Self.mostPartials)), span)
    }
    let hessian: Hessian
    (gradient, hessian) = point.hessian(path: program)
    names = gradient.unrolled.names
    let starts = point.wrt.reduce(into: [0]) { $0.append($0[$0.count - 1] + point.graph.shape(of: $1).count) }
    for (first, row) in hessian.blocks.enumerated() {
      for element in 0..<starts[first + 1] - starts[first] {
        for (second, block) in row.enumerated().dropFirst(first) {
          let width = starts[second + 1] - starts[second]
          for other in (first == second ? element : 0)..<width {
            partials.append(
              Partial(
                elements: [starts[first] + element, starts[second] + other], value: block[element * width + other])
            )
          }
        }
      }
    }
    if order > 2 { try takeHigher(point, upTo: order, span) }
  }

  /// Takes the derivatives above the second order.
  private mutating func takeHigher(_ point: Point<Tensor>, upTo order: Int, _ span: Span) throws(Problem) {
    let numbers = point.graph.isScalar ? point.asNumbers : try Unrolled(point).at(output: 0)
    let bench = Workbench(numbers.graph, span: span, .piecewise, ties: point.ties)
    var nodes: [(elements: [Int], node: Graph.NodeID)] = [([], numbers.graph.output)]
    var sources: [(elements: [Int], node: Graph.NodeID)] = []
    for level in 1..<order {
      var next: [(elements: [Int], node: Graph.NodeID)] = []
      for (elements, node) in nodes {
        var graph = bench.graph
        graph.output = node
        let adjoints = Pullback.run(
          graph, values: graph.nodes.indices.map { bench.symbol(Graph.NodeID($0)) }, active: graph.active(numbers.wrt),
          seed: 1.0, ties: point.ties)
        for element in (elements.last ?? 0)..<names.count {
          next.append((elements + [element], bench.node(adjoints[Int(numbers.wrt[element])])))
        }
        if let problem = bench.problem { throw problem }
      }
      nodes = next
      if level > 1 { sources += nodes }
    }
    let inputs = numbers.graph.inputs
    let all = Point(
      bench.graph, inputs: inputs.map { numbers.values[Int($0)] },
      wrt: numbers.wrt.compactMap { inputs.firstIndex(of: $0) }, ties: point.ties)
    var areExamined = !point.standsAtDecision
    // A derivative that does not exist has none itself.
    var missing = gradient.kinks.flatMap { kink in
      kink.sides.map { [$0.input] } + kink.secondSides.map { [$0.first, $0.second] }
    }
    var reports: [KinkReport] = []
    for (elements, node) in sources {
      var graph = all.graph
      graph.output = node
      let found = Point(graph: graph, values: all.values, wrt: all.wrt, ties: point.ties).derivatives
      areExamined = areExamined && found.isExamined
      let first = elements.last ?? 0
      var told: Set<Int> = []
      for element in first..<names.count {
        partials.append(Partial(elements: elements + [element], value: found.values[element] + 0))
      }
      // An operation of a rule that is at a kink out of the range of numbers is none of the program's.
      let own = elements.map { names[$0] }
      if missing.contains(where: { Self.holds(own, $0) }) { continue }
      for var report in found.kinks where report.operands.allSatisfy(\.isFinite) {
        report.higherSides = report.sides.compactMap { side in
          guard let last = names.firstIndex(of: side.input), last >= first else { return nil }
          // A kink of the program stands before those that its rules have there.
          return told.insert(last).inserted ? (own + [side.input], side.left, side.right) : nil
        }
        report.sides = []
        missing += report.higherSides.map(\.inputs)
        if !report.higherSides.isEmpty { reports.append(report) }
      }
    }
    gradient = gradient.adding(reports, areExamined: areExamined)
  }

  /// Returns a Boolean value indicating whether one derivative is that of another by further inputs.
  private static func holds(_ inputs: [String], _ part: [String]) -> Bool {
    var rest = inputs
    return part.allSatisfy { name in
      guard let place = rest.firstIndex(of: name) else { return false }
      rest.remove(at: place)
      return true
    }
  }
}

extension Point<Tensor> {
  /// A Boolean value indicating whether a condition that decided the program's path changes at the point.
  fileprivate var standsAtDecision: Bool {
    let reached = graph.reached(from: graph.decisions.map(\.condition))
    return graph.nodes.indices.contains { id in
      guard reached[id], !graph.isLeaf(Graph.NodeID(id)), let kink = graph.nodes[id].primitive.gate.kink else {
        return false
      }
      return kink.isAt(graph.operands(of: Graph.NodeID(id)).map { values[Int($0)].scalar ?? .nan })
    }
  }
}
