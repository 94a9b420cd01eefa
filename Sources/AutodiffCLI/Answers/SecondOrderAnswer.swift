import AutodiffCore

/// The value and the gradient, and second derivatives behind them.
struct SecondOrderAnswer {
  private let point: Point<Tensor>
  private let gradient: Derivatives
  var quantities: [Quantity]
  var json: [(String, JSON)]
  var areFinite: Bool
  /// The reasons for which derivatives above the second order are not finite.
  var remarks: [String] = []

  init(_ point: Point<Tensor>, _ gradient: Derivatives) {
    self.point = point
    self.gradient = gradient
    areFinite = gradient.areFinite
    quantities = [Quantity(.value, point.value)]
    for (name, value) in zip(gradient.names, gradient.tensors) {
      quantities.append(Quantity(.derivative(name), value, shape: .scalar))
    }
    json = [
      ("value", .tensor(point.value)),
      ("gradient", .object(zip(gradient.names, gradient.tensors).map { ($0, .tensor($1)) })),
    ]
  }

  func report(
    _ request: ProgramRequest, _ directions: @autoclosure () -> [Point<Tensor>.Direction]
  ) -> AnswerReport {
    var findings = Findings(
      ProgramPoint(point), gradient, areFinite: areFinite, directions: directions(), request.source)
    findings.remarks = remarks
    return AnswerReport(request, quantities, json: json, findings)
  }
}
