import AutodiffCore

enum Explain: Command {
  static let description = CommandDescription(
    name: "explain", summary: "the way back in words, or a hint that tells less",
    usage: "autodiff explain [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .output, .expand, .hint, .expect, .digits, .ties, .strict],
    formats: [.text, .markdown, .json],
    examples: [
      "autodiff explain 'x1*x2 + sin(x1)' x1=2 x2=3", "autodiff explain '(x+y)*z' x=-2 y=5 z=-4 --wrt z",
      "autodiff explain 'sum((W@x)^2)' --at 'W=[1,2;3,4],x=[1,-1]'",
      "autodiff explain 'sin(3*x)' x=0.5 --hint 2",
      "autodiff explain 'sin(3*x)' x=0.5 --expect x=0.0707 --hint 3",
    ], rules: [.needs([.expect], .hint)])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    let inputs = try request.inputs(session, mayMiss: false)
    try request.requireScalar("explain")
    let point = try request.point(inputs.tensors)
    try Limit.explanations(point)
    guard let hint = options.hint else { return ExplainReport(point, request).write(options.format, session) }
    let elements = Elements(inputsOf: request.graph)
    let claims = try ClaimOption(request, inputs: elements, known: elements, session)
    var check: GradientCheck?
    if !claims.isEmpty {
      let numbers = inputs.unrolled(elements).values
      check = try CheckedPoint(request, elements, numbers).check(claims.elements(at: numbers))
    }
    return HintReport(point, request, level: hint, check: check).write(options.format, session)
  }
}
