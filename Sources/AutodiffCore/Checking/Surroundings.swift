/// A program around a point, of which one element of an input moves at a time.
protocol Samplable: AnyObject {
  /// The elements of the inputs by which derivatives are taken.
  var elements: [SampledElement] { get }
  /// The value of each element of the output at the point.
  var values: [Double] { get }
  /// A Boolean value indicating whether differences are to be taken with few samples: more would take long.
  var isDear: Bool { get }
  /// The number of operations on the longest way from an input to the output.
  var depth: Int { get }
  /// Returns the value of each element of the output where an element of the inputs is moved.
  ///
  /// - Parameter staysOnPath: A Boolean value indicating whether the value is nan where the program takes another path.
  func values(_ element: Int, at x: Double, staysOnPath: Bool) -> [Double]
  /// Returns the values where an element is moved, with the smooth piece on which they lie.
  func sample(_ element: Int, at x: Double) -> Sample
  /// Returns a Boolean value indicating whether no primitive's operand moves further with an element than its slope can
  /// be followed.
  func isClose(_ element: Int, at x: Double) -> Bool
  /// Returns the rounding of each element of the output where an element is moved; nil for the point itself.
  func noise(_ element: Int, at x: Double?) -> [Double]
  /// Returns the rounding of the derivative of an element of the output by each element of the inputs, in either mode.
  func rounding(output: Int) -> [Double]
  /// Returns the change that rounding the values on the way makes in an element of the output and in its derivatives,
  /// by trying it out.
  func instability(output: Int) -> Instability
}

/// An element of an input that moves.
struct SampledElement {
  /// The place of the input among those of the graph.
  var input: Int
  /// The place of the element in the input, row by row.
  var place: Int
  /// The value at the point.
  var origin: Double
}

/// The change that rounding makes in a value and in its derivatives, to any order.
struct Instability {
  /// The change of the value.
  var value: Double
  /// The change of the derivative by each element of the inputs.
  var derivatives: [Double]
}

/// The function where one element of an input is moved.
struct Sample {
  /// The value of each element of the output.
  var values: [Double]
  /// The number of the smooth piece.
  var piece: Int
  /// A Boolean value indicating whether pieces meet here.
  var isAtKink: Bool

  /// The value of the first element of the output.
  var value: Double { values[0] }
}

/// A program on numbers or on arrays around a point.
final class Surroundings<S: Sampled>: Samplable {
  private let graph: Graph
  private let point: Point<S>
  /// The nodes of the output: that of an array, or those of its elements.
  private let outputs: [Graph.NodeID]
  private let constants: [S]
  /// A closure that returns the values at inputs at which the program takes another path than the graph's.
  private let elsewhere: (([Double]) -> [Double])?
  let elements: [SampledElement]
  let isDear: Bool
  private let decisions: [Graph.Guard]
  private let pins: [Graph.Guard]
  /// A Boolean value indicating whether the graph holds at the point only.
  private let staysElsewhere: Bool

  /// The nodes that one input moves.
  private struct Path {
    var input = -1
    var nodes: [Graph.NodeID] = []
    var kinks: [Graph.NodeID] = []
    var curves: [Graph.NodeID] = []
    var noise: [Double]?
  }
  private var path = Path()
  /// The values of the nodes, of which those of the path are overwritten.
  private var scratch: [S]
  private var sweeps: [ScaleObserver<S>?]
  private var instabilities: [Int: Instability] = [:]
  private var reaches: [Graph.NodeID: [Reach]] = [:]

  /// Creates the surroundings of a point.
  ///
  /// - Parameter outputs: The nodes of the output's elements; nil for the graph's one output.
  /// - Parameter isDear: A Boolean value indicating whether differences are to be taken with few samples.
  /// - Parameter elsewhere: A closure that returns the values at inputs at which the program takes another path.
  /// - Parameter staysElsewhere: A Boolean value indicating whether that is so at all inputs but the point's.
  init(
    _ point: Point<S>, outputs: [Graph.NodeID]? = nil, isDear: Bool = false,
    elsewhere: (([Double]) -> [Double])? = nil, staysElsewhere: Bool = false
  ) {
    self.staysElsewhere = staysElsewhere
    self.point = point
    self.isDear = isDear
    self.elsewhere = elsewhere
    graph = point.graph
    decisions = graph.decisions
    pins = graph.pins
    constants = graph.constants.map(S.init(_:))
    scratch = point.values
    self.outputs = outputs ?? [graph.output]
    var places: [Graph.NodeID: Int] = [:]
    for (place, id) in graph.inputs.enumerated() { places[id] = place }
    elements = point.wrt.flatMap { id -> [SampledElement] in
      point.values[Int(id)].elements.enumerated().map {
        SampledElement(input: places[id] ?? 0, place: $0, origin: $1)
      }
    }
    let count = self.outputs.reduce(0) { $0 + point.graph.shape(of: $1).count }
    sweeps = Array(repeating: nil, count: count)
  }

