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

  /// Answers a point, element by element.
  ///
  /// Where it is one of arrays, the rules of whole arrays answer, so that a check on elements would find a wrong one.
  ///
  /// - Parameter derivatives: The gradient there.
  package init(_ point: ProgramPoint, _ derivatives: Derivatives) {
    value = point.value[0]
    self.derivatives = derivatives.unrolled
    forward = point.forwardGradient
    guard !point.isOfNumbers else { return }
    for count in derivatives.counts {
      let start = arrays.last?.upperBound ?? 0
      arrays.append(start..<start + count)
    }
  }

  /// The answers by the rules of numbers.
  init(_ point: ElementPoint) {
    value = point.value
    derivatives = point.derivatives
    forward = point.forward
  }
}
