/// The place at which the finite numbers were left: the first operation, or the first edge of the reverse sweep.
package struct Undefined: Sendable, Equatable {
  /// The ways in which they are left.
  package enum Cause: Sendable, Equatable {
    /// An operation made a result that is not finite from finite operands.
    case value(Primitive, operands: [Double])
    /// An operation on arrays of these shapes made such a result; `pivot`, counted from 1, is the place at which a
    /// factorisation met a 0.
    case array(Primitive, shapes: [Shape], pivot: Int?)
    /// An input or a constant was not finite to begin with.
    case given(String)
    /// The product upstream · local at one edge of an operation is not finite.
    case edge(Primitive, operands: [Double], upstream: Double, local: Double)
    /// An adjoint at one edge of an operation on arrays is not finite.
    case arrayEdge(Primitive, shapes: [Shape], pivot: Int?)
    /// The derivative of an adjoint at one edge of an operation is not finite.
    case secondEdge(Primitive, operands: [Double])
  }

  /// The way in which they were left.
  package var cause: Cause
  /// The operation; nil if none is to blame.
  package var node: Graph.NodeID?
  /// The number that is not finite.
  package var result: Double
  /// The place in the source.
  package var span: Span
  /// The element of an array, as a subscript; empty for a scalar and if the whole array is to blame.
  package var place = ""
}

extension Point<Tensor> {
  /// Returns the causes for which the value or a derivative is undefined or infinite; empty if all are finite.
  ///
  /// - Parameter derivativesAreFinite: A Boolean value indicating whether all derivatives are finite.
  package func undefined(derivativesAreFinite: Bool) -> [Undefined] {
    if !value.isFinite, let source = undefinedValue { return [source] }
    if !derivativesAreFinite, let source = undefinedEdge { return [source] }
    return []
  }

  /// The first operation whose result is not finite and reaches the output.
  private var undefinedValue: Undefined? {
    // Only through operands that were chosen can an undefined value reach the output.
    var reached = [Bool](repeating: false, count: graph.count)
    reached[Int(graph.output)] = true
    for id in graph.nodes.indices.reversed() where reached[id] {
      for operand in chosenOperands(id) { reached[Int(operand)] = true }
    }
    for id in graph.nodes.indices where reached[id] && !values[id].isFinite {
      let node = graph.nodes[id]
      let element = values[id].firstNotFinite
      let result = values[id][element]
      let cause: Undefined.Cause
      switch node.kind {
      case .input: cause = .given(graph.inputNames[Int(node.a)])
      case .constant: continue
      case .wide where node.primitive.isArray:
        // Putting elements together is not to blame.
        if node.primitive.isList { continue }
        cause = .array(node.primitive, shapes: operandShapes(id), pivot: badPivot(id))
      case .unary, .binary, .wide:
        cause = .value(node.primitive, operands: operandValues(id, element))
      }
      let isWhole = node.kind == .wide && node.primitive.isArray
      return Undefined(
        cause: cause, node: Graph.NodeID(id), result: result, span: graph.spans[id],
        place: isWhole ? "" : values[id].shape.subscriptText(element))
    }
    let output = Int(graph.output)
    let result = value[value.firstNotFinite]
    return Undefined(cause: .given(NumberText()(result)), result: result, span: graph.spans[output])
  }

  /// The first edge of the reverse sweep whose contribution is not finite.
  private var undefinedEdge: Undefined? {
    var finder = EdgeFinder()
    _ = pullback(seed: Tensor(repeating: 1, value.shape), observer: &finder)
    guard let edge = finder.first else { return nil }
    let id = Int(edge.from)
    let node = graph.nodes[id]
    let result = edge.value[edge.value.firstNotFinite]
    let cause: Undefined.Cause
    var place = ""
    if node.kind == .wide, node.primitive.isArray {
      cause = .arrayEdge(node.primitive, shapes: operandShapes(id), pivot: badPivot(id))
    } else {
      let local = edge.local ?? .scalar(.nan)
      let product = edge.upstream * local
      // A sum of finite numbers may overflow as well.
      let element = product.isFinite ? 0 : product.firstNotFinite
      place = values[id].shape.count > element ? values[id].shape.subscriptText(element) : ""
      cause = .edge(
        node.primitive, operands: operandValues(id, element),
        upstream: edge.upstream.element(element, in: product.shape),
        local: local.element(element, in: product.shape))
    }
    return Undefined(cause: cause, node: edge.from, result: result, span: graph.spans[id], place: place)
  }

