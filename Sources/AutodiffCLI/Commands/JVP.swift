import AutodiffCore

enum JVP: Command {
  static let description = CommandDescription(
    name: "jvp", summary: "Jacobian times a direction, by one forward sweep",
    usage: "autodiff jvp [OPTIONS] EXPRESSION --direction NAME=VALUE [NAME=VALUE ...]",
    options: [.direction, .wrt, .output] + Option.table + [.digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: ["autodiff jvp 'sin(x)*y' x=1 y=2 --direction x=1,y=0.5"],
    rules: [.requires(.direction)] + OptionRule.table, sweeps: .gradient)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      let direction = try request.tangentDirection(session)
      let places = direction.compactMap { request.graph.inputs.firstIndex(of: $0.input) }
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      let quantity = BlockEngine.Quantity.tangent(direction.flatMap(\.tangent.elements))
      let rows = try DerivativeRows(table, request, inputs, quantity, wrt: places) { report($0, $1, direction) }
      return try table.answer(rows)
    }
    let request = try ProgramRequest(options, session)
    let point = try request.point(session)
    return report(request, point, try request.tangentDirection(session)).write(options.format, session)
  }

  private static func report(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ direction: Point<Tensor>.Direction
  ) -> AnswerReport {
    let (tangent, derivatives) = point.directional(direction, path: request.program)
    let findings = Findings(ProgramPoint(point), derivatives, areFinite: tangent.isFinite, request.source)
    return AnswerReport(
      request, [Quantity(.value, point.value), Quantity(.tangent, tangent)],
      json: [("value", .tensor(point.value)), ("tangent", .tensor(tangent))], findings)
  }
}
