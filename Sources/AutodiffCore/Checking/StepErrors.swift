/// The error of finite differences against their step: truncation on the one side, rounding on the other.
package struct StepErrors: Sendable {
  package struct Row: Sendable {
    package var step: Double
    package var forward: Double
    package var central: Double
  }

  package var input: String
  /// What reverse mode answers.
  package var exact: Double
  /// Steps from 1e-1 to 1e-16.
  package var rows: [Row]

  /// - Parameters:
  ///   - exact: what is answered for each input asked for.
  ///   - elsewhere: the function's value where the program takes another path than the point's.
  package static func all(
    _ point: ElementPoint, inputs: [Double], exact: Derivatives, elsewhere: (([Double]) -> Double)? = nil
  ) -> [StepErrors] {
    exact.gradient.enumerated().compactMap { index, entry in
      guard let place = point.place(ofAsked: index) else { return nil }
      let section = Section(point.graph, inputs: inputs, along: place, elsewhere: elsewhere)
      let rows = (1...16).map { power in
        let step = pow(10, -Double(power))
        return Row(step: step, forward: section.forward(step), central: section.central(step))
      }
      return StepErrors(input: entry.name, exact: entry.value, rows: rows)
    }
  }

  /// |difference - exact| over |exact|, or the plain error where that is 0.
  package func error(of difference: Double) -> Double {
    exact == 0 ? fabs(difference) : fabs(difference - exact) / fabs(exact)
  }
}
