import AutodiffCore

enum Check: Command {
  static let description = CommandDescription(
    name: "check", summary: "reverse mode = forward mode = finite differences? and = a claimed answer?",
    usage: "autodiff check [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .shape, .expect, .order] + Option.table
      + [.random, .seed, .range, .scheme, .step, .rtol, .atol, .sweep, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .markdown],
    rowFormats: [.text, .json, .csv, .tsv],
    examples: [
      "autodiff check 'x1*x2 + sin(x1)' --at x1=2,x2=3",
      "autodiff check 'x1*x2 + sin(x1)' x1=2 x2=3 --expect x1=2.58,x2='x1'",
      "autodiff check 'log(x)*y' --random 100 --range 0.1:5", "autodiff check 'sin(x)' x=1 --sweep",
      "autodiff check 'x1*x2 + sin(x1)' --points answers.csv", "autodiff check 'softmax(u)' u=[1,2,3]",
      "autodiff check --order 2 'x*sin(y)' x=2 y=1 --expect x/y=0.5403",
      "autodiff check '(w*x - y)^2' w=2 --wrt w --points rows.csv --reduce mean",
      "autodiff check \"x'@A@x\" --random 100 --shape x=3,A=3x3 --expect \"x=(A+A')@x\"",
    ],
    rules: [
      .excludesValues(.step, of: .scheme, ["auto"]), .excludesValues(.reduce, of: .order, ["2"]),
      .excludesValues(.sweep, of: .order, ["2"]), .needs([.seed, .range], .random), .table,
      .excludes(.points, [.random, .sweep]), .excludes(.sweep, [.random, .scheme, .step, .rtol, .atol, .expect]),
    ], sweeps: .jacobian)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let table = try PointTable(options, session)
    let request = try ProgramRequest(options, session, columns: table?.inputs ?? [])
    let values = try request.inputs(session, mayMiss: options.random != nil || table != nil)
    if options.order == 2 { try request.requireScalar("check --order 2") }
    if options.sweepsSteps || options.reduction != nil { try request.requireScalar("check") }
    let inputs = ElementInputs(values, of: request.graph)
    if let table { return try table.answer(CheckRows(table, request, inputs)) }
    let elements = inputs.elements
    if options.sweepsSteps {
      return StepSweep(try CheckedPoint(request, elements, inputs.known.values)).write(request, session)
    }
    let claims = try ClaimOption(request, inputs: elements, known: elements, session)
    let report = CheckReport(request, elements, claims: !claims.isEmpty)
    report.note(misshapen: claims.misshapen, session)
    guard let count = options.random else {
      let numbers = inputs.known.values
      let point = try CheckedPoint(request, elements, numbers)
      let check = try point.check(claims.elements(at: numbers))
      return report.write(check, point.findings(check.derivatives), options.format, session)
    }
    return try RandomCheck(request, inputs, claims).run(points: count, report, session)
  }
}
