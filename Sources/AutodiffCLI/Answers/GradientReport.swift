import AutodiffCore

/// A value, and its derivatives unless only the value was asked for.
struct GradientReport {
  private let request: ProgramRequest
  private let value: Tensor
  private let derivatives: Derivatives?
  private let findings: Findings
  /// The key of the derivatives in JSON.
  private let key: String
  /// What stands behind the derivatives in JSON.
  private var additions: [(String, JSON)] = []

  init(
    _ request: ProgramRequest, _ point: ProgramPoint, _ derivatives: Derivatives?, key: String = "gradient"
  ) {
    self.request = request
    self.derivatives = derivatives
    self.key = key
    value = point.value
    findings = Findings(point, derivatives, request.source)
  }

  /// The answer, whose parts are put together when they are written: there may be millions.
  var answer: AnswerReport {
    AnswerReport(
      request, count: 1 + (derivatives?.names.count ?? 0),
      { place in
        guard place > 0, let derivatives else { return Quantity(.value, value) }
        return Quantity(.derivative(derivatives.names[place - 1]), derivatives.tensor(place - 1), shape: value.shape)
      },
      json: {
        var pairs: [(String, JSON)] = [("value", .tensor(value))]
        if let derivatives {
          let parts = derivatives.names.indices.map { (derivatives.names[$0], JSON.tensor(derivatives.tensor($0))) }
          pairs.append((key, .object(parts)))
        }
        return pairs + additions
      }, findings)
  }

  /// Writes the answer, and how far rounding may have moved it where that was asked for or is far.
  ///
  /// - Parameter mode: the mode by which a Jacobian was taken.
  func write(_ point: ProgramPoint, _ session: Session, _ mode: JacobianMode = .reverse) -> ExitStatus {
    if request.options.examinesRounding { return writeExamined(point, session, mode) }
    let status = answer.write(request.options.format, session)
    if !session.isQuiet, LossScreen.mayLose(point, derivatives) { noteLosses(point, session, mode) }
    return status
  }

  // Few answers take what follows, and all others should not load it.

  @inline(never)
  private func writeExamined(_ point: ProgramPoint, _ session: Session, _ mode: JacobianMode) -> ExitStatus {
    let rounding = RoundingAnswer(request, point.asArrays, derivatives, isForward: mode == .forward)
    var report = self
    report.additions = [("rounding", rounding.json)]
    var answer = report.answer
    answer.remarks = { rounding.lines($0, session) }
    let status = answer.write(request.options.format, session)
    rounding.note(session, showsPlace: request.options.format == .text)
    return status
  }

  @inline(never)
  private func noteLosses(_ point: ProgramPoint, _ session: Session, _ mode: JacobianMode) {
    RoundingAnswer(request, point.asArrays, derivatives, isForward: mode == .forward, .unasked).note(session)
  }
}
