import AutodiffCore

enum VJP: Command {
  static let description = CommandDescription(
    name: "vjp", summary: "a cotangent times the Jacobian, by one reverse sweep",
    usage: "autodiff vjp [OPTIONS] EXPRESSION --cotangent VALUE [NAME=VALUE ...]",
    options: [.cotangent, .wrt] + Option.table + [.digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff vjp 'W@x' --cotangent '[1,-1]' --at 'W=[[1,2],[3,4]],x=[5,6]'",
      "autodiff vjp 'x*y, y^2' --cotangent '[1,-1]' --points rows.csv",
    ],
    rules: [.requires(.cotangent)] + OptionRule.table, sweeps: .gradient)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      let cotangent = try request.cotangent(of: request.graph.shape(of: request.graph.output), session) ?? .scalar(1)
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      let quantity = BlockEngine.Quantity.cotangent(cotangent.elements)
      let rows = try DerivativeRows(table, request, inputs, quantity, wrt: request.wrtPlaces()) {
        report($0, $1, cotangent)
      }
      return try table.answer(rows)
    }
    let request = try ProgramRequest(options, session)
    let point = try request.point(session)
    let cotangent = try request.cotangent(of: point.value.shape, session) ?? .scalar(1)
    return report(request, point, cotangent).write(options.format, session)
  }

  private static func report(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ cotangent: Tensor
  ) -> AnswerReport {
    let (gradient, derivatives) = point.codirectional(cotangent, path: request.program)
    let findings = Findings(
      ProgramPoint(point), derivatives, areFinite: gradient.allSatisfy(\.isFinite), request.source)
    let named = zip(point.wrtInputs, gradient).map { ($0.name, $1) }
    return AnswerReport(
      request, [Quantity(.value, point.value)] + named.map { Quantity(.product("v.f", along: $0), $1) },
      json: [("value", .tensor(point.value)), ("gradient", .object(named.map { ($0, .tensor($1)) }))], findings)
  }
}
