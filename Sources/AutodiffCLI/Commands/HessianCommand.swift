import AutodiffCore

enum HessianCommand: Command {
  static let description = CommandDescription(
    name: "hessian", summary: "all second derivatives of a scalar, by forward over reverse mode",
    usage: "autodiff hessian [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.sparse, .pattern, .shape, .wrt, .output] + Option.table + [.digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy, .mtx, .svg],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff hessian '(1-x)^2 + 100*(y-x^2)^2' x=-1 y=2", "autodiff hessian 'logsumexp(x)' --at 'x=[1,2,3]'",
      "autodiff hessian 'x^3*y' --points rows.csv",
      "autodiff hessian --sparse 'sum((x[2:] - x[:3]^2)^2)' --at 'x=[1,2,3,4]'",
    ], rules: OptionRule.table + OptionRule.sparse, sweeps: .hessian)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if options.isSparse { return try SparseReport.answer(.hessian, options, session) }
    try SparseReport.refuseItsFormats(options)
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      try request.requireScalar("hessian")
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      let wrt = try request.wrtPlaces()
      try Limit.hessian(inputs: request.graph.elementCount(wrt.map { request.graph.inputs[$0] }))
      return try table.answer(try DerivativeRows(table, request, inputs, .hessian, wrt: wrt, report: report))
    }
    let request = try ProgramRequest(options, session)
    let point = try request.point(session)
    try request.requireScalar("hessian")
    try Limit.hessian(inputs: point.jacobianCost.forward)
    return report(request, point).write(options.format, session)
  }

  private static func report(_ request: ProgramRequest, _ point: Point<Tensor>) -> AnswerReport {
    let (gradient, hessian) = point.hessian(path: request.program)
    var answer = SecondOrderAnswer(point, gradient)
    var rows: [(String, JSON)] = []
    for (first, row) in zip(point.wrtInputs, hessian.blocks) {
      for (second, block) in zip(point.wrtInputs, row) {
        answer.quantities.append(
          Quantity(.secondDerivative(first.name, second.name), block, shape: point.graph.shape(of: first.node)))
      }
      rows.append((first.name, .object(zip(point.wrtInputs, row).map { ($0.name, .tensor($1)) })))
    }
    answer.json.append(("hessian", .object(rows)))
    answer.areFinite = answer.areFinite && hessian.blocks.allSatisfy { $0.allSatisfy(\.isFinite) }
    return answer.report(request, point.basisDirections)
  }
}
