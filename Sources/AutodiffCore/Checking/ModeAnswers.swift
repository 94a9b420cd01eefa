/// What both modes answer at a point: what is to be checked.
package struct ModeAnswers: Sendable {
  package var value: Double
  package var derivatives: Derivatives
  /// By the inputs asked for: forward mode's derivative, by the gates' conventions.
  package var forward: [Double]
  /// Which of them are the elements of one array, and so round to the size of the largest; empty where rules are those
  /// of scalars.
  package var arrays: [Range<Int>] = []

  package init(_ point: Point<Double>) {
    value = point.value
    derivatives = point.derivatives
    forward = point.wrt.map { point.pushforward([(input: $0.node, tangent: 1)])[Int(point.graph.output)] }
  }

  /// Of a scalar function of arrays, told of their elements.
  ///
  /// The rules of whole arrays are what answers here, so that a check on elements would find a wrong one.
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
