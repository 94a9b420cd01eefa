import AutodiffCore

enum EmitCommand: Command {
  static let description = CommandDescription(
    name: "emit",
    summary:
      "source code of a function that returns f and its derivatives: C, Swift, Python, JavaScript, Rust, MATLAB or LaTeX",
    usage: "autodiff emit [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.language, .derivative, .flat, .style, .name, .main, .shape, .wrt, .output, .ties],
    examples: [
      "autodiff emit 'sigma(w*x + b)' > f.c",
      "autodiff emit --language python 'sum((A@x - b)^2)' --shape A=4x3,x=3,b=4",
      "autodiff emit --derivative hessian --name rosenbrock '(1-x)^2 + 100*(y-x^2)^2'",
      "autodiff emit 'r*cos(t), r*sin(t)'",
      "autodiff emit --language python --style gates 'sigma(w*x + b)'",
      "autodiff emit --main 'x*sin(y)' > f.c && cc -O2 f.c -lm && echo 1 2 | ./a.out",
    ], sweeps: .formula)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    let derivative = try derivative(of: request)
    // Names that are bound but do not occur are inputs as well.
    if request.hasValues { _ = try request.inputs(session, mayMiss: true) }
    try request.requireFormula("emit")
    var code: SourceCode
    try request.checkMemory()
    let wrt = try request.wrtNodes()
    do throws(Problem) {
      code = try SourceCode(request.graph, wrt: wrt, ties: request.ties, options.language, derivative, options.style)
    } catch {
      throw .text(error, request.source)
    }
    code.name = options.functionName
    code.hasMain = options.hasMain
    code.isFlat = options.isFlat
    code.expression = request.expression
    code.isOnePath = !request.graph.decisions.isEmpty
    if code.isOnePath { session.note("this holds for the path that the program takes at these values") }
    for line in code.lines { session.out.line(line) }
    return .answered
  }

  /// The derivative that is asked for, or else the first: the gradient of one output, the Jacobian of several.
  ///
  /// - Throws: that it is not one of this program, or not in this form.
  private static func derivative(of request: ProgramRequest) throws(Failure) -> EmittedDerivative {
    let options = request.options
    let isGates = options.style == .gates
    let gates = "\(Option.style.long) \(SourceStyle.gates.rawValue)"
    for (option, isGiven) in [(Option.flat.long, options.isFlat), (gates, isGates)] where isGiven {
      if options.language != .python {
        throw .usage(.needs(option, "\(Option.language.long) \(SourceLanguage.python.rawValue)"))
      }
      if options.hasMain { throw .usage(.conflict(option, Option.main.long)) }
    }
    if isGates, options.isFlat { throw .usage(.conflict(gates, Option.flat.long)) }
    if options.hasMain, options.language == .matlab {
      throw .usage(.conflict(Option.main.long, "\(Option.language.long) \(options.language.rawValue)"))
    }
    // Equations, gates and programs around the function know gradients only.
    for (option, isGiven) in [
      ("--language latex", options.language == .latex), (Option.main.long, options.hasMain), (gates, isGates),
    ] where isGiven {
      if let asked = options.derivative, asked != .gradient {
        throw .usage(.conflict(option, "\(Option.derivative.long) \(asked.rawValue)"))
      }
      try request.requireScalar("emit \(option)")
    }
    guard let asked = options.derivative else {
      return request.graph.shape(of: request.graph.output).isScalar ? .gradient : .jacobian
    }
    if asked.isOfScalars { try request.requireScalar("emit \(Option.derivative.long) \(asked.rawValue)") }
    return asked
  }
}
