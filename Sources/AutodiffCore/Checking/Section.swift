/// A function along one input: what finite differences are taken of.
///
/// It knows on which smooth piece a sample lies (who won each `max`, which side each branch took), so that a difference
/// is never taken across a kink.
struct Section {
  private let graph: Graph
  private let inputs: [Double]
  private let place: Int
  private let kinks: [Graph.NodeID]
  /// Whether the output depends on the input at all.
  let moves: Bool
  /// Where the section is taken.
  let origin: Double
  let value: Double
  /// The pieces at the origin.
  let pieces: [Double]

  struct Sample {
    var value: Double
    var pieces: [Double]
  }

  init(_ graph: Graph, inputs: [Double], along place: Int) {
    self.graph = graph
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
    pieces = sample.pieces
  }

  func callAsFunction(_ x: Double) -> Sample {
    var moved = inputs
    moved[place] = x
    return Self.sample(graph, moved, kinks)
  }

  private static func sample(_ graph: Graph, _ inputs: [Double], _ kinks: [Graph.NodeID]) -> Sample {
    let values = Evaluation.run(graph, inputs: inputs)
    let pieces = kinks.map { id in
      let piece = graph.nodes[Int(id)].primitive.gate.kink?.piece(graph.operands(of: id).map { values[Int($0)] }) ?? 0
      // An undefined operand is on the same piece as another one.
      return piece.isNaN ? .infinity : piece
    }
    return Sample(value: values[Int(graph.output)], pieces: pieces)
  }
}
