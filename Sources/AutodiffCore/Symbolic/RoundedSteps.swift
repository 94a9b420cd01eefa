/// The rounding of a program's operations: points at which values leave the range of doubles, and values that have been
/// rounded the other way.
///
/// Source: D. S. Parker, Monte Carlo Arithmetic, UCLA technical report CSD-970002 (1997), of which these are a few
/// samples that are always the same.
struct RoundedSteps {
  private let graph: Graph
  private let constants: [Tensor]

  init(_ graph: Graph) {
    self.graph = graph
    constants = graph.constants.map { .scalar($0) }
  }

  // MARK: - Other values

  /// Returns the values of all nodes as they are where each operation that rounds is rounded further up or down.
  func roundedOtherwise(_ inputs: [Tensor]) -> [[Tensor]] {
    let plain = Evaluation.run(graph, inputs: inputs)
    return (0..<4).map { pattern in
      var values = plain
      var step = 0
      for id in graph.nodes.indices where isOperation(id) {
        Evaluation.rerun(graph, &values, constants: constants, nodes: [Graph.NodeID(id)])
        guard rounds(id, values) else { continue }
        let isUp = pattern < 2 ? pattern == 0 : step.isMultiple(of: 2) == (pattern == 2)
        step += 1
        // A zero is the exact one, or as good as that.
        values[id] = values[id].map { $0 == 0 || !$0.isFinite ? $0 : isUp ? $0.nextUp : $0.nextDown }
      }
      return values
    }
  }

  private func isOperation(_ id: Int) -> Bool {
    let kind = graph.nodes[id].kind
    return kind != .input && kind != .constant
  }

  /// Returns a Boolean value indicating whether a value is not exactly that of its operands.
  private func rounds(_ id: Int, _ values: [Tensor]) -> Bool {
    let node = graph.nodes[id]
    let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
    let value = values[id]
    if node.kind == .wide, node.primitive.isArray {
      switch node.primitive.arrayForm {
      case .filling, .movement: return false
      case .gathering, .reduction, .scan, .contraction, .factorization, .composition, nil: break
      }
      return !(operands + [value]).allSatisfy { $0.elements.allSatisfy(\.isWhole) }
    }
    return errors(id, operands, value).contains { $0 != 0 }
  }

  /// Returns the rounding error of each element of a gate's value, or a bound on it.
  private func errors(_ id: Int, _ operands: [Tensor], _ value: Tensor) -> [Double] {
    let rounding = Gate<Double>.table[Int(graph.nodes[id].primitive.rawValue)].rounding
    let wide = operands.map { $0.shape == value.shape || $0.shape.isScalar ? $0 : $0.broadcast(to: value.shape) }
    return (0..<value.count).map { element in
      rounding.error(wide.map { $0.scalar ?? $0[element] }, value[element]).size
    }
  }

  // MARK: - The range of doubles

  /// Returns a Boolean value indicating whether a value is infinite, or 0, since the number is too large, or too small,
  /// for a double.
  func leaveRange(_ values: [Tensor]) -> Bool {
    graph.nodes.indices.contains { id in
      guard isOperation(id) else { return false }
      let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
      let (primitive, value) = (graph.nodes[id].primitive, values[id])
      if value.elements.contains(where: \.isInfinite) {
        guard operands.allSatisfy({ $0.elements.allSatisfy(\.isFinite) }) else { return false }
        return !isPole(id, operands, value)
      }
      // A difference of 0 is exact; a product of 0 without a factor of 0 is not.
      guard primitive.isPower || primitive.isArithmeticOfTwo,
        value.elements.contains(where: { fabs($0) < .leastNormalMagnitude })
      else { return false }
      // The error of a power that is too small for a double is 0 as well.
      let isTiny = primitive.isPower && operands.allSatisfy { $0.elements.allSatisfy { $0 != 0 && $0.isFinite } }
      return zip(value.elements, errors(id, operands, value)).contains {
        fabs($0) < .leastNormalMagnitude && ($1 != 0 || isTiny)
      }
    }
  }

  /// Returns a Boolean value indicating whether an infinite value comes from a pole: beside it values are finite.
  private func isPole(_ id: Int, _ operands: [Tensor], _ value: Tensor) -> Bool {
    let node = graph.nodes[id]
    return [-1.0, 1].contains { side in
      let moved = operands.map { operand in operand.map { $0 + side * fmax(fabs($0) * 1e-3, 1e-30) } }
      let near: Tensor
      switch node.kind {
      case .input, .constant: return false
      case .unary: near = Tensor.apply(node.primitive, moved[0])
      case .binary: near = Tensor.binary(node.primitive, moved[0], moved[1])
      case .wide:
        near =
          node.primitive.isArray
          ? Tensor.apply(graph.operation(Graph.NodeID(id)), moved) : Tensor.apply(node.primitive, moved)
      }
      return zip(value.elements, near.elements).contains { $0.isInfinite && $1.isFinite }
    }
  }
}
