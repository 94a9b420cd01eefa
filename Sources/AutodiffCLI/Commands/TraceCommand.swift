import AutodiffCore

enum TraceCommand: Command {
  static let description = CommandDescription(
    name: "trace", summary: "every step: values, tangents or adjoints",
    usage: "autodiff trace [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.mode, .wrt, .output, .direction, .expand, .digits, .ties, .strict],
    formats: [.text, .markdown, .latex, .json, .csv, .tsv],
    examples: [
      "autodiff trace 'x1*x2 + sin(x1)' x1=2 x2=3", "autodiff trace --mode reverse '(x+y)*z' x=-2 y=5 z=-4",
      "autodiff trace --mode forward --direction x=1 'x*y' x=2 y=3",
      "autodiff trace --mode reverse 'sum((W@x)^2)' --at 'W=[1,2;3,4],x=[1,-1]'",
    ], modes: Trace.Mode.allCases.map(\.rawValue))

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    // A direction asks for tangents.
    let mode =
      invocation.values[.mode].flatMap(Trace.Mode.init(rawValue:)) ?? (invocation.has(.direction) ? .forward : .primal)
    var options = Lowering.Options()
    options.expandsFunctions = invocation.has(.expand)
    var request = try ProgramRequest(invocation, session, options: options)
    if mode == .reverse { try request.requireScalar("trace --mode reverse") }
    let point = try request.point(invocation, session)
    if mode == .forward, !invocation.has(.direction) { try Limit.tangents(point) }
    var direction: Point<Tensor>.Direction?
    if let text = invocation.values[.direction] {
      guard mode == .forward else { throw .usage(.conflict("--direction", "--mode \(mode.rawValue)")) }
      direction = try request.direction(text, session)
    }
    let trace = Trace(point, mode: mode, direction: direction, path: request.program)
    return TraceReport(trace, request).write(format, session)
  }
}
