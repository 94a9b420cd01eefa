/// The search for a root of an expression by Newton's method, made safe.
///
/// A step that does not bring the root nearer is halved. For one unknown, a change of sign is kept as a bracket, which
/// is halved where a step would leave it.
///
/// Source: P. Deuflhard, Newton Methods for Nonlinear Problems (2004), §3.3 (the natural monotonicity test); W. H. Press
/// et al., Numerical Recipes, 3rd ed., §9.4.
struct NewtonSearch {
  /// The expression at a place.
  struct Sample {
    var place: [Double]
    var residual: [Double]
    /// A closure that returns the derivatives of each element of the expression, row by row.
    var jacobian: () -> [Double]

    var isFinite: Bool { residual.allSatisfy(\.isFinite) }
    var isRoot: Bool { residual.allSatisfy { $0 == 0 } }
    /// The greatest element of the residual.
    var size: Double { NewtonSearch.norm(residual) }
  }

  /// The end of a search.
  enum End {
    case root([Double])
    /// A root at which steps do not shrink as they do at a simple one.
    case singular(Sample)
    /// A place from which no step leads on, since the Jacobian has no inverse, or is not finite.
    case stuck(Sample)
    case notFound(Sample)
  }

  /// The steps of one search: enough for a step that halves the unknown to cross the range of doubles.
  static let mostSteps = 1100
  /// The lengths that are tried of one step.
  private static let mostParts = 150
  /// The part of a step below which it is shortened faster: it leads out of the range of the expression.
  private static let shortPart = 1e-3
  /// The length of a step, relative to the unknown, at which rounding may end the convergence to a simple root.
  private static let rounded = 1e-9
  /// The quotient of two steps, one after the other, below which they shrink as they do near a simple root. Near a
  /// multiple one it is 1/2 or more.
  private static let fast = 0.25
  /// The quotient that no multiple root has, even in rounding.
  private static let fastest = 1e-2
  /// The quotient of two steps above which they do not shrink.
  private static let idle = 0.95

  /// A closure that evaluates the expression at a place.
  typealias Evaluate = ([Double]) throws(Problem) -> Sample

  private let start: [Double]
  /// The ends of a bracket, of which the expression has a negative value at the first and a positive one at the second.
  private var ends: (Double, Double)?
  /// The quotients of the lengths of the last whole steps, the last one at the end; none where one was shortened.
  private var quotients: [Double] = []
  /// The last step; empty before the first.
  private var step: [Double] = []

  /// Searches from a start.
  ///
  /// - Throws: A problem of the expression, or a limit.
  static func run(from start: [Double], _ evaluate: Evaluate) throws(Problem) -> End {
    var search = NewtonSearch(start: start)
    return try search.run(evaluate)
  }

  private init(start: [Double]) { self.start = start }

  private mutating func run(_ evaluate: Evaluate) throws(Problem) -> End {
    var here = try evaluate(start)
    guard here.isFinite else { return .notFound(here) }
    let firstSize = here.size
    var before: [Double]?
    for _ in 0..<Self.mostSteps {
      if here.isRoot { return try end(at: here, evaluate) }
      let solver = Solver(here.jacobian(), here.place.count)
      let step = solver.solve(here.residual)
      let isKnown = step.allSatisfy(\.isFinite)
      let scale = max(Self.norm(here.place), min(Self.norm(start), 1))
      let isShort = isKnown && Self.norm(step) <= Self.rounded * scale
      if isKnown {
        self.step = step
        if let before {
          let wasFast = quotients.last.map { $0 < Self.fast } ?? false
          quotients.append(Self.norm(step) / Self.norm(before))
          // Rounding ends the convergence.
          if isShort, wasFast, ends == nil, Self.norm(step) > Self.fast * Self.norm(before) {
            return try end(at: here, evaluate)
          }
        }
        let isDone = zip(step, here.place).allSatisfy { $0.magnitude <= 4 * Double.ulpOfOne * $1.magnitude }
        if isDone {
          let next = try evaluate(zip(here.place, step).map { $0 - $1 })
          return try end(at: next.isFinite && next.size < here.size ? next : here, evaluate)
        }
      }
      let next =
        ends == nil ? (isKnown ? try damped(here, step, solver, evaluate) : nil) : try bracketed(here, step, evaluate)
      guard let next else {
        if !isKnown, here.place == start { return .stuck(here) }
        if isShort {
          // A pole has a change of sign as well, but great values beside it.
          return ends != nil && here.size > firstSize ? .notFound(here) : try end(at: here, evaluate)
        }
        return shrinksSlowly ? .singular(here) : .notFound(here)
      }
      let isWhole = zip(zip(here.place, step), next.place).allSatisfy { $0.0 - $0.1 == $1 }
      before = isWhole ? step : nil
      if !isWhole { quotients = [] }
      here = next
    }
    return .notFound(here)
  }

