/// The answers of both modes at a point, which are to be checked.
package struct ModeAnswers: Sendable {
  /// The value of the function.
  package var value: Double
  /// The derivatives by reverse mode.
  package var derivatives: Derivatives
  /// The derivative by each input in forward mode, with the primitives' conventions at kinks.
  package var forward: [Double]
  /// The ranges of inputs that are the elements of one array and so round to the size of the largest; empty if the
  /// rules are those of scalars.
  package var arrays: [Range<Int>] = []

  /// Answers a point of scalars.
  package init(_ point: Point<Double>) {
    value = point.value
    derivatives = point.derivatives
    forward = point.wrt.map { point.pushforward([(input: $0.node, tangent: 1)])[Int(point.graph.output)] }
  }

  /// Answers a point of a scalar function of arrays, element by element.
  ///
  /// The rules of whole arrays give the answers, so that a check on elements would find a wrong one.
  package init(_ point: Point<Tensor>, _ derivatives: ArrayDerivatives) {
    value = point.value[0]
    self.derivatives = Derivatives(
      names: zip(derivatives.names, derivatives.values).flatMap { name, value in
        (0..<value.count).map { name + value.shape.subscriptText($0) }
      },
      values: derivatives.values.flatMap(\.elements), convention: derivatives.convention.flatMap(\.elements),
      kinks: derivatives.kinks, unexamined: derivatives.unexamined)
    forward = point.jacobian(.forward).flatMap(\.elements)
    for value in derivatives.values {
      let start = arrays.last?.upperBound ?? 0
      arrays.append(start..<start + value.count)
    }
  }
}