  /// Returns the edge at which a second derivative along one of these directions left the finite numbers, or the
  /// operation whose second derivative is not finite; nil for a constant.
  package func undefinedSecond(_ directions: [Direction]) -> Undefined? {
    let gates = Dual<Tensor>.gates(ties)
    for direction in directions {
      var finder = SecondEdgeFinder()
      observeSecondOrder(direction, gates: gates, observer: &finder)
      guard let edge = finder.first, let tangent = edge.value.tangent else { continue }
      let id = Int(edge.from)
      let element = tangent.firstNotFinite
      let fits = tangent.shape == values[id].shape
      return Undefined(
        cause: graph.nodes[id].primitive.isArray
          ? .arrayEdge(graph.nodes[id].primitive, shapes: operandShapes(id), pivot: badPivot(id))
          : .secondEdge(graph.nodes[id].primitive, operands: operandValues(id, fits ? element : 0)),
        node: edge.from, result: tangent[element], span: graph.spans[id])
    }
    return undefinedCurvature
  }

  /// The last operation with a second derivative of its own that is not finite; the last of all if none has: the limits
  /// on both sides of a point may be infinite although no sweep at the point meets that.
  private var undefinedCurvature: Undefined? {
    let active = graph.active(wrt)
    let candidates = graph.nodes.indices.reversed().filter { active[$0] && !graph.isLeaf(Graph.NodeID($0)) }
    for id in candidates where !graph.nodes[id].primitive.isArray {
      let row = Dual<Double>.gates(ties)[Int(graph.nodes[id].primitive.rawValue)]
      for element in 0..<values[id].count {
        let operands = operandValues(id, element)
        let locals = row.locals(operands.map { Dual($0, tangent: 1) }, Dual(values[id][element], tangent: 1))
        guard let tangent = locals.compactMap(\.tangent).first(where: { !$0.isFinite }) else { continue }
        return Undefined(
          cause: .secondEdge(graph.nodes[id].primitive, operands: operands), node: Graph.NodeID(id), result: tangent,
          span: graph.spans[id])
      }
    }
    guard let id = candidates.first else { return nil }
    let primitive = graph.nodes[id].primitive
    return Undefined(
      cause: primitive.isArray
        ? .arrayEdge(primitive, shapes: operandShapes(id), pivot: badPivot(id))
        : .secondEdge(primitive, operands: operandValues(id, 0)),
      node: Graph.NodeID(id), result: .nan, span: graph.spans[id])
  }

  /// Returns the operands' elements that make an element of a node's value.
  private func operandValues(_ id: Int, _ element: Int) -> [Double] {
    graph.operands(of: Graph.NodeID(id)).map { values[Int($0)].element(element, in: values[id].shape) }
  }

  /// Returns the shapes of a node's operands.
  private func operandShapes(_ id: Int) -> [Shape] {
    graph.operands(of: Graph.NodeID(id)).map { values[Int($0)].shape }
  }

  /// Returns the place, counted from 1, at which the factorisation of a matrix meets a pivot that is 0; nil for
  /// operations that factorise none.
  private func badPivot(_ id: Int) -> Int? {
    guard case .factorization(let form) = graph.nodes[id].primitive.arrayForm, form.dividesByPivots else { return nil }
    return graph.operands(of: Graph.NodeID(id)).first.flatMap { Factorization(values[Int($0)]).badPivot }
  }

  /// Returns the operands on whose values a node's value depends: of a choice, the condition and the branch that it
  /// takes.
  private func chosenOperands(_ id: Int) -> [Graph.NodeID] {
    let operands = graph.operands(of: Graph.NodeID(id))
    guard graph.nodes[id].kind == .wide, graph.nodes[id].primitive == .choose,
      case .scalar(let condition) = values[Int(operands[0])]
    else { return operands }
    return [operands[0], condition != 0 ? operands[1] : operands[2]]
  }
}

extension Tensor {
  /// The place of the first element that is undefined, else of the first that is infinite.
  fileprivate var firstNotFinite: Int {
    elements.firstIndex(where: \.isNaN) ?? elements.firstIndex { !$0.isFinite } ?? 0
  }

  /// Returns an element of this array when it is broadcast to a shape.
  fileprivate func element(_ index: Int, in shape: Shape) -> Double {
    self.shape == shape ? self[index] : broadcast(to: shape)[index]
  }
}

/// An observer that keeps the first contribution whose derivative is not finite.
private struct SecondEdgeFinder: PullbackObserver {
  var first: Contribution<Dual<Tensor>>?
  mutating func contribute(_ contribution: Contribution<Dual<Tensor>>) {
    if first == nil, contribution.value.tangent?.isFinite == false { first = contribution }
  }
}

/// An observer that keeps the first contribution that is not finite.
private struct EdgeFinder: PullbackObserver {
  var first: Contribution<Tensor>?
  mutating func contribute(_ contribution: Contribution<Tensor>) {
    if first == nil, !contribution.value.isFinite { first = contribution }
  }
}
