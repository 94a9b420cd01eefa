import AutodiffCore

/// A value, and a gradient unless only the value was asked for.
enum GradientReport {
  static func scalars(_ request: ProgramRequest, _ point: Point<Double>, _ derivatives: Derivatives?) -> AnswerReport {
    let findings = Findings(point, derivatives, request.source)
    let value = Tensor.scalar(point.value)
    let names = derivatives?.names ?? []
    return AnswerReport(
      request, count: 1 + names.count,
      { place in
        guard place > 0, let derivatives else { return Quantity(.value, value) }
        return Quantity(.derivative(names[place - 1]), .scalar(derivatives.values[place - 1]))
      },
      json: {
        var pairs: [(String, JSON)] = [("value", .tensor(value))]
        if let derivatives {
          pairs.append(("gradient", .object(derivatives.gradient.map { ($0.name, .number($0.value)) })))
        }
        return pairs
      }, findings)
  }

  /// - Parameter key: what JSON calls the derivatives.
  static func arrays(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ derivatives: ArrayDerivatives?, key: String = "gradient"
  ) -> AnswerReport {
    var quantities = [Quantity(.value, point.value)]
    var pairs: [(String, JSON)] = [("value", .tensor(point.value))]
    if let derivatives {
      for (name, value) in zip(derivatives.names, derivatives.values) {
        quantities.append(Quantity(.derivative(name), value, shape: point.value.shape))
      }
      pairs.append((key, .object(zip(derivatives.names, derivatives.values).map { ($0, .tensor($1)) })))
    }
    return AnswerReport(request, quantities, json: pairs, Findings(point, derivatives, request.source))
  }
}
