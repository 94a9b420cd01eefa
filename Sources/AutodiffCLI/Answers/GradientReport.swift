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
        return pairs + (elasticities?.json ?? []) + (uncertainty?.json ?? [])
      }, findings)
    report.uncertainty = uncertainty
    return report
  }
}
