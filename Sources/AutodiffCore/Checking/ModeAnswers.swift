/// The answers of both modes at a point, which are to be checked.
package struct ModeAnswers: Sendable {
  /// The value of the function.
  package var value: Tensor
  /// The derivatives by reverse mode.
  package var derivatives: Derivatives
  /// The derivatives in forward mode with the primitives' conventions at kinks, in the order of `derivatives`.
  package var forward: [Double]
  /// The places of the elements of each input among those of all inputs.
  private let inputs: [Range<Int>]
  /// A Boolean value indicating whether the elements of an input round to the size of the largest, as in rules of whole
  /// arrays.
  let areOfArrays: Bool

  /// Answers a point.
  ///
  /// Where it is one of arrays, the rules of whole arrays answer, so that a check on elements would find a wrong one.
  ///
  /// - Parameter derivatives: The gradient or Jacobian there.
  package init(_ point: ProgramPoint, _ derivatives: Derivatives) {
    self.init(
      value: point.value, derivatives: derivatives, forward: point.forwardGradient, areOfArrays: !point.isOfNumbers)
  }

  /// The answers by the rules of numbers.
  init(_ point: Point<Double>) {
    self.init(
      value: .scalar(point.value), derivatives: point.derivatives, forward: point.forwardGradient, areOfArrays: false)
  }

  /// The answers of modes that were taken elsewhere.
  init(value: Tensor, derivatives: Derivatives, forward: [Double], areOfArrays: Bool) {
    self.value = value
    self.derivatives = derivatives
    self.forward = forward
    self.areOfArrays = areOfArrays
    var inputs: [Range<Int>] = []
    for count in derivatives.counts {
      let start = inputs.last?.upperBound ?? 0
      inputs.append(start..<start + count / value.count)
    }
    self.inputs = inputs
  }

  /// Returns the places of the derivatives of an element of the output among all of them, one for each element of the
  /// inputs.
  func places(output: Int) -> [Int] {
    inputs.flatMap { input in
      input.map { value.count * input.lowerBound + output * input.count + $0 - input.lowerBound }
    }
  }

  /// Returns the bounds of the rounding of derivatives, from those by the rules of numbers.
  func leveled(_ roundings: [Double]) -> [Double] {
    guard areOfArrays else { return roundings }
    var roundings = roundings
    for input in inputs {
      let largest = roundings[input].max() ?? 0
      for index in input { roundings[index] = largest }
    }
    return roundings
  }

  /// Returns the one-sided derivatives of an element of the output at kinks, by the name of the input's element.
  func sides(output: Int) -> [String: (left: Double, right: Double)] {
    var sides: [String: (left: Double, right: Double)] = [:]
    for kink in derivatives.kinks where kink.output == nil || kink.output == output {
      for side in kink.sides where sides[side.input] == nil { sides[side.input] = (side.left, side.right) }
    }
    return sides
  }
}
