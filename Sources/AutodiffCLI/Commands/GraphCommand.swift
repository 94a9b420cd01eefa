import AutodiffCore

enum GraphCommand: Command {
  static let description = CommandDescription(
    name: "graph",
    summary: "the computation graph as a picture's source, with values and adjoints where a point is given",
    usage: "autodiff graph [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.expand, .shape, .output, .wrt, .digits, .ties, .strict],
    formats: [.dot, .mermaid],
    examples: [
      "autodiff graph '(x+y)*z' x=-2 y=5 z=-4 | dot -Tpng > graph.png",
      "autodiff graph --format mermaid 'sigma(w*x + b)'",
    ])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    var request = try ProgramRequest(options, session)
    var number = session.rendering.number
    if number.digits == nil { number.digits = 4 }
    let point = request.hasValues ? try request.point(session) : nil
    let picture = Picture(point?.graph ?? request.graph, at: point, number: number)
    for line in options.format == .mermaid ? Mermaid.lines(picture, number) : DOT.lines(picture, number) {
      session.out.line(line)
    }
    guard let point else { return .answered }
    let derivatives = point.value.scalar == nil ? nil : Derivatives(gradientOf: point, path: request.program)
    return Findings(ProgramPoint(point), derivatives, request.source).note(session)
  }
}
