/// The two sides of a point at which one of a program's `if` or `while` conditions is on its boundary.
///
/// The path on each side is found by lowering the program a little way along; its value and slope at the point itself
/// are then the one-sided limits.
struct PathKinks {
  private let program: Program
  private let point: Point<Tensor>
  private let inputs: [Tensor]

  /// The program on one side of the point.
  struct Side {
    /// The derivative on this side of each element of the output.
    var slope: [Double]
    /// The value of the output on this side.
    var value: Tensor
  }

  /// Creates the sides of a point.
  ///
  /// - Parameter program: The program of which the point's graph is one path.
  init(_ program: Program, _ point: Point<Tensor>) {
    self.program = program
    self.point = point
    inputs = point.graph.inputs.map { point.values[Int($0)] }
  }

  /// The conditions that may be decided otherwise at the next number: comparisons of equals, alone or among
  /// connectives, and whatever jumps on the way to a comparison.
  private var boundaries: [Graph.NodeID] {
    let reached = point.graph.reached(from: point.graph.decisions.map(\.condition))
    return point.graph.nodes.indices.filter { reached[$0] && isBoundary($0) }.map { Graph.NodeID($0) }
  }

  /// Returns a Boolean value indicating whether a node jumps at the point.
  private func isBoundary(_ id: Int) -> Bool {
    let node = point.graph.nodes[id]
    guard node.kind != .input, node.kind != .constant else { return false }
    return node.primitive.gate.kink?.kind == .jump && point.isAtKink(id)
  }

  /// The number of nodes that may be visited to look at both sides.
  private static let budget = 100_000_000

  /// A Boolean value indicating whether there is time to look at both sides along all elements.
  var isWithinBudget: Bool {
    guard !boundaries.isEmpty else { return true }
    let elements = point.wrt.reduce(0) { $0 + point.graph.shape(of: $1).count }
    return elements <= Self.budget / max(point.graph.elementCount, 1)
  }

  /// Calls `body` for each element of an input of `wrt` along which another path may begin, with both sides.
  func forEach(_ body: (_ input: Int, _ element: Int, _ boundary: Graph.NodeID, _ left: Side?, _ right: Side?) -> Void)
  {
    let boundaries = boundaries
    guard !boundaries.isEmpty else { return }
    for (place, input) in point.wrt.enumerated() {
      let active = point.graph.active([input])
      guard let boundary = boundaries.first(where: { active[Int($0)] }),
        let number = point.graph.inputs.firstIndex(of: input)
      else { continue }
      for element in 0..<inputs[number].count {
        body(place, element, boundary, side(number, element, -1), side(number, element, 1))
      }
    }
  }

  /// Returns one side along an element of an input; nil if the program has no value there.
  private func side(_ number: Int, _ element: Int, _ direction: Double) -> Side? {
    var moved = inputs
    var elements = inputs[number].elements
    elements[element] += direction * 0x1p-20 * fmax(1, fabs(elements[element]))
    moved[number] = Tensor(inputs[number].shape, elements)
    guard let graph = try? program.path(of: point.graph, at: moved) else { return nil }
    let there = Point<Tensor>(graph, inputs: inputs, wrt: [number], ties: point.ties)
    guard there.value.shape == point.value.shape else { return nil }
    // The path may be at kinks of its own, of which this side counts.
    let derivatives = Derivatives(jacobianOf: there)
    let name = derivatives.names[0] + inputs[number].shape.subscriptText(element)
    let slope = (0..<there.value.count).map { output in
      for kink in derivatives.kinks where (kink.output ?? 0) == output {
        if let side = kink.sides.first(where: { $0.input == name }) { return direction < 0 ? side.left : side.right }
      }
      return derivatives.values[output * inputs[number].count + element]
    }
    return Side(slope: slope, value: there.value)
  }
}
