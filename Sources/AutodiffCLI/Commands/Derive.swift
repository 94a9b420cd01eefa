import AutodiffCore

enum Derive: Command {
  static let description = CommandDescription(
    name: "derive", summary: "the derivatives as expressions in the language itself, simplified",
    usage: "autodiff derive [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.order, .steps, .inline, .shape, .wrt, .output, .digits, .ties],
    formats: [.text, .json, .plain, .markdown, .latex],
    examples: [
      "autodiff derive 'x1*x2 + sin(x1)'", "autodiff derive --order 2 '(1-x)^2 + 100*(y-x^2)^2'",
      "autodiff derive --format latex 'exp(-x^2/2)'", "autodiff derive --order 5 'exp(-x^2)'",
      "autodiff derive 'sum((A@x - b)^2)' --shape A=3x2,x=2,b=3", "autodiff derive --steps 'x^2*sin(3*x)'",
      "autodiff derive 'mean((y - X@w)^2)' --shape X=mxn,w=n,y=m --wrt w",
    ], rules: [.excludesValues(.steps, of: .format, [OutputFormat.plain.rawValue])], sweeps: .formula,
    ownMeaning: { meanings[$0] })

  private static let meanings: [Option: Option.Description] = [
    .order: Option.derivativeOrder, .steps: Option.derivationSteps, .shape: Option.letteredShape,
  ]

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request: ProgramRequest
    do throws(Failure) {
      request = try ProgramRequest(options, session)
    } catch {
      if let letters = options.sizeLetters { session.note("the sizes that are tried: \(letters.firstChoiceText)") }
      throw error
    }
    if options.order > 1 { try request.requireScalar("derive --order \(options.order)") }
    _ = try request.inputs(session, mayMiss: true)
    try request.requireFormula("derive")
    try request.checkMemory()
    if !request.graph.decisions.isEmpty {
      session.note("this holds for the path that the program takes at these values")
    }
    guard let letters = options.sizeLetters else {
      try answer(request, session)
      return .answered
    }
    try answer(request, sizes: letters, session)
    return .answered
  }

  private static func answer(_ request: ProgramRequest, _ session: Session) throws(Failure) {
    let options = request.options
    let wrt = try request.wrtNodes()
    try DeepStack.withRoom(for: request.graph) { () throws(Failure) in
      let formulas: DerivativeFormulas
      do throws(Problem) {
        formulas = try DerivativeFormulas(
          request.graph, wrt: wrt, order: options.order, inline: options.isInline, ties: options.ties)
      } catch {
        throw .text(error, request.source)
      }
      if options.showsDerivation {
        try DerivationReport(formulas, wrt: wrt, request).write(session)
      } else {
        FormulaReport(formulas, request).write(session)
      }
    }
  }

  /// Answers for every size: with what the answers at a few sizes have in common.
  private static func answer(
    _ request: ProgramRequest, sizes letters: SizeLetters, _ session: Session
  ) throws(Failure) {
    let names = request.graph.orderedInputNames
    if let letter = letters.letters.first(where: { names.contains("\($0)") }) {
      throw .usage(.sizeIsInput("\(letter)"))
    }
    // Rounded numbers say less of the sizes that they are made of.
    var inner = session
    inner.rendering.number = NumberText()
    var texts: [String] = []
    for sizes in letters.choices {
      let own = try ProgramRequest(request, shapes: letters.shapes(at: sizes))
      do throws(Failure) {
        texts.append(try inner.text { session throws(Failure) in try answer(own, session) })
      } catch {
        // A list of derivatives is another one for each size, and too long at these.
        guard case .text(let problem, _) = error, case .limit(.derivatives) = problem.fact else { throw error }
        throw .usage(.dependsOnSizes(letters.letters))
      }
    }
    let isLaTeX = request.options.format == .latex
    guard let text = SizedText(letters.letters, sizes: letters.choices, isLaTeX: isLaTeX).merged(texts) else {
      throw .usage(.dependsOnSizes(letters.letters))
    }
    session.out.write(text)
  }
}
