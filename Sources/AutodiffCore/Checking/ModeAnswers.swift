/// What both modes answer at a point: what is to be checked.
package struct ModeAnswers: Sendable {
  package var value: Double
  package var derivatives: Derivatives
  /// By the inputs asked for: forward mode's derivative, by the gates' conventions.
  package var forward: [Double]
  /// Which of them are the elements of one array, and so round to the size of the largest; empty where rules are those
  /// of scalars.
  package var arrays: [Range<Int>] = []

  /// The answers at a point.
  ///
  /// Where it is one of arrays, the rules of whole arrays answer, so that a check on elements would find a wrong one.
  ///
  /// - Parameter derivatives: the gradient there.
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
