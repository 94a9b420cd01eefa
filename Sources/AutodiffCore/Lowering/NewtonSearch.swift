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
    case singular(Sample)
    case notFound(Sample)
  }

  /// The steps of one search.
  static let mostSteps = 100
  /// The halvings of one step.
  private static let mostHalvings = 40
  /// The length of a step, relative to the unknown, from which on whole steps converge quadratically to a simple root.
  private static let near = 1e-6
  /// The length at which rounding may end the convergence to a simple root.
  private static let rounded = 1e-9

  /// A closure that evaluates the expression at a place.
  typealias Evaluate = ([Double]) throws(Problem) -> Sample

  private let start: [Double]
  /// The ends of a bracket, of which the expression has a negative value at the first and a positive one at the second.
  private var ends: (Double, Double)?

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
    for _ in 0..<Self.mostSteps {
      if here.isRoot { return .root(here.place) }
      let solver = Solver(here.jacobian(), here.place.count)
      let step = solver.solve(here.residual)
      let isKnown = step.allSatisfy(\.isFinite)
      let scale = max(Self.norm(here.place), Self.norm(start))
      if isKnown, Self.norm(step) <= Self.near * scale { return try polish(here, step, scale, evaluate) }
      let next =
        ends == nil ? (isKnown ? try damped(here, step, solver, evaluate) : nil) : try bracketed(here, step, evaluate)
      guard let next else { return .notFound(here) }
      here = next
    }
    return .notFound(here)
  }

  /// Returns the sample at the end of the longest part of a step that brings the root nearer, or beyond a change of sign;
  /// nil if there is none.
  private mutating func damped(
    _ here: Sample, _ step: [Double], _ solver: Solver, _ evaluate: Evaluate
  ) throws(Problem) -> Sample? {
    var part = 1.0
    for _ in 0..<Self.mostHalvings {
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
      part /= 2
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

  /// Takes whole steps near a root for as long as they shrink.
  ///
  /// To a simple root they shrink quadratically, down to rounding; to a multiple one they are halved at best.
  private func polish(
    _ first: Sample, _ firstStep: [Double], _ scale: Double, _ evaluate: Evaluate
  ) throws(Problem) -> End {
    var (here, step) = (first, firstStep)
    for _ in 0..<Self.mostSteps {
      let next = try evaluate(zip(here.place, step).map { $0 - $1 })
      if next.place == here.place { return .root(here.place) }
      guard next.isFinite else { return .notFound(here) }
      if next.isRoot { return .root(next.place) }
      let rest = Solver(next.jacobian(), next.place.count).solve(next.residual)
      guard rest.allSatisfy(\.isFinite) else { return .singular(next) }
      let isDone = zip(rest, next.place).allSatisfy { $0.magnitude <= 4 * Double.ulpOfOne * $1.magnitude }
      if isDone { return .root(next.place) }
      if Self.norm(rest) > Self.norm(step) / 4 {
        guard Self.norm(step) <= Self.rounded * scale else { return .singular(next) }
        return .root(next.size < here.size ? next.place : here.place)
      }
      (here, step) = (next, rest)
    }
    return .root(here.place)
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
      number = jacobian.first ?? .nan
      factors = count == 1 ? nil : Factorization(Tensor(Shape([count, count]), jacobian))
    }

    /// Returns the step to the root of the linear equations; not finite if there is none.
    func solve(_ residual: [Double]) -> [Double] {
      guard let factors else { return residual.map { number == 0 ? .nan : $0 / number } }
      return factors.solve(Tensor(Shape([residual.count]), residual)).elements
    }
  }
}
