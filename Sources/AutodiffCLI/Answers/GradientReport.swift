import AutodiffCore

/// A value, and its derivatives unless only the value was asked for.
struct GradientReport {
  private let request: ProgramRequest
  private let value: Tensor
  private let derivatives: Derivatives?
  var findings: Findings
  /// The number of inputs whose derivatives are shown; nil for all.
  private let shown: Int?
  var elasticities: ElasticityAnswer?
  var uncertainty: UncertaintyAnswer?
  /// The key of the derivatives in JSON.
  private let key: String
  /// The keys behind the derivatives in JSON.
  private var additions: [(String, JSON)] = []

  init(
    _ request: ProgramRequest, _ point: ProgramPoint, _ derivatives: Derivatives?, key: String = "gradient",
    shown: Int? = nil
  ) {
    self.shown = shown
    self.request = request
    self.derivatives = derivatives
    self.key = key
    value = point.value
    findings = Findings(point, derivatives, request.source)
  }

  /// The answer, whose parts are put together when they are written: there may be millions.
  var answer: AnswerReport {
    let shown = shown ?? derivatives?.names.count ?? 0
    // The value and its uncertainty stand before the derivatives, elasticities behind them.
    let first = [Quantity(.value, value)] + (uncertainty.map { [$0.quantity] } ?? [])
    let last = elasticities?.quantities ?? []
    var report = AnswerReport(
      request, count: first.count + shown + last.count,
      { place in
        if place < first.count { return first[place] }
        let input = place - first.count
        guard input < shown, let derivatives else { return last[input - shown] }
        return Quantity(.derivative(derivatives.names[input]), derivatives.tensor(input), shape: value.shape)
      },
      json: {
        var pairs: [(String, JSON)] = [("value", .tensor(value))]
        if let derivatives, request.showsDerivatives {
          let parts = (0..<shown).map { (derivatives.names[$0], JSON.tensor(derivatives.tensor($0))) }
          pairs.append((key, .object(parts)))
        }
        return pairs + (elasticities?.json ?? []) + additions + (uncertainty?.json ?? [])
      }, findings)
    report.uncertainty = uncertainty
    return report
  }

  /// Writes the answer, and how far rounding may have moved it where that was asked for or is far.
  ///
  /// - Parameter mode: the mode by which a Jacobian was taken.
  func write(_ point: ProgramPoint, _ session: Session, _ mode: JacobianMode = .reverse) -> ExitStatus {
    if request.options.examinesRounding { return writeExamined(point, session, mode) }
    let status = answer.write(request.options.format, session)
    if !session.isQuiet, LossScreen.mayLose(point, asked) { noteLosses(point, session, mode) }
    return status
  }

  /// The derivatives that were asked for, not those that only an uncertainty takes.
  private var asked: Derivatives? { shown == 0 ? nil : derivatives }

  // Few answers take what follows, and all others should not load it.

  @inline(never)
  private func writeExamined(_ point: ProgramPoint, _ session: Session, _ mode: JacobianMode) -> ExitStatus {
    let rounding = RoundingAnswer(request, point.asArrays, asked, isForward: mode == .forward)
    var report = self
    report.additions = [("rounding", rounding.json)]
    var answer = report.answer
    // The uncertainty of the value stands between it and the derivatives.
    let start = uncertainty == nil ? 1 : 2
    let end = start + (shown ?? derivatives?.names.count ?? 0)
    answer.remarks = { place in
      if place == 0 { return rounding.lines(0, session) }
      return (start..<end).contains(place) ? rounding.lines(place - start + 1, session) : []
    }
    let status = answer.write(request.options.format, session)
    rounding.note(session, showsPlace: request.options.format == .text)
    return status
  }

  @inline(never)
  private func noteLosses(_ point: ProgramPoint, _ session: Session, _ mode: JacobianMode) {
    RoundingAnswer(request, point.asArrays, asked, isForward: mode == .forward, .unasked).note(session)
  }
}
