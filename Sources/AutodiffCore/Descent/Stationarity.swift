/// The kind of a point at which a descent ended, by the eigenvalues of the Hessian.
package enum Stationarity: Sendable, Equatable {
  /// All eigenvalues are positive.
  case minimum(least: Double)
  /// Bounds hold all elements.
  case corner
  /// All eigenvalues are negative.
  case maximum
  /// Some eigenvalues are negative, and some positive; or a few are 0.
  case saddle(least: Double)
  /// An eigenvalue is 0 within rounding, or becomes 0 where the descent leads, and none is negative.
  case singular
  /// The loss has a kink there, beside which second derivatives tell of one side only.
  case kink
  /// The gradient is not yet that of a stationary point: Newton's next step would be of this length.
  case moving(Double)
  /// The second derivatives are not finite, or tell nothing about so bent a function.
  case undefined

  /// The greatest number of parameters for which the Hessian is worked out.
  package static let mostParameters = 200

  /// The length of Newton's next step, beside that of the parameters, up to which a point counts as stationary.
  private static let nearby = 1e-5
  /// The change of the loss on that step, beside the loss or 1, up to which a point counts as stationary.
  private static let settled = 1e-6
  /// The change of an eigenvalue on that step, beside itself, from which on it may be 0.
  private static let drift = 0.1

  /// Finds the kind of a point.
  ///
  /// - Throws: The problem of the program if it has no answer there.
  package init(of point: DescentPoint, _ loss: inout some Loss, within box: Box) throws(LossProblem) {
    if point.slope.isAtKink {
      self = .kink
      return
    }
    let held = Set(box.held(at: point.parameters, point.slope.gradient))
    let free = point.parameters.indices.filter { !held.contains($0) }
    if free.isEmpty {
      self = .corner
      return
    }
    guard let matrix = try CurvatureMatrix(of: &loss, at: point.parameters, free: free) else {
      self = .undefined
      return
    }
    let gradient = free.map { point.slope.gradient[$0] }
    let step = matrix.newtonStep(gradient, skipsFlat: true)
    let isNear = zip(free, step).allSatisfy { fabs($1) <= Self.nearby * (1 + fabs(point.parameters[$0])) }
    // Beside a pole, a short step still changes much.
    let isSettled = fabs(Vector.product(gradient, step)) <= Self.settled * (1 + fabs(point.slope.loss))
    let values = matrix.scaled.values
    let flat = values.indices.filter { fabs(values[$0]) <= matrix.negligible }
    let climbs = flat.contains { fabs(matrix.slope(gradient, along: $0)) > Self.nearby * (1 + fabs(point.slope.loss)) }
    guard isNear, isSettled, !climbs else {
      self = .moving(Vector.norm(step))
      return
    }
    guard let next = try Self.eigenvalues(behind: step, matrix, point, free, &loss, box) else {
      self = .undefined
      return
    }
    // One that changes by itself on so short a step may be 0 where the steps lead.
    let sure = values.indices.filter {
      !flat.contains($0) && fabs(values[$0] - next[$0]) <= Self.drift * fabs(values[$0])
    }
    let negative = sure.filter { values[$0] < 0 }.count
    if negative > 0 {
      self = negative < values.count ? .saddle(least: matrix.eigenvalues.first ?? .nan) : .maximum
    } else {
      self = sure.count < values.count ? .singular : .minimum(least: matrix.eigenvalues.first ?? .nan)
    }
  }

  /// Returns the eigenvalues of the scaled Hessian behind a step; nil if a second derivative is not finite there.
  private static func eigenvalues(
    behind step: [Double], _ matrix: CurvatureMatrix, _ point: DescentPoint, _ free: [Int], _ loss: inout some Loss,
    _ box: Box
  ) throws(LossProblem) -> [Double]? {
    var next = point.parameters
    for (place, change) in zip(free, step) { next[place] += change }
    next = box.projected(next)
    if next == point.parameters { return matrix.scaled.values }
    return try CurvatureMatrix(of: &loss, at: next, free: free, scale: matrix.scale)?.scaled.values
  }
}
