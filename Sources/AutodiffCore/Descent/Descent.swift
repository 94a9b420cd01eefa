/// Gradient descent: θ ← θ − η·v, where v is the gradient, or with momentum v ← μ·v + gradient.
///
/// Source: B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational
/// Mathematics and Mathematical Physics 4 (1964).
package struct Descent: Sendable {
  package struct Settings: Sendable {
    package var rate: Double
    package var momentum: Double
    package var steps: Int
    /// Descent ends when the loss changes by no more than this, times the loss where that is above 1: from step to
    /// step, or with batches the mean of their losses from epoch to epoch.
    package var tolerance: Double?

    package init(rate: Double, momentum: Double = 0, steps: Int, tolerance: Double? = nil) {
      self.rate = rate
      self.momentum = momentum
      self.steps = steps
      self.tolerance = tolerance
    }

    func isReached(from before: Double?, to loss: Double) -> Bool {
      guard let tolerance, let before else { return false }
      return fabs(loss - before) <= tolerance * fmax(1, fabs(loss))
    }
  }

  /// Why it ended.
  package enum End: Sendable {
    case steps
    case tolerance
    /// Somebody asked for it.
    case stopped
    case notFinite(Breakdown)
  }

  /// Where something stopped being finite.
  package struct Breakdown: Sendable {
    package enum What: Sendable, Equatable {
      /// The loss, which is this.
      case loss(Double)
      case gradient
      /// The parameters behind the step.
      case parameters
    }

    package var what: What
    package var step: Int
    package var parameters: [Double]
    /// The first row that it happened at.
    package var row: Int?
  }

  /// Where it is; where something was not finite, the last place where all was.
  package private(set) var parameters: [Double]
  /// How many steps led there.
  package private(set) var steps = 0
  /// How many losses were taken at a kink.
  package private(set) var kinks = 0
  private let settings: Settings
  private var velocity: [Double]

  package init(from parameters: [Double], _ settings: Settings) {
    self.parameters = parameters
    self.settings = settings
    velocity = Array(repeating: 0, count: parameters.count)
  }

  /// Takes steps until there is a reason to end.
  ///
  /// - Parameters:
  ///   - batches: nil: each step is by all rows.
  ///   - isStopped: asked once a step.
  ///   - report: called with each step's number and the loss before the next one. With batches it is that of the batch
  ///     which the next step goes by, but first and last that of all rows.
  package mutating func run(
    _ loss: inout some Loss, _ batches: Batches? = nil, isStopped: () -> Bool = { false },
    report: (_ step: Int, _ loss: Double) -> Void
  ) throws(LossProblem) -> End {
    var batches = batches
    var epochs = Epochs()
    var before = parameters
    var lossBefore: Double?
    while true {
      var end: End?
      if steps == settings.steps { end = .steps }
      if isStopped() { end = .stopped }
      if batches?.beginsEpoch == true {
        let (mean, earlier) = epochs.finish()
        if let mean, settings.isReached(from: earlier, to: mean) { end = end ?? .tolerance }
      }
      let batch = end == nil ? batches?.take() : nil
      let slope = try loss.slope(at: parameters, rows: batch)
      if slope.isAtKink { kinks += 1 }
      epochs.add(slope.loss, rows: batch?.count ?? 0)
      var shown = slope.loss
      if batch != nil, steps == 0, shown.isFinite {
        let all = try loss.slope(at: parameters, rows: nil)
        shown = all.loss
        guard shown.isFinite else {
          report(0, shown)
          return .notFinite(breakdown(.loss(shown), all))
        }
      }
      guard slope.loss.isFinite else {
        let breakdown = breakdown(.loss(slope.loss), slope)
        if steps == 0 {
          report(0, slope.loss)
        } else {
          parameters = before
          steps -= 1
        }
        return .notFinite(breakdown)
      }
      report(steps, shown)
      if batches == nil, settings.isReached(from: lossBefore, to: slope.loss) { end = end ?? .tolerance }
      if let end { return end }
      lossBefore = slope.loss
      guard slope.gradient.allSatisfy(\.isFinite) else { return .notFinite(breakdown(.gradient, slope)) }
      before = parameters
      move(slope.gradient)
      guard parameters.allSatisfy(\.isFinite) else {
        let breakdown = breakdown(.parameters, slope)
        parameters = before
        return .notFinite(breakdown)
      }
      steps += 1
    }
  }

  private mutating func move(_ gradient: [Double]) {
    for place in parameters.indices {
      velocity[place] = settings.momentum * velocity[place] + gradient[place]
      parameters[place] -= settings.rate * velocity[place]
    }
  }

  private func breakdown(_ what: Breakdown.What, _ slope: Slope) -> Breakdown {
    Breakdown(what: what, step: steps, parameters: parameters, row: slope.undefinedRow)
  }
}

/// Mean losses of passes over all rows.
private struct Epochs {
  private var sum = 0.0
  private var rows = 0
  private var last: Double?

  mutating func add(_ loss: Double, rows count: Int) {
    guard count > 0 else { return }
    sum += loss * Double(count)
    rows += count
  }

  /// The mean of the epoch that ends, and that of the one before.
  mutating func finish() -> (mean: Double?, earlier: Double?) {
    guard rows > 0 else { return (nil, nil) }
    let mean = sum / Double(rows)
    defer {
      last = mean
      sum = 0
      rows = 0
    }
    return (mean, last)
  }
}
