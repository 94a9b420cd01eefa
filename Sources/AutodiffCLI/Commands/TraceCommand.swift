import AutodiffCore

enum TraceCommand: Command {
  static let description = CommandDescription(
    name: "trace", summary: "every step: values, tangents or adjoints",
    usage: "autodiff trace [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.mode, .wrt, .output, .direction, .cotangent, .expand, .saved, .rounding, .digits, .ties, .strict],
    formats: [.text, .markdown, .latex, .json, .csv, .tsv, .html],
    examples: [
      "autodiff trace 'x1*x2 + sin(x1)' x1=2 x2=3", "autodiff trace --mode reverse '(x+y)*z' x=-2 y=5 z=-4",
      "autodiff trace --mode forward --direction x=1 'x*y' x=2 y=3",
      "autodiff trace --mode reverse 'sum((W@x)^2)' --at 'W=[1,2;3,4],x=[1,-1]'",
      "autodiff trace --format html '(x+y)*z' x=-2 y=5 z=-4 > trace.html",
      "autodiff trace 'sqrt(x + 1) - sqrt(x)' x=1e6 --rounding",
      "autodiff trace --mode reverse --cotangent '[1,1]' 'x^2, x*y' x=3 y=2",
    ], modes: Trace.Mode.allCases.map(\.rawValue),
    rules: [
      .excludesValues(.direction, of: .mode, ["primal", "reverse"]),
      .excludesValues(.cotangent, of: .mode, ["primal", "forward"]), .excludes(.cotangent, [.direction]),
      .excludes(.saved, [.direction]),
      .excludesValues(.saved, of: .mode, ["forward"]),
    ], sweeps: .gradient)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    // A direction asks for tangents, a cotangent for adjoints.
    let isPage = options.format == .html
    let mode =
      options.traceMode
      ?? (options.cotangent != nil || isPage
        ? .reverse : options.direction == nil ? .primal : .forward)
    if isPage, mode != .reverse {
      throw .usage(.conflict("--mode \(mode.rawValue)", "--format html"))
    }
    if isPage, options.direction != nil { throw .usage(.conflict("--direction", "--format html")) }
    let request = try ProgramRequest(options, session)
    if mode == .reverse, options.cotangent == nil { try request.requireScalar("trace --mode reverse") }
    let point = try request.point(session)
    let cotangent = try request.cotangent(of: point.value.shape, session)
    if isPage { return try PageReport(point, cotangent: cotangent, request).write(session) }
    if mode == .forward, options.direction == nil { try Limit.tangents(point) }
    let direction = options.direction == nil ? nil : try request.tangentDirection(session)
    var trace = Trace(
      point, mode: mode, direction: direction, cotangent: cotangent, marksSaved: options.marksSaved,
      path: request.program)
    if options.examinesRounding {
      let rounding = RoundingReport.steps(
        point, weights: cotangent ?? Tensor(repeating: 1, point.value.shape),
        inputs: ReadingErrors(request).errors(point), constants: ConstantErrors(point.graph, request.source))
      if let rounding { trace.add(rounding) } else { session.note("rounding was not examined: it would take too long") }
    }
    return TraceReport(trace, request).write(options.format, session)
  }
}
