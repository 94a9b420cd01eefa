import AutodiffCore

/// A value, and its derivatives unless only the value was asked for.
struct GradientReport {
  private let request: ProgramRequest
  private let point: ProgramPoint
  private let value: Tensor
  private let derivatives: Derivatives?
  private let findings: Findings
  /// The key of the derivatives in JSON.
  private let key: String
  /// How far rounding may have moved the answer, where that was asked for.
  var rounding: RoundingAnswer?

  init(
    _ request: ProgramRequest, _ point: ProgramPoint, _ derivatives: Derivatives?, key: String = "gradient"
  ) {
    self.request = request
    self.derivatives = derivatives
    self.key = key
    self.point = point
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
        if let rounding { pairs.append(("rounding", rounding.json)) }
        return pairs
      }, findings)
  }

  /// Writes the answer, and how far rounding may have moved it where that was asked for or is far.
  ///
  /// - Parameter mode: the mode by which a Jacobian was taken.
  func write(_ session: Session, _ mode: JacobianMode = .reverse) -> ExitStatus {
    let options = request.options
    var report = self
    if options.examinesRounding {
      report.rounding = RoundingAnswer(request, point.asArrays, derivatives, isForward: mode == .forward)
    }
    var answer = report.answer
    if let rounding = report.rounding { answer.remarks = { rounding.lines($0, session) } }
    let status = answer.write(options.format, session)
    if let rounding = report.rounding {
      rounding.note(session)
    } else if !session.isQuiet, LossScreen.mayLose(point, derivatives) {
      RoundingAnswer(request, point.asArrays, derivatives, isForward: mode == .forward, .unasked).note(session)
    }
    return status
  }
}
