/// First derivatives of an output of any shape, with what is to be known about them.
package struct ArrayDerivatives {
  /// The inputs asked for.
  package let names: [String]
  /// By input, in the output's shape followed by the input's: the true derivative wherever there is one, else the
  /// convention's.
  package private(set) var values: [Tensor]
  /// What the gates' conventions alone give.
  package let convention: [Tensor]
  package fileprivate(set) var kinks: [KinkReport] = []
  /// Where the kinks' nodes are to be found; nil where there are no kinks.
  package private(set) var kinkPoint: Point<Double>?
  /// How many elements of inputs lead to a kink that would have cost too much to follow.
  package private(set) var unexamined = 0

  package var areFinite: Bool { values.allSatisfy(\.isFinite) }

  /// The gradient of a scalar, by reverse mode.
  package init(gradientOf point: Point<Tensor>) {
    self.init(point, point.vjp(.scalar(1)))
  }

  /// The Jacobian, in the mode that takes fewer sweeps unless one is asked for.
  package init(jacobianOf point: Point<Tensor>, _ mode: JacobianMode? = nil) {
    self.init(point, point.jacobian(mode ?? point.jacobianCost.cheaper))
  }

  private init(_ point: Point<Tensor>, _ convention: [Tensor]) {
    names = point.wrt.map(\.name)
    self.convention = convention
    values = convention
    let mayKink = point.mayKink
    // In an array what no derivative reached is 0 as well, so that 0 · inf may stand where nothing was sent.
    if mayKink || convention.contains(where: \.hasNaN) { examineElements(point, mayKink: mayKink) }
  }

  private mutating func examineElements(_ point: Point<Tensor>, mayKink: Bool) {
    let width = values.reduce(0) { $0 + $1.count } / max(point.value.count, 1)
    let mostNodes = mayKink ? Unrolled.mostNodes : Unrolled.fewNodes
    guard let unrolled = Unrolled.affordable(point, mostNodes: mostNodes, sweeps: point.value.count) else {
      if mayKink { unexamined = width }
      return
    }
    kinkPoint = unrolled.point
    var corrected = values.map(\.elements)
    for output in 0..<point.value.count {
      let derivatives = unrolled.at(output: output).derivatives
      unexamined = max(unexamined, derivatives.unexamined)
      kinks += derivatives.kinks.map { report in
        var report = report
        report.output = point.value.scalar == nil ? output : nil
        return report
      }
      var element = 0
      for input in corrected.indices {
        let count = values[input].count / point.value.count
        for index in 0..<count {
          let (value, convention) = (derivatives.values[element], derivatives.convention[element])
          let place = output * count + index
          let isTrue = value != convention && !(value.isNaN && convention.isNaN)
          if isTrue || corrected[input][place].isNaN { corrected[input][place] = value }
          element += 1
        }
      }
    }
    values = zip(values, corrected).map { Tensor($0.shape, $1) }
  }
}

extension ArrayDerivatives {
  /// Leaves out what happens along elements that a direction does not move.
  fileprivate mutating func keepKinks(along direction: Point<Tensor>.Direction, in graph: Graph) {
    var moved: Set<String> = []
    for (input, tangent) in direction {
      for index in 0..<tangent.count where tangent[index] != 0 {
        moved.insert(graph.name(ofInput: input) + tangent.shape.subscriptText(index))
      }
    }
    for index in kinks.indices { kinks[index].sides.removeAll { !moved.contains($0.input) } }
    kinks.removeAll(where: \.sides.isEmpty)
  }
}

extension Point<Tensor> {
  /// Whether a gate that something asked for passes through stands at a kink.
  package var mayKink: Bool {
    let active = graph.active(asked)
    return graph.nodes.indices.contains { active[$0] && isAtKink($0) }
  }

  private func isAtKink(_ id: Int) -> Bool {
    let node = graph.nodes[id]
    guard node.kind != .input, node.kind != .constant, let kink = node.primitive.gate.kink else { return false }
    let operands = graph.operands(of: Graph.NodeID(id)).map { values[Int($0)] }
    guard node.kind == .wide, node.primitive.isArray else {
      return Tensor.combine(operands) { kink.isAt($0) ? 1 : 0 }.elements.contains(1)
    }
    guard case .axis(let axis) = graph.operation(Graph.NodeID(id)).setting else {
      return kink.isAt(operands[0].elements)
    }
    let parts = (0..<operands[0].shape.lengths[axis]).map { operands[0].part($0, axis: axis) }
    return Tensor.combine(parts) { kink.isAt($0) ? 1 : 0 }.elements.contains(1)
  }
}

// MARK: - Directional derivatives

extension Point<Tensor> {
  /// Jacobian · direction with true derivatives where there are some, and what there is to know about them.
  package func directional(_ direction: Direction) -> (tangent: Tensor, derivatives: ArrayDerivatives?) {
    let moved = Point(graph: graph, values: values, asked: direction.map(\.input), ties: ties)
    let tangent = jvp(direction)
    guard moved.mayKink || tangent.hasNaN && moved.hasSmallJacobian else { return (tangent, nil) }
    var derivatives = ArrayDerivatives(jacobianOf: moved)
    derivatives.keepKinks(along: direction, in: graph)
    var result = Tensor(repeating: 0, value.shape)
    for (jacobian, (_, tangent)) in zip(derivatives.values, direction) {
      let flat = jacobian.reshaped(to: Shape([value.count, tangent.count]))
      result = result + flat.applied(to: tangent).reshaped(to: value.shape)
    }
    return (result, derivatives)
  }

  /// Cotangent · Jacobian, likewise.
  package func codirectional(_ cotangent: Tensor) -> (gradient: [Tensor], derivatives: ArrayDerivatives?) {
    let gradient = vjp(cotangent)
    guard mayKink || gradient.contains(where: \.hasNaN) && hasSmallJacobian else { return (gradient, nil) }
    let derivatives = ArrayDerivatives(jacobianOf: self)
    let products = zip(derivatives.values, asked).map { jacobian, input in
      let shape = graph.shape(of: input)
      let flat = jacobian.reshaped(to: Shape([value.count, shape.count]))
      return flat.transposed().applied(to: cotangent).reshaped(to: shape)
    }
    return (products, derivatives)
  }

  /// Whether all of the Jacobian is not too much for a look at what is undefined in a product with it.
  private var hasSmallJacobian: Bool { jacobianCost.forward * jacobianCost.reverse <= 1 << 22 }
}

extension Tensor {
  /// A matrix times an array read as a vector, in which a 0 takes nothing, not even 0 · inf.
  func applied(to vector: Tensor) -> Tensor {
    Tensor.carry(vector.reshaped(to: Shape([1, vector.count])), self).sum(axis: 1)
  }
}
