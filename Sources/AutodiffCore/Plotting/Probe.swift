/// A program looked at where it is cut by a section: its values and slopes, and the smooth piece on which they lie.
///
/// The piece is told by the program's own gates: which side each kink's operands are on, which side of a pole or of the
/// end of a domain, and which way each condition goes. Between two places of one piece f is smooth.
final class Probe {
  /// The program at a place.
  struct Sample {
    /// The place along the first axis.
    var x: Double
    /// The value of each element of the output.
    var values: [Double]
    /// The derivative of the first element along the first axis.
    var slope: Double
    /// The number of the smooth piece.
    var piece: Int
    /// The distances of operands from the borders of domains, in the units of each; too many are left out.
    var borders: [Double]

    /// The value of the first element of the output.
    var value: Double { values.first ?? .nan }
  }

  private let section: Section
  /// A Boolean value indicating whether pieces end only where f may not be continuous, and not at kinks.
  private let onlyGaps: Bool
  /// The paths that the program took so far, each with what tells its pieces.
  private var paths: [Path] = []
  /// The program with limits that fit the paths found so far, once a loop has met no end.
  private var program: Program
  /// The decisions of the longest path found so far.
  private var mostDecisions = 0
  /// The number of places that were looked at.
  private(set) var count = 0

  /// A path of the program.
  private struct Path {
    var graph: Graph
    var kinks: [Graph.NodeID] = []
    var borders: [Graph.NodeID] = []
  }

  /// The number of distances from borders that are kept.
  private static let mostBorders = 64
  /// The number of paths that are kept.
  private static let mostPaths = 32

  init(_ section: Section, onlyGaps: Bool = false) {
    self.section = section
    self.onlyGaps = onlyGaps
    program = section.program
    let middle = section.point(section.axes.map { $0.place(0.5) })
    paths = [path(section.graph, at: section.elements.tensors(middle))]
  }

  /// A Boolean value indicating whether the program has gates or conditions that may divide it into pieces.
  var mayBreak: Bool {
    let path = paths[0]
    return !path.graph.guards.isEmpty || !path.borders.isEmpty || !path.kinks.isEmpty
  }

  /// Returns what tells the pieces of a path.
  ///
  /// - Parameter inputs: The inputs at a place on it.
  private func path(_ graph: Graph, at inputs: [Tensor]) -> Path {
    var path = Path(graph: graph)
    let values = Evaluation.run(graph, inputs: inputs)
    let active = graph.active(section.moving.map { graph.inputs[$0] })
    let reached = graph.reached(from: graph.guards.map(\.condition) + [graph.output])
    for id in graph.nodes.indices where active[id] && reached[id] && !graph.isLeaf(Graph.NodeID(id)) {
      let primitive = graph.nodes[id].primitive
      if divides(Graph.NodeID(id), graph) { path.kinks.append(Graph.NodeID(id)) }
      guard !primitive.isArray, let border = primitive.gate.domain.border else { continue }
      // A border that is known without the operands that move does not depend on them.
      let operands = graph.operands(of: Graph.NodeID(id)).map {
        active[Int($0)] ? Tensor.scalar(.nan) : values[Int($0)]
      }
      if operands.contains(where: { $0.count > 1 }) || border(operands.map { $0[0] }).isNaN {
        path.borders.append(Graph.NodeID(id))
      }
    }
    return path
  }

  /// Returns a Boolean value indicating whether a node has kinks or jumps of its own, or is composed of some that have.
  private func divides(_ id: Graph.NodeID, _ graph: Graph) -> Bool {
    if let kink = graph.nodes[Int(id)].primitive.gate.kink { return !onlyGaps || kink.kind == .jump }
    guard let expansion = graph.kinkExpansion(of: id) else { return false }
    return expansion.nodes.indices.contains { part in
      !expansion.isLeaf(Graph.NodeID(part)) && divides(Graph.NodeID(part), expansion)
    }
  }

  /// Returns the path that the program takes at a point; nil if it has none there.
  private func path(at inputs: [Tensor]) -> Path? {
    if section.graph.guards.isEmpty { return paths[0] }
    for path in paths where (try? path.graph.takesSamePath(at: inputs)) == true { return path }
    let graph: Graph
    do throws(Problem) {
      graph = try program.path(of: section.graph, at: inputs)
    } catch {
      if case .endless = error.fact { shortenLoops() }
      return nil
    }
    mostDecisions = max(mostDecisions, graph.guards.count)
    let path = path(graph, at: inputs)
    if paths.count < Self.mostPaths { paths.append(path) }
    return path
  }

  /// Lowers the limit of loops after one that met no end, which cannot be waited for at every place.
  ///
  /// A loop that takes many times as long as at any place before is taken for one without an end.
  private func shortenLoops() {
    var options = section.program.options
    let fitting = Self.spareIterations + 10 * max(mostDecisions, section.graph.guards.count)
    options.limits.whileIterations = min(options.limits.whileIterations, fitting)
    program = section.program.with(options)
  }

  /// The iterations that a loop may take though it took fewer elsewhere.
  private static let spareIterations = 1000

  /// Looks at a place along the first axis, and the second one if there is one.
  func callAsFunction(_ x: Double, _ y: Double? = nil, slopes: Bool = true) -> Sample {
    count += 1
    let numbers = section.point(y.map { [x, $0] } ?? [x])
    let inputs = section.elements.tensors(numbers)
    guard let path = path(at: inputs) else {
      return Sample(x: x, values: [.nan], slope: .nan, piece: 0, borders: [])
    }
    let direction = slopes ? section.tangents(0) : []
    if path.graph.isScalar {
      return sample(path, x, numbers, direction.map { ($0.input, $0.tangent[0]) })
    }
    return sample(path, x, inputs, direction)
  }

  private func sample<S: Sampled>(
    _ path: Path, _ x: Double, _ inputs: [S], _ direction: [(input: Int, tangent: S)]
  ) -> Sample {
    let graph = path.graph
    let values = Evaluation.run(graph, inputs: inputs)
    let shape = graph.shape(of: graph.output)
    var pieces = Hasher()
    for decision in graph.guards { pieces.combine(decision.holds) }
    for id in path.kinks {
      S.forEachKink(of: id, in: graph, values) { kink, operands in
        pieces.combine(Self.known(kink.isAlone ? Self.side(operands) : kink.piece(operands)))
      }
    }
    var borders: [Double] = []
    for id in path.borders {
      guard let border = graph.nodes[Int(id)].primitive.gate.domain.border else { continue }
      S.forEachElement(of: id, in: graph, values) { _, operands in
        let distance = border(operands)
        pieces.combine(Self.known(Scalar.sign(distance)))
        if borders.count < Self.mostBorders { borders.append(distance) }
      }
    }
    let output = values[Int(graph.output)].unbroadcast(to: shape).elements
    for value in output { pieces.combine(value.isNaN) }
    var slope = Double.nan
    if !direction.isEmpty {
      let tangents = Pushforward.run(
        graph, values: values, direction: direction.map { (graph.inputs[$0.input], $0.tangent) }, ties: section.ties)
      slope = tangents[Int(graph.output)].unbroadcast(to: shape).elements.first ?? .nan
      if output.first?.isNaN ?? true { slope = .nan }
    }
    return Sample(x: x, values: output, slope: slope, piece: pieces.finalize(), borders: borders)
  }

  /// Returns a number, or one for all that are none.
  private static func known(_ number: Double) -> Double { number.isNaN ? .infinity : number }

  /// Returns a number that changes its sign where operands pass through zero together.
  private static func side(_ operands: [Double]) -> Double {
    Scalar.sign(operands.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element })
  }
}
