/// Steps against the gradient with momentum: v ← μ·v + gradient, then θ ← θ − η·v, or with Nesterov's
/// θ ← θ − η·(gradient + μ·v). Without momentum both are θ ← θ − η·gradient.
///
/// With Nesterov's the parameters are those at which gradients are taken, the points that look ahead.
///
/// Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational
/// Mathematics and Mathematical Physics 4 (1964); Y. Nesterov, "A method of solving a convex programming problem with
/// convergence rate O(1/k²)", Soviet Mathematics Doklady 27 (1983), in the form of Y. Bengio, N. Boulanger-Lewandowski
/// and R. Pascanu, "Advances in optimizing recurrent networks" (2013).
struct MomentumRule: WayDown {
  private let rate: Double
  private let momentum: Double
  /// A Boolean value indicating whether steps are Nesterov's.
  private let looksAhead: Bool
  /// The velocity v of the parameters.
  private var velocity: [Double]

  init(rate: Double, momentum: Double, looksAhead: Bool, parameters: Int) {
    self.rate = rate
    self.momentum = momentum
    self.looksAhead = looksAhead
    velocity = Array(repeating: 0, count: parameters)
  }

  mutating func step(from here: DescentPoint, _ loss: inout some Loss, within box: Box) -> DescentStep {
    var parameters = here.parameters
    for place in parameters.indices {
      let derivative = here.slope.gradient[place]
      velocity[place] = momentum * velocity[place] + derivative
      parameters[place] -= rate * (looksAhead ? derivative + momentum * velocity[place] : velocity[place])
    }
    return .to(box.projected(parameters), nil)
  }
}

/// Steps by the mean of past gradients, divided by the root of the mean of their squares.
///
/// Source: D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization" (2015), algorithm 1.
struct Adam: WayDown {
  private static let (first, second, least) = (0.9, 0.999, 1e-8)
  private let rate: Double
  private var means: [Double]
  private var squares: [Double]
  /// The powers of both weights that the means still give to their beginning, 0.
  private var (firstRest, secondRest) = (1.0, 1.0)

  init(rate: Double, parameters: Int) {
    self.rate = rate
    means = Array(repeating: 0, count: parameters)
    squares = means
  }

  mutating func step(from here: DescentPoint, _ loss: inout some Loss, within box: Box) -> DescentStep {
    firstRest *= Self.first
    secondRest *= Self.second
    var parameters = here.parameters
    for place in parameters.indices {
      let derivative = here.slope.gradient[place]
      means[place] = Self.first * means[place] + (1 - Self.first) * derivative
      squares[place] = Self.second * squares[place] + (1 - Self.second) * derivative * derivative
      let mean = means[place] / (1 - firstRest)
      let size = (squares[place] / (1 - secondRest)).squareRoot()
      parameters[place] -= rate * mean / (size + Self.least)
    }
    return .to(box.projected(parameters), nil)
  }
}
