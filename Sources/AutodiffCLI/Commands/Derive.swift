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
    ], rules: [.excludesValues(.steps, of: .format, [OutputFormat.plain.rawValue])], sweeps: .formula,
    ownMeaning: { $0 == .order ? Option.derivativeOrder : $0 == .steps ? Option.derivationSteps : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    if options.order > 1 { try request.requireScalar("derive --order \(options.order)") }
    _ = try request.inputs(session, mayMiss: true)
    try request.requireFormula("derive")
    try request.checkMemory()
    let wrt = try request.wrtNodes()
    let known = request
    return try DeepStack.withRoom(for: known.graph) { () throws(Failure) in
      let formulas: DerivativeFormulas
      do throws(Problem) {
        formulas = try DerivativeFormulas(
          known.graph, wrt: wrt, order: options.order, inline: options.isInline, ties: options.ties)
      } catch {
        throw .text(error, known.source)
      }
      if !known.graph.decisions.isEmpty {
        session.note("this holds for the path that the program takes at these values")
      }
      if options.showsDerivation {
        try DerivationReport(formulas, wrt: wrt, known).write(session)
      } else {
        FormulaReport(formulas, known).write(session)
      }
      return .answered
    }
  }
}
