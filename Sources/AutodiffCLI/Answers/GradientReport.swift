import AutodiffCore

/// A value, and its derivatives unless only the value was asked for.
struct GradientReport {
  private let request: ProgramRequest
  private let value: Tensor
  private let derivatives: Derivatives?
  private let findings: Findings
  /// The key of the derivatives in JSON.
  private let key: String

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
        return pairs
      }, findings)
  }
}
