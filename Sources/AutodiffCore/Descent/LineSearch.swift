/// A search along a direction for a point that meets the strong Wolfe conditions: the loss falls enough, and its slope
/// becomes flat enough.
///
/// Source: J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6, with (3.59) to
/// interpolate. Where rounding hides differences of losses, slopes alone decide: W. W. Hager and H. Zhang, "A new
/// conjugate gradient method with guaranteed descent and an efficient line search", SIAM Journal on Optimization 16
/// (2005), (4.1).
struct LineSearch {
  /// The outcome of a search.
  enum Outcome {
    case found(DescentPoint)
    /// The loss falls however far one goes.
    case unbounded
    /// No point is better than the first one.
    case none
  }

  /// A point on the line.
  private struct Trial {
    var step: Double
    var point: DescentPoint
    /// The derivative along the line.
    var slope: Double
    var loss: Double { point.slope.loss }
  }

  private static let enough = 1e-4
  private static let flat = 0.9
  private static let mostTrials = 60
  /// The part of a loss that may be rounding.
  private static let rounding = 0x1p-40
  /// The distance, beside that of the parameters from 0, at which a direction counts as endless.
  private static let farAway = 1e20

  private let box: Box
  private let direction: [Double]
  /// The greatest step, at which a bound is met.
  private let limit: Double
  private let start: Trial
  /// The part of the loss at the start that is rounding.
  private let noise: Double

  /// Creates a search.
  ///
  /// - Parameter direction: A direction along which the loss falls.
  init(from here: DescentPoint, along direction: [Double], within box: Box) {
    self.box = box
    self.direction = direction
    limit = box.reach(from: here.parameters, along: direction)
    start = Trial(step: 0, point: here, slope: Vector.product(here.slope.gradient, direction))
    noise = Self.rounding * fabs(here.slope.loss)
  }

  /// Searches for a point.
  ///
  /// - Parameter first: The step that is tried first.
  func run(_ loss: inout some Loss, first: Double) -> Outcome {
    guard start.slope < 0 else { return .none }
    return limit < first ? bend(&loss, first: first) : bracket(&loss, first: first)
  }

  private func trial(_ step: Double, _ loss: inout some Loss) -> Trial {
    let line = zip(start.point.parameters, direction).map { $0 + step * $1 }
    let point = loss.attempt(at: box.projected(line))
    return Trial(step: step, point: point, slope: Vector.product(point.slope.gradient, direction))
  }

  /// Returns a Boolean value indicating whether a point meets the conditions.
  private func isGood(_ trial: Trial) -> Bool {
    guard trial.loss < .infinity, fabs(trial.slope) <= -Self.flat * start.slope else { return false }
    return isLow(trial)
      || trial.loss <= start.loss + noise && (2 * Self.enough - 1) * start.slope >= trial.slope
  }

  private func isLow(_ trial: Trial) -> Bool {
    trial.loss <= start.loss + Self.enough * trial.step * start.slope
  }

  /// Goes on until good points lie behind.
  private func bracket(_ loss: inout some Loss, first: Double) -> Outcome {
    let size = Vector.norm(direction)
    let far = Self.farAway * (1 + Vector.norm(start.point.parameters))
    var last = start
    var step = fmin(first, limit)
    while true {
      let next = trial(step, &loss)
      if next.loss == -.infinity { return .unbounded }
      if isGood(next) { return .found(next.point) }
      if next.loss == .infinity || !isLow(next) || last.step > 0 && next.loss >= last.loss {
        return zoom(&loss, last, next)
      }
      if next.slope >= 0 { return zoom(&loss, next, last) }
      if step >= limit { return .found(next.point) }
      if step * size > far { return .unbounded }
      let secant = step - next.slope * (step - last.step) / (next.slope - last.slope)
      let ahead = next.slope > last.slope ? fmin(fmax(secant, 2 * step), 10 * step) : 10 * step
      last = next
      step = fmin(ahead, limit)
    }
  }

  /// Narrows an interval that has good points, of which `low` is the end with the lower loss.
  private func zoom(_ loss: inout some Loss, _ low: Trial, _ high: Trial) -> Outcome {
    var (low, high) = (low, high)
    for count in 0..<Self.mostTrials {
      let step = between(low, high, halves: count % 3 == 2)
      if step == low.step || step == high.step { break }
      let next = trial(step, &loss)
      if next.loss == -.infinity { return .unbounded }
      if isGood(next) { return .found(next.point) }
      if next.loss == .infinity || !isLow(next) || next.loss >= low.loss {
        high = next
      } else {
        if next.slope * (high.step - low.step) >= 0 { high = low }
        low = next
      }
    }
    return low.step > 0 ? .found(low.point) : .none
  }

  /// Returns the minimum of the cubic through both ends, unless it is too near to one of them.
  private func between(_ low: Trial, _ high: Trial, halves: Bool) -> Double {
    let width = high.step - low.step
    // Beyond a point without a loss, nothing is known.
    if high.loss == .infinity { return low.step + 0.1 * width }
    let first = low.slope + high.slope - 3 * (low.loss - high.loss) / (low.step - high.step)
    let second = (first * first - low.slope * high.slope).squareRoot() * (width < 0 ? -1 : 1)
    let step = high.step - width * (high.slope + second - first) / (high.slope - low.slope + 2 * second)
    let part = (step - low.step) / width
    return halves || !(part >= 0.05 && part <= 0.95) ? low.step + 0.5 * width : step
  }

  /// Searches along the line as the bounds bend it, with ever smaller steps.
  ///
  /// Source: D. P. Bertsekas, "On the Goldstein-Levitin-Polyak gradient projection method", IEEE Transactions on
  /// Automatic Control 21 (1976).
  private func bend(_ loss: inout some Loss, first: Double) -> Outcome {
    var step = first
    for _ in 0..<Self.mostTrials {
      let next = trial(step, &loss)
      if next.loss == -.infinity { return .unbounded }
      let way = zip(next.point.parameters, start.point.parameters).map { $0 - $1 }
      let fall = Vector.product(start.point.slope.gradient, way)
      if fall < 0, next.loss <= start.loss + Self.enough * fall + noise { return .found(next.point) }
      step *= next.loss == .infinity ? 0.1 : 0.5
    }
    return .none
  }
}

extension Loss {
  /// Returns the loss at parameters that may be none: it is infinite where there is no answer, or no gradient.
  mutating func attempt(at parameters: [Double]) -> DescentPoint {
    var slope: LossAndGradient
    do throws(LossProblem) {
      slope = try self.slope(at: parameters, rows: nil)
      if slope.loss.isNaN || slope.loss.isFinite && !slope.gradient.allSatisfy(\.isFinite) { slope.loss = .infinity }
    } catch {
      slope = LossAndGradient(loss: .infinity, gradient: [])
    }
    return DescentPoint(parameters: parameters, slope: slope)
  }
}

/// Operations on the elements of parameters, gradients and directions.
enum Vector {
  /// Returns the sum of the elements' products.
  static func product(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Returns the length.
  static func norm(_ vector: [Double]) -> Double {
    let greatest = greatest(vector)
    guard greatest > 0, greatest.isFinite else { return greatest }
    return greatest * vector.reduce(0) { $0 + ($1 / greatest) * ($1 / greatest) }.squareRoot()
  }

  /// Returns the greatest magnitude of an element.
  static func greatest(_ vector: [Double]) -> Double { vector.reduce(0) { fmax($0, fabs($1)) } }
}
