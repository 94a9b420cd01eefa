@testable import AutodiffCore

extension GradientCheck {
  /// The check of a program on numbers, or on the elements of arrays.
  init(
    _ point: Point<Double>, inputs: [Double], answers: ModeAnswers? = nil, scheme: DifferenceScheme,
    tolerance: Tolerance, claims: [(String, Claim)] = [], elsewhere: (([Double]) -> Double)? = nil
  ) {
    self.init(
      ElementPoint(point), inputs: inputs, answers: answers, scheme: scheme, tolerance: tolerance, claims: claims,
      elsewhere: elsewhere)
  }
}
