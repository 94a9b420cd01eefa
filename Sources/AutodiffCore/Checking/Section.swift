/// A function along one input: what finite differences are taken of.
///
/// It knows on which smooth piece a sample lies (who won each `max`, which side each branch took), so that a difference
/// is never taken across a kink.
struct Section {
  private let graph: Graph
  private let inputs: [Double]
  private let place: Int
  private let kinks: [Graph.NodeID]
  /// The function's value where the program takes another path than the graph's.
  private let elsewhere: (([Double]) -> Double)?
  /// Whether the output depends on the input at all.
  let moves: Bool
  /// Where the section is taken.
  let origin: Double
  let value: Double
  /// The smooth piece around the point; nil where it lies on a border of pieces.
  let piece: Int?

  struct Sample {
    var value: Double
    /// A number for the smooth piece.
    var piece: Int
    /// Whether pieces meet here.
    var isAtKink: Bool
  }

  /// Powers of 2, so that the samples lie exactly where they are thought to, from the largest on.
  let steps: [Double]

  init(
    _ graph: Graph, inputs: [Double], along place: Int, elsewhere: (([Double]) -> Double)? = nil
  ) {
    self.graph = graph
    self.elsewhere = elsewhere
    self.inputs = inputs
    self.place = place
    let active = graph.active([graph.inputs[place]])
    kinks = (0..<Graph.NodeID(graph.count)).filter { id in
      let node = graph.nodes[Int(id)]
      return active[Int(id)] && node.kind != .input && node.primitive.gate.kink != nil
    }
    moves = active[Int(graph.output)]
    origin = inputs[place]
    let sample = Self.sample(graph, inputs, kinks)
    value = sample.value
    piece = sample.isAtKink ? nil : sample.piece
    // There is no step away from infinity.
    guard origin.isFinite else {
      steps = []
      return
    }
    let largest = fmax(fabs(origin), 1).exponent - 2
    let smallest = origin == 0 ? -70 : origin.ulp.exponent + 2
    steps = stride(from: largest, through: smallest, by: -1).map { Double(sign: .plus, exponent: $0, significand: 1) }
  }

  func callAsFunction(_ x: Double) -> Sample { Self.sample(graph, moved(to: x), kinks) }

  /// The function as it is, whatever path leads there.
  func value(at x: Double) -> Double {
    let value = self(x).value
    return value.isNaN ? elsewhere?(moved(to: x)) ?? value : value
  }

  /// What rounding every operation once does to f, to first order: Σ |adjoint · value| ε.
  ///
  /// N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
  func noise(at x: Double) -> Double {
    let point = Point(graph, inputs: moved(to: x), wrt: [place])
    let adjoints = point.adjoints
    var sum = fabs(point.value)
    // The input is as it is given.
    for id in adjoints.indices where id != Int(graph.inputs[place]) {
      let part = fabs(adjoints[id] * point.values[id])
      if part.isFinite { sum += part }
    }
    return sum * Double.ulpOfOne / 2
  }

  private func moved(to x: Double) -> [Double] {
    var moved = inputs
    moved[place] = x
    return moved
  }

  private static func sample(_ graph: Graph, _ inputs: [Double], _ kinks: [Graph.NodeID]) -> Sample {
    let values = Evaluation.run(graph, inputs: inputs)
    var pieces = Hasher()
    var isAtKink = false
    // Elsewhere the program takes another path, of which this graph knows nothing.
    for (number, path) in graph.guards.enumerated() where (values[Int(path.condition)] != 0) != path.holds {
      pieces.combine(number)
      return Sample(value: .nan, piece: pieces.finalize(), isAtKink: false)
    }
    for id in kinks {
      guard let kink = graph.nodes[Int(id)].primitive.gate.kink else { continue }
      let operands = graph.operands(of: id).map { values[Int($0)] }
      pieces.combine(kink.piece(operands))
      isAtKink = isAtKink || kink.isAt(operands)
    }
    return Sample(value: values[Int(graph.output)], piece: pieces.finalize(), isAtKink: isAtKink)
  }
}
