import AutodiffCore

enum GraphCommand: Command {
  static let description = CommandDescription(
    name: "graph",
    summary: "the computation graph as a picture's source, with values and adjoints where a point is given",
    usage: "autodiff graph [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.expand, .shape, .output, .cotangent, .wrt, .digits, .ties, .strict],
    formats: [.dot, .mermaid],
    examples: [
      "autodiff graph '(x+y)*z' x=-2 y=5 z=-4 | dot -Tpng > graph.png",
      "autodiff graph --format mermaid 'sigma(w*x + b)'", "autodiff graph --cotangent '[1,1]' 'x^2, x*y' x=3 y=2",
    ], sweeps: .gradient)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    var number = session.rendering.number
    if number.digits == nil { number.digits = 4 }
    let point = request.hasValues ? try request.point(session) : nil
    if options.cotangent != nil, point == nil { throw .usage(.needs(Option.cotangent.long, "--at NAME=VALUE,...")) }
    let cotangent = try point.flatMap { point throws(Failure) in try request.cotangent(of: point.value.shape, session) }
    let picture = Picture(point?.graph ?? request.graph, at: point, cotangent: cotangent, number: number)
    for line in options.format == .mermaid ? Mermaid.lines(picture, number) : DOT.lines(picture, number) {
      session.out.line(line)
    }
    guard let point else { return .answered }
    if let cotangent {
      let (gradient, derivatives) = point.codirectional(cotangent, path: request.program)
      return Findings(
        ProgramPoint(point), derivatives, areFinite: gradient.allSatisfy(\.isFinite), request.source
      ).note(session)
    }
    let derivatives = point.value.scalar == nil ? nil : Derivatives(gradientOf: point, path: request.program)
    return Findings(ProgramPoint(point), derivatives, request.source).note(session)
  }
}
