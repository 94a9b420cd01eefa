/// A way down: the rule by which a descent takes its steps.
protocol WayDown: Sendable {
  /// Takes a step.
  ///
  /// - Throws: The problem of the program if it has no answer at `here`.
  mutating func step(
    from here: DescentPoint, _ loss: inout some Loss, within box: Box
  ) throws(LossProblem) -> DescentStep
}

/// Parameters with the loss and its gradient there.
package struct DescentPoint: Sendable {
  /// The parameters.
  package var parameters: [Double]
  /// The loss and its gradient.
  package var slope: LossAndGradient
}

/// The outcome of a step.
enum DescentStep {
  /// Other parameters, with the loss there if it is known.
  case to([Double], LossAndGradient?)
  /// The loss cannot be made smaller: the gradient is 0 but for rounding, or no step changes the loss for the better.
  case rest
  /// The loss falls along a direction that has no end.
  case unbounded
}

/// The names of the ways down.
package enum DescentMethod: String, CaseIterable, Sendable {
  case gradient, nesterov, adam, newton, lbfgs

  /// A Boolean value indicating whether steps find their length by themselves.
  package var searches: Bool {
    switch self {
    case .gradient, .nesterov, .adam: false
    case .newton, .lbfgs: true
    }
  }

  /// The momentum without one that is given; nil if the method has none.
  package var momentum: Double? {
    switch self {
    case .gradient: 0
    case .nesterov: 0.9
    case .adam, .newton, .lbfgs: nil
    }
  }

  /// Returns the way down.
  func way(rate: Double, momentum: Double?, parameters: Int) -> any WayDown {
    let momentum = momentum ?? self.momentum ?? 0
    switch self {
    case .gradient, .nesterov:
      return MomentumRule(rate: rate, momentum: momentum, looksAhead: self == .nesterov, parameters: parameters)
    case .adam: return Adam(rate: rate, parameters: parameters)
    case .newton: return SearchedWay(NewtonModel())
    case .lbfgs: return SearchedWay(MemoryModel())
    }
  }
}