  /// Returns the end at a place where the expression is 0 within rounding: a simple root if the steps to it shrank fast,
  /// and none if they did not shrink, as on the way to infinity.
  private func end(at root: Sample, _ evaluate: Evaluate) throws(Problem) -> End {
    let last = quotients.suffix(3)
    // Behind a step that is lost in rounding, quotients tell nothing.
    let isFast = last.count(where: { $0 < Self.fast }) > 1 || quotients.suffix(6).contains { $0 < Self.fastest }
    if last.count < 3 || isFast { return .root(root.place) }
    if try isStraight(around: root, evaluate) { return .root(root.place) }
    return last.allSatisfy { $0 > Self.idle } ? .notFound(root) : .singular(root)
  }

  /// The distance from a root, relative to it, at which an expression is tried once more.
  private static let beside = 1e-4
  /// The error, relative to that distance, of a step back to a simple root.
  private static let missed = 0.2

  /// Returns a Boolean value indicating whether steps from either side of a root lead to it: over the kinks of a
  /// piecewise linear expression they shrink slowly to a simple root, too. Those to a multiple one go half the way or
  /// less.
  private func isStraight(around root: Sample, _ evaluate: Evaluate) throws(Problem) -> Bool {
    let distance = Self.beside * max(Self.norm(root.place), min(Self.norm(start), 1)) / Self.norm(step)
    guard distance.isFinite, distance > 0 else { return false }
    for side in [-distance, distance] {
      let moved = step.map { $0 * side }
      let sample = try evaluate(zip(root.place, moved).map { $0 + $1 })
      let back = Solver(sample.jacobian(), moved.count).solve(sample.residual)
      let gap = Self.norm(zip(back, moved).map { $0 - $1 })
      if !(gap <= Self.missed * Self.norm(moved)) { return false }
    }
    return true
  }

  /// A Boolean value indicating whether the last steps shrank as they do near a multiple root, up to the tenfold one.
  private var shrinksSlowly: Bool {
    let last = quotients.suffix(8)
    return last.count == 8 && last.dropLast(2).allSatisfy { $0 >= Self.fast && $0 <= Self.idle }
  }

  /// Returns the sample at the end of the longest part of a step that brings the root nearer, or beyond a change of sign;
  /// nil if there is none.
  private mutating func damped(
    _ here: Sample, _ step: [Double], _ solver: Solver, _ evaluate: Evaluate
  ) throws(Problem) -> Sample? {
    var part = 1.0
    for _ in 0..<Self.mostParts {
      let next = try evaluate(zip(here.place, step).map { $0 - part * $1 })
      if next.isFinite {
        if here.place.count == 1, next.residual[0].sign != here.residual[0].sign {
          ends = here.residual[0] < 0 ? (here.place[0], next.place[0]) : (next.place[0], here.place[0])
          return next.size <= here.size ? next : here
        }
        if next.isRoot { return next }
        let rest =
          here.place.count == 1 ? next.size / here.size : Self.norm(solver.solve(next.residual)) / Self.norm(step)
        if rest <= 1 - part / 4 { return next }
      }
      part /= part < Self.shortPart ? 16 : 2
    }
    return nil
  }

  /// Returns the next sample inside the bracket, whose ends move together; nil if nothing is left between them.
  private mutating func bracketed(
    _ here: Sample, _ step: [Double], _ evaluate: Evaluate
  ) throws(Problem) -> Sample? {
    guard let (below, above) = ends else { return nil }
    let middle = below / 2 + above / 2
    guard middle != below, middle != above else { return nil }
    let (low, high) = (min(below, above), max(below, above))
    let whole = here.place[0] - step[0]
    let isInside = whole > low && whole < high
    var next = try evaluate([isInside ? whole : middle])
    move(next)
    // A step that does little is followed by a halving.
    if isInside, !(next.size <= here.size / 2), !next.isRoot, let (below, above) = ends {
      let middle = below / 2 + above / 2
      guard middle != below, middle != above else { return nil }
      next = try evaluate([middle])
      move(next)
    }
    return next.isFinite ? next : nil
  }

  private mutating func move(_ sample: Sample) {
    guard sample.isFinite, let (below, above) = ends else { return }
    ends = sample.residual[0] < 0 ? (sample.place[0], above) : (below, sample.place[0])
  }

  /// Returns the greatest magnitude; nan if an element is.
  static func norm(_ elements: [Double]) -> Double {
    elements.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1.magnitude) }
  }

  /// A Jacobian that steps are solved by.
  struct Solver {
    private let number: Double
    private let factors: Factorization?

    init(_ jacobian: [Double], _ count: Int) {
      // A step along an infinite slope is 0, and no step at all.
      let isFinite = jacobian.allSatisfy(\.isFinite)
      number = isFinite ? jacobian.first ?? .nan : .nan
      factors = count == 1 || !isFinite ? nil : Factorization(Tensor(Shape([count, count]), jacobian))
    }

    /// Returns the step to the root of the linear equations; not finite if there is none.
    func solve(_ residual: [Double]) -> [Double] {
      guard let factors else { return residual.map { number == 0 ? .nan : $0 / number } }
      return factors.solve(Tensor(Shape([residual.count]), residual)).elements
    }
  }
}
