/// The mode in which a Jacobian is filled: column by column, or row by row.
package enum JacobianMode: String, CaseIterable, Sendable { case forward, reverse }

/// The number of sweeps that a Jacobian takes in each mode.
package struct JacobianCost: Sendable, Equatable {
  /// The sweeps of forward mode: one for each element of the inputs by which derivatives are taken.
  package var forward: Int
  /// The sweeps of reverse mode: one for each element of the output.
  package var reverse: Int

  /// Creates a cost of known numbers.
  package init(forward: Int, reverse: Int) {
    self.forward = forward
    self.reverse = reverse
  }

  /// The mode that takes fewer sweeps; reverse mode if both take as many.
  package var cheaper: JacobianMode { forward < reverse ? .forward : .reverse }
}

/// First derivatives of an output of any shape, by the conventions of the primitives.
extension Point<Tensor> {
  /// The number of sweeps that the Jacobian takes.
  package var jacobianCost: JacobianCost {
    JacobianCost(forward: wrt.reduce(0) { $0 + values[Int($1)].count }, reverse: value.count)
  }

  /// Returns the Jacobian: for each input of `wrt`, an array in the output's shape followed by the input's.
  package func jacobian(_ mode: JacobianMode) -> [Tensor] {
    // Reverse mode's answer is the definition where a sweep may meet 0 · inf.
    if mode == .forward, hasRegularLocals(wrt) {
      return ManyDirections(self, insteadOf: jacobianCost.forward)?.forwardJacobian ?? forwardJacobian
    }
    return ManyDirections(self, insteadOf: jacobianCost.reverse)?.reverseJacobian ?? reverseJacobian
  }

  /// The Jacobian by forward mode, column by column.
  private var forwardJacobian: [Tensor] {
    wrt.map { input in
      let shape = values[Int(input)].shape
      var columns: [Tensor] = []
      for index in 0..<shape.count {
        let tangents = pushforward([(input, Tensor.basis(shape, index))])
        columns.append(tangents[Int(graph.output)].unbroadcast(to: value.shape) + 0.0)
      }
      return Tensor.columns(columns, output: value.shape, input: shape)
    }
  }

  /// The Jacobian by reverse mode, row by row.
  private var reverseJacobian: [Tensor] {
    var rows = wrt.map { _ in [Double]() }
    for (place, input) in wrt.enumerated() { rows[place].reserveCapacity(value.count * values[Int(input)].count) }
    for index in 0..<value.count {
      for (place, gradient) in vjp(Tensor.basis(value.shape, index)).enumerated() { rows[place] += gradient.elements }
    }
    return zip(wrt, rows).map { input, elements in
      Tensor(Shape(value.shape.lengths + values[Int(input)].shape.lengths), elements)
    }
  }

  /// Returns cotangent · Jacobian: for each input of `wrt`, an array of its shape.
  ///
  /// - Parameter cotangent: An array in the output's shape.
  package func vjp(_ cotangent: Tensor) -> [Tensor] {
    cotangents(pullback(seed: cotangent))
  }

