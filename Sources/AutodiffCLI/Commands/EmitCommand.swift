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
      "autodiff emit --language python 'mean((X@w - y)^2)' --shape X=mxn,w=n,y=m",
    ], sweeps: .formula, ownMeaning: { $0 == .shape ? Option.letteredShape : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try SizedRequest.reading(options, session)
    let derivative = try derivative(of: request)
    // Names that are bound but do not occur are inputs as well.
    if request.hasValues { _ = try request.inputs(session, mayMiss: true) }
    try request.requireFormula("emit")
    try request.checkMemory()
    let lines: [String]
    if let sized = try SizedRequest(request) {
      lines = try self.lines(sized, options, derivative, session)
    } else {
      lines = try code(of: request, derivative).lines
    }
    if !request.graph.decisions.isEmpty {
      session.note("this holds for the path that the program takes at these values")
    }
    for line in lines { session.out.line(line) }
    return .answered
  }

  private static func code(
    of request: ProgramRequest, _ derivative: EmittedDerivative
  ) throws(Failure) -> SourceCode {
    let options = request.options
    var code: SourceCode
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
    if code.hasOther(options.functionName) {
      throw .usage(.invalidName(option: Option.name.long, options.functionName, reserved: true))
    }
    return code
  }

  // MARK: - Every size

  /// The highest degree of a place in the sizes: a matrix of an array's elements by themselves.
  private static let mostDegree = 4

  /// Returns the code for every size, made of that at a few sizes.
  private static func lines(
    _ sized: SizedRequest, _ options: Options, _ derivative: EmittedDerivative, _ session: Session
  ) throws(Failure) -> [String] {
    let kind: Failure.SizedAnswer =
      switch derivative {
      case .jacobian: .jacobian
      case .hessian: .hessian
      case .gradient, .hvp, .jvp: .code
      }
    let letters = sized.letters
    func code(of own: ProgramRequest) throws(Failure) -> SourceCode {
      if own.hasValues { _ = try own.inputs(session.silent, mayMiss: true) }
      return try self.code(of: own, derivative)
    }
    if options.language == .latex {
      return [
        try sized.text(kind) { own throws(Failure) in try code(of: own).lines.joined(separator: "\n") }
      ]
    }
    let gates = "\(Option.style.long) \(SourceStyle.gates.rawValue)"
    for (option, isGiven) in [(Option.main.long, options.hasMain), (gates, options.style == .gates)] where isGiven {
      throw .usage(.needsSizes(option, letters.letters))
    }
    var codes: [[Int]: [String]] = [:]
    for degree in SizeLattice.degrees where degree <= mostDegree {
      let lattice = SizeLattice(letters: letters.letters.count, degree: degree)
      var all: [[String]] = []
      var last: SourceCode?
      for sizes in lattice.points {
        if codes[sizes] == nil {
          var own = try sized.at(sizes, kind) { own throws(Failure) in try code(of: own) }
          own.sizes = letters.ofSource
          codes[sizes] = own.lines
          last = own
        }
        all.append(codes[sizes] ?? [])
        guard SizedCode.haveSameForm(all[0], all[all.count - 1]) else { throw sized.dependsOnSizes(kind) }
      }
      guard let last, var sizedCode = SizedCode(last, lattice) else { continue }
      if let lines = sizedCode.lines(all) { return lines }
    }
    throw sized.dependsOnSizes(kind)
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
