@testable import AutodiffCore

extension GradientCheck {
  /// The check of a program on numbers.
  init(
    _ point: Point<Double>, scheme: DifferenceScheme = DifferenceScheme(), tolerance: Tolerance = .init(),
    claims: [String: Claim.Number] = [:], elsewhere: (([Double]) -> [Double])? = nil
  ) {
    self.init(
      CheckedProgram(point, elsewhere: elsewhere), answers: ModeAnswers(point), scheme: scheme, tolerance: tolerance,
      claims: claims)
  }
}
