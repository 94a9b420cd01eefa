import AutodiffCore

enum Check: Command {
  static let description = CommandDescription(
    name: "check", summary: "reverse mode = forward mode = finite differences? and = a claimed answer?",
    usage: "autodiff check [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .shape, .expect, .why, .ways, .steps, .expand, .order] + Option.table
      + [.random, .seed, .range, .scheme, .step, .rtol, .atol, .sweep, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .markdown],
    rowFormats: [.text, .json, .csv, .tsv],
    examples: [
      "autodiff check 'x1*x2 + sin(x1)' --at x1=2,x2=3",
      "autodiff check 'x1*x2 + sin(x1)' x1=2 x2=3 --expect x1=2.58,x2='x1'",
      "autodiff check 'sin(3*x)' x=0.5 --expect x=0.0707 --why",
      "autodiff check 'log(x)*y' --random 100 --range 0.1:5", "autodiff check 'sin(x)' x=1 --sweep",
      "autodiff check 'x1*x2 + sin(x1)' --points answers.csv", "autodiff check 'softmax(u)' 'u=[1,2,3]'",
      "autodiff check 'x1*x2 + sin(x1)' x1=2 x2=3 --steps filled.csv",
      "autodiff check --ways 'x1*x2 + sin(x1)' x1=2 x2=3 --expect x1=2.58",
      "autodiff check --order 2 'x*sin(y)' x=2 y=1 --expect x/y=0.5403",
      "autodiff check '(w*x - y)^2' w=2 --wrt w --points rows.csv --reduce mean",
      "autodiff check \"x'@A@x\" --random 100 --shape x=3,A=3x3 --expect \"x=(A+A')@x\"",
    ],
    rules: [
      .excludesValues(.step, of: .scheme, ["auto"]), .excludesValues(.reduce, of: .order, ["2"]),
      .excludesValues(.sweep, of: .order, ["2"]), .excludesValues(.why, of: .order, ["2"]),
      .excludes(.why, [.random, .reduce, .sweep]), .needs([.seed, .range], .random),
      .excludes(.steps, [.expect, .why, .points, .reduce, .random, .sweep, .scheme, .step]),
      .excludesValues(.steps, of: .order, ["2"]), .needs([.expand], .steps), .excludes(.points, [.random, .sweep]),
      .excludes(.ways, [.why, .steps, .points, .random, .sweep]), .excludesValues(.ways, of: .order, ["2"]),
      .excludes(.sweep, [.random, .scheme, .step, .rtol, .atol, .expect]),
    ] + OptionRule.table, sweeps: .jacobian, ownMeaning: { $0 == .steps ? Option.filledTrace : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let path = options.filledTrace { return try mark(path, options, session) }
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
      let ways = options.showsWays ? try point.ways(check) : nil
      let why = options.asksWhy ? point.mistakes(check, hasClaims: !claims.isEmpty) : nil
      return report.write(check, point.findings(check.derivatives), options.format, session, why: why, ways: ways)
    }
    return try RandomCheck(request, inputs, claims).run(points: count, report, session)
  }

  /// Marks a reverse trace that was filled in.
  private static func mark(_ path: String, _ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let file = try ValueFile.text(of: path, session.host)
    let request = try ProgramRequest(options, session)
    try request.requireScalar("check --steps")
    let trace = Trace(try request.point(session), mode: .reverse, path: request.program)
    guard let filled = FilledTrace(file) else { throw .usage(.noTrace(path)) }
    let marking = StepMarking(filled, of: trace, tolerance: options.tolerance)
    return StepsReport(marking, trace, request).write(options.format, session)
  }
}
