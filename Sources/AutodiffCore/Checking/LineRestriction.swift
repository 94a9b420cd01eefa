/// The restriction of a function to a line: one input moves and the others are fixed. Finite differences are taken of
/// it.
///
/// It knows the smooth piece on which a sample lies (the argument that won each `max`, the side that each branch took),
/// so that a difference is never taken across a kink.
struct LineRestriction {
  private let graph: Graph
  private let inputs: [Double]
  private let place: Int
  private let kinks: [Graph.NodeID]
  /// A closure that returns the function's value at inputs at which the program takes another path than the graph's.
  private let elsewhere: (([Double]) -> Double)?
  /// A Boolean value indicating whether the output depends on the input at all.
  let moves: Bool
  /// The value of the input at the point.
  let origin: Double
  /// The function's value at the point.
  let value: Double
  /// The smooth piece around the point; nil if it lies on a border of pieces.
  let piece: Int?

  /// The function at a point of the line.
  struct Sample {
    var value: Double
    /// The number of the smooth piece.
    var piece: Int
    /// A Boolean value indicating whether pieces meet here.
    var isAtKink: Bool
  }

  /// The steps away from the point, from the largest on. They are powers of 2, so that the samples lie exactly where
  /// they are thought to.
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

  /// Returns the sample at a value of the input.
  func callAsFunction(_ x: Double) -> Sample { Self.sample(graph, moved(to: x), kinks) }

  /// Returns the function's value at a value of the input, whatever path the program takes there.
  func value(at x: Double) -> Double {
    let value = self(x).value
    return value.isNaN ? elsewhere?(moved(to: x)) ?? value : value
  }

  /// Returns the change of f that rounding every operation once may make, to first order: Σ |adjoint · value| ε.
  ///
  /// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
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
    // A guard that fails means that the program takes another path, of which this graph knows nothing.
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
