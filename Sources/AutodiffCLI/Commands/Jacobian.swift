import AutodiffCore

enum Jacobian: Command {
  static let description = CommandDescription(
    name: "jacobian", summary: "all first derivatives of all outputs, in the mode that takes fewer sweeps",
    usage: "autodiff jacobian [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.sparse, .pattern, .matrix, .shape, .wrt, .output, .mode] + Option.table + [
      .rounding, .digits, .ties, .strict,
    ],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy, .mtx, .svg],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff jacobian 'y1 = sin(w*x); y2 = cos(w*x); y1, y2' w=2 x=1",
      "autodiff jacobian 'relu(W@x)' --wrt x --at 'W=[[1,2],[3,-4]],x=[1,1]'",
      "autodiff jacobian 'x*y, y^2' --points rows.csv",
      "autodiff jacobian --sparse --format csv 'x[2:]^2 - x[:3]' --at 'x=[1,2,3,4]'",
      "autodiff jacobian --sparse --pattern 'cumsum(x)' --shape x=5",
    ], modes: JacobianMode.allCases.map(\.rawValue),
    rules: OptionRule.table + OptionRule.sparse + [
      .excludes(.matrix, [.sparse, .points]), .excludes(.rounding, [.points, .sparse, .matrix]),
    ],
    sweeps: .jacobian)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let mode = options.jacobianMode
    if options.isSparse { return try SparseReport.answer(.jacobian, options, session) }
    try SparseReport.refuseItsFormats(options)
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      let wrt = try request.wrtPlaces()
      let cost = JacobianCost(
        forward: request.graph.elementCount(wrt.map { request.graph.inputs[$0] }),
        reverse: request.graph.elementCount([request.graph.output]))
      try Limit.jacobian(cost)
      note(mode, cost, session)
      let rows = try DerivativeRows(table, request, inputs, .jacobian(mode), wrt: wrt) { report($0, $1, mode).answer }
      return try table.answer(rows)
    }
    let request = try ProgramRequest(options, session)
    let point = try request.point(session)
    try Limit.jacobian(point.jacobianCost)
    note(mode, point.jacobianCost, session)
    if options.isMatrix { return matrix(request, point, mode).write(options.format, session) }
    return report(request, point, mode).write(ProgramPoint(point), session, mode ?? point.jacobianCost.cheaper)
  }

  private static func report(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ mode: JacobianMode?
  ) -> GradientReport {
    let jacobian = Derivatives(jacobianOf: point, mode, path: request.program)
    return GradientReport(request, ProgramPoint(point), jacobian, key: "jacobian")
  }

  /// Puts the derivatives of all outputs by all inputs into one matrix.
  private static func matrix(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ mode: JacobianMode?
  ) -> AnswerReport {
    let jacobian = Derivatives(jacobianOf: point, mode, path: request.program)
    let matrix = jacobian.matrix(rows: point.value.count)
    return AnswerReport(
      request, [Quantity(.value, point.value), Quantity(.matrix, matrix)],
      json: [("value", .tensor(point.value)), ("jacobian", .tensor(matrix))],
      Findings(ProgramPoint(point), jacobian, request.source))
  }

  /// Notes the number of sweeps where a mode is asked for.
  private static func note(_ mode: JacobianMode?, _ cost: JacobianCost, _ session: Session) {
    guard let mode else { return }
    let (own, other) =
      mode == .forward
      ? (sweeps(cost.forward, "input"), "reverse: \(cost.reverse)")
      : (sweeps(cost.reverse, "output"), "forward: \(cost.forward)")
    session.note("\(mode.rawValue) mode: \(own) (\(other))")
  }

  private static func sweeps(_ count: Int, _ of: String) -> String {
    "\(count) sweep\(count == 1 ? "" : "s"), one for each element of the \(of)"
  }
}