  var values: [Double] { values(of: point.values) }

  var depth: Int {
    var depths = [Int32](repeating: 0, count: graph.count)
    for id in graph.nodes.indices {
      for operand in graph.operands(of: Graph.NodeID(id)) { depths[id] = max(depths[id], depths[Int(operand)] + 1) }
    }
    return Int(depths.max() ?? 0)
  }

  private func values(of nodes: [S]) -> [Double] {
    if outputs.count == 1, !S.isShaped { return nodes[Int(outputs[0])].elements }
    return outputs.flatMap { nodes[Int($0)].unbroadcast(to: graph.shape(of: $0)).elements }
  }

  // MARK: - Samples

  /// Takes the path of another input.
  private func follow(_ input: Int) {
    if path.input == input { return }
    for id in path.nodes { scratch[Int(id)] = point.values[Int(id)] }
    if path.input >= 0 {
      let id = Int(graph.inputs[path.input])
      scratch[id] = point.values[id]
    }
    path = Path(input: input)
    let active = graph.active([graph.inputs[input]])
    let reached = graph.reached(from: outputs + (decisions + pins).map(\.condition))
    for id in graph.nodes.indices where active[id] && reached[id] && graph.nodes[id].kind != .input {
      path.nodes.append(Graph.NodeID(id))
    }
    for id in path.nodes {
      let primitive = graph.nodes[Int(id)].primitive
      if primitive.gate.kink != nil || S.isShaped && primitive.arrayForm?.isComposition == true {
        path.kinks.append(id)
      }
      if Reach.isNeeded(primitive) { path.curves.append(id) }
    }
  }

  /// Moves an element, and the nodes that depend on it.
  private func move(_ element: Int, to x: Double) {
    let element = elements[element]
    follow(element.input)
    let id = Int(graph.inputs[element.input])
    scratch[id] = point.values[id].replacing(element.place, by: x)
    Evaluation.rerun(graph, &scratch, constants: constants, nodes: path.nodes)
  }

  func values(_ element: Int, at x: Double, staysOnPath: Bool) -> [Double] {
    move(element, to: x)
    if brokenGuard == nil { return solved }
    guard !staysOnPath, let elsewhere else { return sweeps.map { _ in .nan } }
    return elsewhere(graph.inputs.flatMap { scratch[Int($0)].elements })
  }

  /// The first condition that does not hold as it does on the path; nil if all do.
  private var brokenGuard: Int? {
    decisions.firstIndex { !$0.isKept(by: scratch[Int($0.condition)].elements) }
  }

  /// The values on the path, with the roots of equations found where the inputs are now.
  private var solved: [Double] {
    guard let elsewhere, staysElsewhere || pins.contains(where: { !$0.isKept(by: scratch[Int($0.condition)].elements) })
    else {
      return values(of: scratch)
    }
    return elsewhere(graph.inputs.flatMap { scratch[Int($0)].elements })
  }

  func sample(_ element: Int, at x: Double) -> Sample {
    move(element, to: x)
    var pieces = Hasher()
    // A guard that fails means that the program takes another path, of which this graph knows nothing.
    if let broken = brokenGuard {
      pieces.combine(broken)
      return Sample(values: sweeps.map { _ in .nan }, piece: pieces.finalize(), isAtKink: false)
    }
    var isAtKink = false
    for id in path.kinks {
      S.forEachKink(of: id, in: graph, scratch) { kink, operands in
        pieces.combine(kink.piece(operands))
        isAtKink = isAtKink || kink.isAt(operands)
      }
    }
    return Sample(values: solved, piece: pieces.finalize(), isAtKink: isAtKink)
  }

  func isClose(_ element: Int, at x: Double) -> Bool {
    move(element, to: x)
    for id in path.curves {
      let reach = reach(of: id)
      var isClose = true
      S.forEachElement(of: id, in: graph, scratch) { place, operands in
        isClose = isClose && reach[place].holds(operands)
      }
      if !isClose { return false }
    }
    return true
  }

  private func reach(of id: Graph.NodeID) -> [Reach] {
    if let known = reaches[id] { return known }
    var found: [Reach] = []
    let primitive = graph.nodes[Int(id)].primitive
    S.forEachElement(of: id, in: graph, point.values) { found.append(Reach(primitive, $1)) }
    reaches[id] = found
    return found
  }

  // MARK: - Rounding