  /// Returns the adjoints of the inputs of `wrt`, each in its input's shape.
  func cotangents(_ adjoints: [Tensor]) -> [Tensor] {
    // A zero has no sign that means anything in a derivative.
    wrt.map { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)).positiveZeros }
  }

  /// A Boolean value indicating whether the Jacobian is too large to be built for a product with it.
  var jacobianIsTooLarge: Bool {
    let count = jacobianCost.forward.multipliedReportingOverflow(by: jacobianCost.reverse)
    return count.overflow || count.partialValue > 20_000_000
  }

  /// Returns Jacobian · direction, in the output's shape.
  package func jvp(_ direction: Direction) -> Tensor {
    let inputs = direction.map(\.input)
    let moved = Point(graph: graph, values: values, wrt: inputs, ties: ties)
    if moved.jacobianIsTooLarge || hasRegularLocals(inputs) {
      return pushforward(direction)[Int(graph.output)].unbroadcast(to: value.shape) + 0.0
    }
    let rows = moved.reverseJacobian
    var result = Tensor(repeating: 0, value.shape)
    for (jacobian, (_, tangent)) in zip(rows, direction) {
      let flat = jacobian.reshaped(to: Shape([value.count, tangent.count]))
      // An input without a direction sends nothing, even where its derivative is infinite.
      let products = Tensor.carry(tangent.reshaped(to: Shape([1, tangent.count])), flat)
      result = result + products.sum(axis: 1).reshaped(to: value.shape)
    }
    return result
  }

  /// Returns a Boolean value indicating whether every local derivative on the way from the given inputs to the output
  /// is finite, and none has left the range of doubles where its product with an adjoint may not.
  private func hasRegularLocals(_ inputs: [Graph.NodeID]) -> Bool {
    let active = graph.active(inputs)
    let reached = graph.sending(to: graph.output)
    return Linearization.withBuffers(graph, values, active, Tensor.gates(ties)) { linear in
      for (id, node) in graph.nodes.enumerated() where active[id] && reached[id] {
        var isRegular = values[id].isFinite
        if node.kind == .wide, node.primitive.isArray {
          let derivative = linear.gates[Int(node.primitive.rawValue)].derivative
          linear.forEachArrayEdge(of: id, node) { _, edge in
            if let local = edge.local(derivative), !local.isFinite { isRegular = false }
          }
        } else {
          let mayLeave = linear.gates[Int(node.primitive.rawValue)].pull != nil
          linear.forEachEdge(of: id, node) { _, _, local in
            if !local.isFinite || mayLeave && local.isBelowRange(where: values[id]) { isRegular = false }
          }
        }
        if !isRegular { return false }
      }
      return true
    }
  }
}

extension Point<Tensor> {
  /// The directions along each element of the inputs of `wrt`.
  package var basisDirections: [Direction] {
    wrt.flatMap { input -> [Direction] in
      let shape = graph.shape(of: input)
      return (0..<shape.count).map { [(input: input, tangent: Tensor.basis(shape, $0))] }
    }
  }
}

extension Tensor {
  /// Returns a Boolean value indicating whether an element is 0 or subnormal where that of `output` is not 0.
  fileprivate func isBelowRange(where output: Tensor) -> Bool {
    guard withElements({ $0.contains(where: \.isAtRange) }) else { return false }
    return !Tensor.zip(self, output) { $0.isAtRange && $1 != 0 ? 1 : 0 }.isZero
  }

  /// Returns an array of zeros with a 1 at one place, counted row by row.
  package static func basis(_ shape: Shape, _ index: Int) -> Tensor {
    var elements = [Double](repeating: 0, count: shape.count)
    elements[index] = 1
    return Tensor(shape, elements)
  }

  /// Returns the Jacobian that has the given columns, each in the output's shape.
  static func columns(_ columns: [Tensor], output: Shape, input: Shape) -> Tensor {
    var elements = [Double](repeating: 0, count: output.count * input.count)
    for (column, values) in columns.enumerated() {
      values.withElements { values in
        for row in 0..<output.count { elements[row * input.count + column] = values[row] }
      }
    }
    return Tensor(Shape(output.lengths + input.lengths), elements)
  }
}

extension Graph {
  /// Returns a Boolean value for each node, indicating whether derivatives of another go through it: conditions and steps
  /// send nothing.
  fileprivate func sending(to output: NodeID) -> [Bool] {
    var sends = [Bool](repeating: false, count: count)
    sends[Int(output)] = true
    for id in (0..<NodeID(count)).reversed() where sends[Int(id)] && !isLeaf(id) {
      if Gate<Double>.table[Int(nodes[Int(id)].primitive.rawValue)].derivative.isNone { continue }
      for operand in operands(of: id) { sends[Int(operand)] = true }
    }
    return sends
  }
}
