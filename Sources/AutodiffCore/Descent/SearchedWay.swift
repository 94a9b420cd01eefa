/// A model of the loss around a point, which tells the direction of a step.
protocol DirectionModel: Sendable {
  /// Returns the direction in which free elements had better move; nil if the model has none.
  ///
  /// - Parameter free: The places of the elements that are free.
  /// - Throws: The problem of the program if it has no answer at `here`.
  mutating func direction(
    from here: DescentPoint, free: [Int], _ loss: inout some Loss
  ) throws(LossProblem) -> [Double]?

  /// Takes account of a step.
  mutating func learn(from before: DescentPoint, to after: DescentPoint)
}

/// Steps in the direction of a model, of a length that a line search finds.
///
/// Elements that a bound holds stay there; the model is one of the others. Where no step along its direction makes the
/// loss smaller, one against the gradient is tried.
struct SearchedWay<Model: DirectionModel>: WayDown {
  private var model: Model
  private let fresh: Model
  /// The greatest derivative met.
  private var greatest = 0.0
  /// The lowest loss met, and the greatest derivative where it is smallest.
  private var lowest = Double.infinity, flattest = Double.infinity
  /// The number of steps since the loss last fell by more than rounding.
  private var idle = 0

  /// The quotient of a derivative and 1, or the greatest one, below which it is 0 but for rounding.
  private static var negligible: Double { 1e-14 }
  private static var mostIdle: Int { 20 }
  private static var short: Double { 1e-10 }

  init(_ model: Model) {
    self.model = model
    fresh = model
  }

  mutating func step(
    from here: DescentPoint, _ loss: inout some Loss, within box: Box
  ) throws(LossProblem) -> DescentStep {
    let pull = box.projected(here.slope.gradient, at: here.parameters)
    let size = Vector.greatest(pull)
    greatest = fmax(greatest, size)
    lowest = fmin(lowest, here.slope.loss)
    flattest = fmin(flattest, size)
    guard size > Self.negligible * fmin(1, greatest) else { return .rest }
    let ways = box.waysToBounds(from: here.parameters, here.slope.gradient)
    let free = ways.indices.filter { ways[$0] == nil }
    for isPlain in [false, true] {
      var direction = plainDirection(pull, here.parameters)
      if isPlain {
        model = fresh
      } else if let own = try model.direction(from: here, free: free, &loss), own.allSatisfy(\.isFinite) {
        direction = own
      }
      for (place, way) in ways.enumerated() { if let way { direction[place] = way } }
      switch LineSearch(from: here, along: direction, within: box).run(&loss, first: 1) {
      case .unbounded: return .unbounded
      case .none: continue
      case .found(let next):
        guard isProgress(next, box) else { continue }
        model.learn(from: here, to: next)
        return .to(next.parameters, next.slope)
      }
    }
    return .rest
  }

  /// Returns the direction against the gradient, of a length that is neither far nor lost in rounding.
  private func plainDirection(_ pull: [Double], _ parameters: [Double]) -> [Double] {
    let size = Vector.norm(pull)
    let length = fmax(fmin(1, size), Self.short * (1 + Vector.norm(parameters)))
    return pull.map { -length * ($0 / size) }
  }

  /// Returns a Boolean value indicating whether a step makes the loss lower than it ever was. Where rounding hides that,
  /// a flatter loss does as well, for a while.
  private mutating func isProgress(_ next: DescentPoint, _ box: Box) -> Bool {
    if next.slope.loss < lowest - 4 * 0x1p-52 * fabs(lowest) {
      idle = 0
      return true
    }
    idle += 1
    let size = Vector.greatest(box.projected(next.slope.gradient, at: next.parameters))
    return size < 0.9 * flattest && idle <= Self.mostIdle
  }
}