  func rounding(output: Int) -> [Double] {
    let sweep = sweep(output)
    // Every operation on the way rounds once more.
    let unit = Double(64 + depth) * Double.ulpOfOne
    // Tangents are multiplied by what comes behind them, adjoints by what comes before.
    let loss = S.isShaped ? 0 : sweep.sums.reduce(0) { $0 + $1.elements[0] }
    return point.wrt.flatMap { id in
      let sums = sweep.sums[Int(id)].unbroadcast(to: graph.shape(of: id)).elements
      let losses = S.isShaped ? 0 : sweep.losses[Int(id)] + loss
      return sums.map { unit * $0 + losses * Double.leastNonzeroMagnitude }
    }
  }

  func instability(output: Int) -> Instability {
    if let known = instabilities[output] { return known }
    var random = SplitMix64(seed: 1)
    let (graph, seed) = rooted(output)
    func gradient(_ values: [S]) -> [Double] {
      let adjoints = Point(graph: graph, values: values, wrt: point.wrt, ties: point.ties).pullback(seed: seed)
      return point.wrt.flatMap { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)).elements }
    }
    // A primitive that passes an operand on does not round it, and would not be known to have passed it on.
    let rounded = graph.nodes.indices.map { id -> Bool in
      let node = graph.nodes[id]
      guard node.kind != .input, node.kind != .constant else { return false }
      return node.primitive.gate.kink == nil && !node.primitive.gate.selects && !node.primitive.isExtremum
    }
    let exact = gradient(point.values)
    var instability = Instability(value: 0, derivatives: exact.map { _ in 0.0 })
    for _ in 0..<Self.trials {
      var values = point.values
      for id in graph.nodes.indices where graph.nodes[id].kind != .input && graph.nodes[id].kind != .constant {
        Evaluation.rerun(graph, &values, constants: constants, nodes: [Graph.NodeID(id)])
        guard rounded[id] else { continue }
        values[id] = values[id].mapped {
          Bool.random(using: &random) ? $0 * (1 + Double.ulpOfOne) : $0 * (1 - Double.ulpOfOne)
        }
      }
      let change = fabs(self.values(of: values)[output] - self.values[output])
      if change.isFinite { instability.value = fmax(instability.value, change) }
      for (place, derivative) in gradient(values).enumerated() {
        let change = 8 * fabs(derivative - exact[place])
        if change.isFinite { instability.derivatives[place] = fmax(instability.derivatives[place], change) }
      }
    }
    instabilities[output] = instability
    return instability
  }

  /// The number of roundings that are tried out.
  private static var trials: Int { 4 }

  func noise(_ element: Int, at x: Double?) -> [Double] {
    follow(elements[element].input)
    guard let x else {
      if let known = path.noise { return known }
      let noise = sweeps.indices.map { total(sweep($0), $0, point.values) }
      path.noise = noise
      return noise
    }
    move(element, to: x)
    let moved = Point(
      graph: graph, values: scratch, wrt: [graph.inputs[elements[element].input]], ties: point.ties)
    return sweeps.indices.map { total(sweep($0, at: moved), $0, moved.values) }
  }

  /// Returns the rounding of the nodes that an input moves, as that of an element of the output.
  private func total(_ sweep: ScaleObserver<S>, _ output: Int, _ nodes: [S]) -> Double {
    var sum = fabs(values(of: nodes)[output])
    for id in path.nodes where sweep.noise[Int(id)].isFinite { sum += sweep.noise[Int(id)] }
    let underflow = path.nodes.reduce(0) { $0 + (sweep.underflow[Int($1)] ?? 0) }
    let rounding = sum * Double.ulpOfOne / 2
    return (sum > 0 ? fmax(rounding, .leastNonzeroMagnitude) : 0) + underflow
  }

  private func sweep(_ output: Int) -> ScaleObserver<S> {
    if let known = sweeps[output] { return known }
    let sweep = sweep(output, at: point)
    sweeps[output] = sweep
    return sweep
  }

  /// Returns the graph whose output is, or has, an element of the output, and the adjoint that makes it the only one.
  private func rooted(_ output: Int) -> (Graph, seed: S) {
    var graph = graph
    graph.output = outputs[outputs.count > 1 ? output : 0]
    guard outputs.count == 1, S.isShaped else { return (graph, 1.0) }
    return (graph, S(0.0).unbroadcast(to: graph.shape(of: graph.output)).replacing(output, by: 1))
  }

  /// Takes the scales of all derivatives of an element of the output in one sweep back.
  private func sweep(_ output: Int, at point: Point<S>) -> ScaleObserver<S> {
    let (graph, seed) = rooted(output)
    var observer = ScaleObserver(graph, point.values, seed: seed, ties: point.ties)
    let own = Point(graph: graph, values: point.values, wrt: point.wrt, ties: point.ties)
    observer.finish(own.pullback(seed: seed, observer: &observer))
    return observer
  }
}
