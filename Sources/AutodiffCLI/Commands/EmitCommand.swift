import AutodiffCore

enum EmitCommand: Command {
  static let description = CommandDescription(
    name: "emit",
    summary:
      "source code of a function that returns f and its gradient: C, Swift, Python, JavaScript or LaTeX",
    usage: "autodiff emit [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.language, .name, .main, .shape, .wrt, .output, .ties],
    examples: [
      "autodiff emit 'sigma(w*x + b)' > f.c",
      "autodiff emit --language python 'sum((A@x - b)^2)' --shape A=4x3,x=3,b=4",
      "autodiff emit --main 'x*sin(y)' > f.c && cc -O2 f.c -lm && echo 1 2 | ./a.out",
    ], sweeps: .formula)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    try request.requireScalar("emit")
    // Names that are bound but do not occur are inputs as well.
    if request.hasValues { _ = try request.inputs(session, mayMiss: true) }
    try request.requireFormula("emit")
    var code: SourceCode
    try request.checkMemory()
    let wrt = try request.wrtNodes()
    do throws(Problem) {
      code = try SourceCode(request.graph, wrt: wrt, ties: request.ties, options.language)
    } catch {
      throw .text(error, request.source)
    }
    code.name = options.functionName
    code.hasMain = options.hasMain
    code.expression = request.expression
    code.isOnePath = !request.graph.decisions.isEmpty
    if code.isOnePath { session.note("this holds for the path that the program takes at these values") }
    for line in code.lines { session.out.line(line) }
    return .answered
  }
}
