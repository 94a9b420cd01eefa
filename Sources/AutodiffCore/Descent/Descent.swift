/// A descent: steps of one of the ways down, until there is a reason to end.
package struct Descent: Sendable {
  /// The settings of a descent.
  package struct Settings: Sendable {
    /// The way down.
    package var method: DescentMethod
    /// The learning rate η; of no meaning to a method that searches for the length of its steps.
    package var rate: Double
    /// The momentum μ; nil for the method's own.
    package var momentum: Double?
    /// The largest number of steps.
    package var steps: Int
    /// The tolerance: descent ends when the loss changes by no more than this, times the loss if that is above 1. The
    /// change is from step to step, or with batches that of the mean loss from epoch to epoch.
    package var tolerance: Double?
    /// The bounds of the parameters.
    package var box: Box

    /// Creates settings.
    package init(
      _ method: DescentMethod = .gradient, rate: Double = 0, momentum: Double? = nil, steps: Int,
      tolerance: Double? = nil, within box: Box = .open
    ) {
      self.method = method
      self.box = box
      self.rate = rate
      self.momentum = momentum
      self.steps = steps
      self.tolerance = tolerance
    }

    /// Returns a Boolean value indicating whether a change of the loss is within the tolerance.
    func isReached(from before: Double?, to loss: Double) -> Bool {
      guard let tolerance, let before else { return false }
      return fabs(loss - before) <= tolerance * fmax(1, fabs(loss))
    }
  }

  /// The reasons for which a descent ends.
  package enum End: Sendable {
    case steps
    case tolerance
    /// The user asked for the end.
    case stopped
    /// The loss cannot be made smaller.
    case rest
    /// The loss falls along a direction that has no end.
    case unbounded
    case notFinite(Breakdown)
  }

  /// The place at which a loss, a gradient or a parameter is not finite.
  package struct Breakdown: Sendable {
    /// The quantities that may not be finite.
    package enum Quantity: Sendable, Equatable {
      /// The loss, with its value.
      case loss(Double)
      case gradient
      /// The parameters after the step.
      case parameters
    }

    /// The quantity that is not finite.
    package var what: Quantity
    /// The number of steps completed before.
    package var step: Int
    /// The parameters at which it is not finite; if they are not finite themselves, the ones after the step.
    package var parameters: [Double]
    /// The first row of the table at which it is not finite; nil without a table.
    package var row: Int?
  }

  /// The steps at which the loss became greater.
  package struct Growth: Sendable, Equatable {
    /// The first of these steps.
    package var step: Int
    /// The losses before and after it.
    package var before: Double, after: Double
    /// The number of such steps.
    package var count = 1
  }

  /// The parameters reached; if something was not finite, the last ones at which everything was.
  package private(set) var parameters: [Double]
  /// The number of steps that led there.
  package private(set) var steps = 0
  /// The number of losses that were taken at a kink.
  package private(set) var kinks = 0
  /// The steps at which the loss became greater; nil if there were none. With batches the only one is the last, if the
  /// loss of all rows is greater than at the beginning.
  package private(set) var growth: Growth?
  /// The loss and its gradient where a descent ended, unless something was not finite.
  package private(set) var last: DescentPoint?
  private let settings: Settings
  private var way: any WayDown

  /// Creates a descent that begins at the given parameters.
  package init(from parameters: [Double], _ settings: Settings) {
    self.parameters = settings.box.projected(parameters)
    self.settings = settings
    way = settings.method.way(rate: settings.rate, momentum: settings.momentum, parameters: parameters.count)
  }

  /// Takes steps until there is a reason to end.
  ///
  /// - Parameter loss: The function to make smaller.
  /// - Parameter batches: The batches whose losses the steps go by; nil for all rows in each step.
  /// - Parameter isStopped: A closure that is asked once a step whether the user wants an end.
  /// - Parameter report: A closure that is called with the number of each step, and the loss and the parameters before
  ///   the next one. With batches that is the loss of the batch which the next step goes by, but first and last the loss of all rows.
  /// - Returns: The reason for the end.
  /// - Throws: The problem of the program at parameters or a row at which it has no answer.
  package mutating func run(
    _ loss: inout some Loss, _ batches: Batches? = nil, isStopped: () -> Bool = { false },
    report: (_ step: Int, _ loss: Double, _ parameters: [Double]) -> Void
  ) throws(LossProblem) -> End {
    var batches = batches
    var epochs = Epochs()
    var before = parameters
    var lossBefore: Double?
    var firstLoss: Double?
    var known: LossAndGradient?
    while true {
      var end: End?
      if steps == settings.steps { end = .steps }
      if isStopped() { end = .stopped }
      if batches?.beginsEpoch == true {
        let (mean, earlier) = epochs.finish()
        if let mean, settings.isReached(from: earlier, to: mean) { end = end ?? .tolerance }
      }
      let batch = end == nil ? batches?.take() : nil
      let slope: LossAndGradient
      do throws(LossProblem) {
        slope = if let known { known } else { try loss.slope(at: parameters, rows: batch) }
      } catch {
        // Those before it have a loss: nobody wants to lose them.
        if steps > 0 { (parameters, steps) = (before, steps - 1) }
        throw error
      }
      if slope.isAtKink { kinks += 1 }
      epochs.add(slope.loss, rows: batch?.count ?? 0)
      var shown = slope.loss
      if batch != nil, steps == 0, shown.isFinite {
        let all = try loss.slope(at: parameters, rows: nil)
        shown = all.loss
        guard shown.isFinite else {
          report(0, shown, parameters)
          return .notFinite(breakdown(.loss(shown), all))
        }
      }
      guard slope.loss.isFinite else {
        let breakdown = breakdown(.loss(slope.loss), slope)
        if steps == 0 {
          report(0, slope.loss, parameters)
        } else {
          parameters = before
          steps -= 1
        }
        return .notFinite(breakdown)
      }
      report(steps, shown, parameters)
      if batches == nil || batch == nil { note(slope.loss, after: batches == nil ? lossBefore : firstLoss) }
      firstLoss = firstLoss ?? shown
      if batches == nil, settings.isReached(from: lossBefore, to: slope.loss) { end = end ?? .tolerance }
      let here = DescentPoint(parameters: parameters, slope: slope)
      if let end {
        last = here
        return end
      }
      lossBefore = slope.loss
      guard slope.gradient.allSatisfy(\.isFinite) else { return .notFinite(breakdown(.gradient, slope)) }
      before = parameters
      switch try way.step(from: here, &loss, within: settings.box) {
      case .to(let next, let slope): (parameters, known) = (next, slope)
      case .rest:
        last = here
        return .rest
      case .unbounded:
        last = here
        return .unbounded
      }
      guard parameters.allSatisfy(\.isFinite) else {
        let breakdown = breakdown(.parameters, slope)
        parameters = before
        return .notFinite(breakdown)
      }
      steps += 1
    }
  }

  /// Notes that the loss became greater, by more than rounding.
  private mutating func note(_ loss: Double, after before: Double?) {
    guard let before, loss - before > Self.rounding * fmax(fabs(loss), fabs(before)) else { return }
    guard let known = growth else {
      growth = Growth(step: steps, before: before, after: loss)
      return
    }
    growth?.count = known.count + 1
  }

  /// The quotient of a change of the loss and the loss below which it may be rounding.
  private static let rounding = 1e-9

  private func breakdown(_ what: Breakdown.Quantity, _ slope: LossAndGradient) -> Breakdown {
    Breakdown(what: what, step: steps, parameters: parameters, row: slope.undefinedRow)
  }
}

/// The mean losses of epochs.
private struct Epochs {
  private var sum = 0.0
  private var rows = 0
  private var last: Double?

  mutating func add(_ loss: Double, rows count: Int) {
    guard count > 0 else { return }
    sum += loss * Double(count)
    rows += count
  }

  /// Returns the mean loss of the epoch that ends, and of the one before; nil if there was none.
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
