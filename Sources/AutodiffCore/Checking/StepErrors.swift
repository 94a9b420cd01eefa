/// The errors of finite differences by their step: truncation on the one side, rounding on the other.
package struct StepErrors: Sendable {
  /// The differences with one step.
  package struct Row: Sendable {
    /// The step.
    package var step: Double
    /// The forward difference.
    package var forward: Double
    /// The central difference.
    package var central: Double
  }

  /// The name of the input.
  package var input: String
  /// The derivative by reverse mode.
  package var exact: Double
  /// The differences with steps from 1e-1 to 1e-16.
  package var rows: [Row]

  /// Returns the errors along each input.
  ///
  /// - Parameter exact: The derivatives at the point.
  package static func all(_ program: CheckedProgram, exact: Derivatives) -> [StepErrors] {
    zip(program.names, exact.values).enumerated().map { index, entry in
      let line = program.line(index)
      let rows = (1...16).map { power in
        let step = Scalar.power(10, -Double(power))
        return Row(step: step, forward: line.forward(step), central: line.central(step))
      }
      return StepErrors(input: entry.0, exact: entry.1, rows: rows)
    }
  }

  /// Returns |difference - exact| / |exact|, or the absolute error if the derivative is 0.
  package func error(of difference: Double) -> Double {
    exact == 0 ? fabs(difference) : fabs(difference - exact) / fabs(exact)
  }
}
