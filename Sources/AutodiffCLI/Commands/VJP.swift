import AutodiffCore

enum VJP: Command {
  static let description = CommandDescription(
    name: "vjp", summary: "a cotangent times the Jacobian, by one reverse sweep",
    usage: "autodiff vjp [OPTIONS] EXPRESSION --cotangent VALUE [NAME=VALUE ...]",
    options: [.cotangent, .wrt, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: ["autodiff vjp 'W@x' --cotangent [1,-1] --at 'W=[[1,2],[3,4]],x=[5,6]'"],
    rules: [.requires(.cotangent)])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    var request = try ProgramRequest(options, session)
    let point = try request.point(session)
    let cotangent = try request.cotangent(of: point.value.shape, session) ?? .scalar(1)
    let (gradient, derivatives) = point.codirectional(cotangent, path: request.program)
    let findings = Findings(
      ProgramPoint(point), derivatives, areFinite: gradient.allSatisfy(\.isFinite), request.source)
    let named = zip(point.wrtInputs, gradient).map { ($0.name, $1) }
    return AnswerReport(
      request, [Quantity(.value, point.value)] + named.map { Quantity(.product("v.f", along: $0), $1) },
      json: [("value", .tensor(point.value)), ("gradient", .object(named.map { ($0, .tensor($1)) }))], findings
    ).write(options.format, session)
  }
}
