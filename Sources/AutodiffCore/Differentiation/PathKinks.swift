/// What a program does on either side of a point at which one of its `if` or `while` conditions is on its boundary.
///
/// The path on each side is found by lowering the program a little way along; its value and slope at the point itself
/// are then the one-sided limits.
struct PathKinks {
  private let program: Program
  private let point: Point<Tensor>
  private let inputs: [Tensor]

  struct Side {
    /// For each element of the output: the derivative on this side.
    var slope: [Double]
    var value: Tensor
  }

  init(_ program: Program, _ point: Point<Tensor>) {
    self.program = program
    self.point = point
    inputs = point.graph.inputs.map { point.values[Int($0)] }
  }

  /// Conditions that the next number may decide otherwise.
  private var boundaries: [Graph.NodeID] {
    point.graph.guards.map(\.condition).filter { condition in
      let node = point.graph.nodes[Int(condition)]
      guard node.kind != .input, node.kind != .constant else { return false }
      return reachesBoundary(condition) || followsJump(condition)
    }
  }

  /// A comparison of equals, alone or among connectives.
  private func reachesBoundary(_ condition: Graph.NodeID) -> Bool {
    var waiting = [condition]
    while let id = waiting.popLast() {
      let node = point.graph.nodes[Int(id)]
      guard node.kind != .input, node.kind != .constant, node.primitive.isCondition else { continue }
      let operands = point.graph.operands(of: id)
      if node.primitive.isComparison {
        if let left = point.values[Int(operands[0])].scalar, left == point.values[Int(operands[1])].scalar {
          return true
        }
      } else {
        waiting += operands
      }
    }
    return false
  }

  /// Whether something that jumps at the point is part of a condition.
  private func followsJump(_ condition: Graph.NodeID) -> Bool {
    let reached = point.graph.reached(from: [condition])
    return point.graph.nodes.indices.contains { id in
      reached[id] && point.graph.nodes[id].primitive.gate.kink?.kind == .jump && point.isAtKink(id)
    }
  }

  /// Calls `body` for each element of an input asked for along which another path begins, with both sides.
  func forEach(_ body: (_ asked: Int, _ element: Int, _ condition: Graph.NodeID, _ left: Side?, _ right: Side?) -> Void)
  {
    let boundaries = boundaries
    guard !boundaries.isEmpty else { return }
    for (place, input) in point.asked.enumerated() {
      let active = point.graph.active([input])
      guard let condition = boundaries.first(where: { active[Int($0)] }),
        let number = point.graph.inputs.firstIndex(of: input)
      else { continue }
      for element in 0..<inputs[number].count {
        body(place, element, condition, side(number, element, -1), side(number, element, 1))
      }
    }
  }

  /// Nil where the program has no value there.
  private func side(_ number: Int, _ element: Int, _ direction: Double) -> Side? {
    var moved = inputs
    var elements = inputs[number].elements
    elements[element] += direction * 0x1p-20 * fmax(1, fabs(elements[element]))
    moved[number] = Tensor(inputs[number].shape, elements)
    guard let graph = try? program.path(of: point.graph, at: moved) else { return nil }
    let there = Point<Tensor>(graph, inputs: inputs, wrt: [number], ties: point.ties)
    guard there.value.shape == point.value.shape else { return nil }
    // The path may stand at kinks of its own, of which this side counts.
    let derivatives = ArrayDerivatives(jacobianOf: there)
    let name = derivatives.names[0] + inputs[number].shape.subscriptText(element)
    let slope = (0..<there.value.count).map { output in
      for kink in derivatives.kinks where (kink.output ?? 0) == output {
        if let side = kink.sides.first(where: { $0.input == name }) { return direction < 0 ? side.left : side.right }
      }
      return derivatives.values[0][output * inputs[number].count + element]
    }
    return Side(slope: slope, value: there.value)
  }
}
