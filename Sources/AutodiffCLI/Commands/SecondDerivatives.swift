import AutodiffCore

enum HessianCommand: Command {
  static let description = CommandDescription(
    name: "hessian", summary: "all second derivatives of a scalar, by forward over reverse mode",
    usage: "autodiff hessian [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .output, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: ["autodiff hessian '(1-x)^2 + 100*(y-x^2)^2' x=-1 y=2", "autodiff hessian 'logsumexp(x)' --at x=[1,2,3]"])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    var request = try ProgramRequest(invocation, session)
    let point = try request.point(invocation, session)
    try request.requireScalar("hessian")
    try Limit.hessian(point)
    let gradient = ArrayDerivatives(gradientOf: point, path: request.program)
    let hessian = Hessian(point, gradient: gradient.values)
    var answer = SecondOrderAnswer(point, gradient)
    var rows: [(String, JSON)] = []
    for (first, row) in zip(point.wrt, hessian.blocks) {
      for (second, block) in zip(point.wrt, row) {
        answer.quantities.append(
          Quantity(.secondDerivative(first.name, second.name), block, shape: point.graph.shape(of: first.node)))
      }
      rows.append((first.name, .object(zip(point.wrt, row).map { ($0.name, .tensor($1)) })))
    }
    answer.json.append(("hessian", .object(rows)))
    answer.areFinite = answer.areFinite && hessian.blocks.allSatisfy { $0.allSatisfy(\.isFinite) }
    return answer.write(request, point.basisDirections, format, session)
  }
}

enum HVP: Command {
  static let description = CommandDescription(
    name: "hvp", summary: "Hessian times a direction, without the Hessian",
    usage: "autodiff hvp [OPTIONS] EXPRESSION --direction NAME=VALUE [NAME=VALUE ...]",
    options: [.direction, .wrt, .output, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: ["autodiff hvp 'sum(x^3)' --at x=[1,2,3] --direction x=[1,0,0]"])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    guard let text = invocation.values[.direction] else { throw .usage(.noDirection("hvp")) }
    var request = try ProgramRequest(invocation, session)
    let point = try request.point(invocation, session)
    try request.requireScalar("hvp")
    let gradient = ArrayDerivatives(gradientOf: point, path: request.program)
    let direction = try request.direction(text, session)
    let products = Hessian.product(point, direction, gradient: gradient.values)
    var answer = SecondOrderAnswer(point, gradient)
    let named = zip(point.wrt, products).map { ($0.name, $1) }
    answer.quantities += named.map { Quantity(.product("v.df", along: $0), $1) }
    answer.json.append(("product", .object(named.map { ($0, .tensor($1)) })))
    answer.areFinite = answer.areFinite && products.allSatisfy(\.isFinite)
    return answer.write(request, [direction], format, session)
  }
}

/// Value and gradient, which come before what is derived twice.
private struct SecondOrderAnswer {
  private let point: Point<Tensor>
  private let gradient: ArrayDerivatives
  var quantities: [Quantity]
  var json: [(String, JSON)]
  var areFinite: Bool

  init(_ point: Point<Tensor>, _ gradient: ArrayDerivatives) {
    self.point = point
    self.gradient = gradient
    areFinite = gradient.areFinite
    quantities = [Quantity(.value, point.value)]
    for (name, value) in zip(gradient.names, gradient.values) {
      quantities.append(Quantity(.derivative(name), value, shape: .scalar))
    }
    json = [
      ("value", .tensor(point.value)),
      ("gradient", .object(zip(gradient.names, gradient.values).map { ($0, .tensor($1)) })),
    ]
  }

  func write(
    _ request: ProgramRequest, _ directions: @autoclosure () -> [Point<Tensor>.Direction], _ format: OutputFormat,
    _ session: Session
  ) -> ExitStatus {
    let findings = Findings(point, gradient, areFinite: areFinite, directions: directions(), request.source)
    return AnswerReport(request, quantities, json: json, findings).write(format, session)
  }
}
