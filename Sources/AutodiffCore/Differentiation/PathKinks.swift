/// What a program does on either side of a point at which one of its `if` or `while` conditions is on its boundary.
///
/// The path on each side is found by lowering the program a little way along; its value and slope at the point itself
/// are then the one-sided limits.
struct PathKinks {
  private let program: Program
  private let point: Point<Tensor>
  private let inputs: [Tensor]

  struct Side {
    var slope: Tensor
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
      return reachesBoundary(condition)
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
    let there = Point<Tensor>(graph, inputs: inputs, ties: point.ties)
    guard there.value.shape == point.value.shape else { return nil }
    return Side(
      slope: there.jvp([(graph.inputs[number], .basis(inputs[number].shape, element))]), value: there.value)
  }
}
