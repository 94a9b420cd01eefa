import AutodiffCore

/// The end of a descent in words: the gradient, what bounds hold, and what kind of a point it is.
struct DescentEnding {
  private let session: Session
  private let settings: Descent.Settings
  private let parameters: Parameters
  /// Numbers in notes: few digits tell enough.
  private let number: NumberText

  init(_ session: Session, _ settings: Descent.Settings, _ parameters: Parameters) {
    self.session = session
    self.settings = settings
    self.parameters = parameters
    number = session.rendering.number.digits == nil ? NumberText(digits: 3) : session.rendering.number
  }

  /// Notes that parameters begin outside of their bounds.
  func noteBeginning(_ start: [Double]) {
    let names = parameters.elementNames.map(\.element)
    let inside = settings.box.projected(start)
    let moved = start.indices.filter { start[$0] != inside[$0] }
    guard let first = moved.first else { return }
    let (from, to) = (session.rendering.number(start[first]), session.rendering.number(inside[first]))
    let others = moved.count == 1 ? "" : ", and \(ProblemText.grouped(moved.count - 1)) more begin at a bound"
    session.note("\(names[first])=\(from) is out of bounds: it begins at \(to)\(others)")
  }

  /// Notes that the loss became greater.
  ///
  /// - Parameter hint: the way to keep it from growing.
  func note(_ growth: Descent.Growth, inBatches: Bool, steps: Int, hint: String?) {
    // Losses that few digits do not tell apart are written with all of theirs.
    let isSmall = number(growth.before) == number(growth.after)
    let number = isSmall ? session.rendering.number : number
    let change = "from \(number(growth.before)) to \(number(growth.after))"
    if inBatches {
      session.note("the loss of all rows grew \(change) in \(count(steps))", hint: hint)
    } else {
      let more = growth.count == 1 ? "" : ", and at \(ProblemText.grouped(growth.count - 1)) more"
      session.note("the loss grew at step \(growth.step), \(change)\(more)", hint: hint)
    }
  }

  /// Notes the gradient at the end, and the parameters that a bound holds.
  func note(_ last: DescentPoint, steps: Int) {
    let box = settings.box
    let norm = number(size(of: last))
    session.note("\(box.isOpen ? "" : "projected ")gradient norm \(norm) after \(count(steps))")
    let held = box.held(at: last.parameters, last.slope.gradient)
    if held.isEmpty { return }
    let names = parameters.elementNames.map(\.element)
    session.note("at a bound: \(NameList.text(held.map { names[$0] }))")
  }

  /// The quotient of a gradient's norm and the loss, or 1, up to which the gradient counts as 0.
  private static let small = 1e-6

  /// The norm of the gradient, without the derivatives by parameters that a bound holds.
  private func size(of last: DescentPoint) -> Double {
    settings.box.projectedNorm(last.slope.gradient, at: last.parameters)
  }

  /// Notes what kind of a point the end is.
  func note(_ kind: Stationarity, of last: DescentPoint, _ end: Descent.End) {
    let isFree = settings.box.held(at: last.parameters, last.slope.gradient).isEmpty
    let eigenvalues = isFree ? "the Hessian's eigenvalues" : "eigenvalues by the free parameters"
    switch kind {
    case .minimum(let least):
      // Rounding may hide the least eigenvalue of a matrix in great and small units.
      let value = least > 0 ? ", from \(number(least)) on" : ""
      session.note("a minimum: \(eigenvalues) are positive\(value)")
    case .corner: session.note("a minimum within the bounds, which hold all parameters")
    case .maximum: session.note("a maximum: \(eigenvalues) are negative")
    case .saddle(let least):
      let value = least < 0 ? ": \(number(least))" : ""
      session.note("a saddle: one of \(eigenvalues) is negative\(value)")
    case .singular:
      session.note("a minimum or none: singular Hessian, an eigenvalue is 0 within rounding")
    case .kink:
      session.note("a minimum or none: the loss has a kink here, beside which second derivatives tell of one side")
    case .undefined: session.note("no minimum or saddle that second derivatives tell of")
    case .moving(let step):
      let way = "Newton's next step would be \(number(step)) long"
      switch end {
      case .rest where size(of: last) <= Self.small * (1 + abs(last.slope.loss)):
        session.note("no minimum yet, perhaps unbounded: \(way)")
      case .rest: session.note("no minimum found, but no step makes the loss smaller, as at a kink or a pole")
      case .steps: session.note("no minimum yet: \(way)", hint: "more --steps go on")
      case .tolerance, .stopped, .unbounded, .notFinite: session.note("no minimum yet: \(way)")
      }
    }
  }

  private func count(_ steps: Int) -> String { "\(ProblemText.grouped(steps)) step\(steps == 1 ? "" : "s")" }
}
