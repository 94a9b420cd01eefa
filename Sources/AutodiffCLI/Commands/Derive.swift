import AutodiffCore

enum Derive: Command {
  static let description = CommandDescription(
    name: "derive", summary: "the derivatives as expressions in the language itself, simplified",
    usage: "autodiff derive [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.order, .inline, .symmetric, .shape, .wrt, .output, .digits, .ties],
    formats: [.text, .json, .plain, .latex],
    examples: [
      "autodiff derive 'x1*x2 + sin(x1)'", "autodiff derive --order 2 '(1-x)^2 + 100*(y-x^2)^2'",
      "autodiff derive --format latex 'exp(-x^2/2)'", "autodiff derive --order 5 'exp(-x^2)'",
      "autodiff derive 'sum((A@x - b)^2)' --shape A=3x2,x=2,b=3",
      "autodiff derive \"x'@A@x\" --shape A=3x3,x=3 --wrt x --symmetric A",
    ], sweeps: .formula, ownMeaning: { $0 == .order ? Option.derivativeOrder : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    if options.order > 1 { try request.requireScalar("derive --order \(options.order)") }
    let values = try request.inputs(session, mayMiss: true)
    try request.requireFormula("derive")
    try request.checkMemory()
    let numbers = try request.fixedNumbers(values)
    let wrt = try request.wrtNodes().filter { numbers[$0] == nil }
    let symmetric = try request.symmetricNodes()
    let known = request
    return try DeepStack.withRoom(for: known.graph) { () throws(Failure) in
      let formulas: DerivativeFormulas
      do throws(Problem) {
        let graph = numbers.isEmpty ? known.graph : try known.graph.fixing(numbers)
        func moved(_ inputs: [Graph.NodeID]) -> [Graph.NodeID] {
          inputs.compactMap { input in
            graph.inputs.first { graph.name(ofInput: $0) == known.graph.name(ofInput: input) }
          }
        }
        formulas = try DerivativeFormulas(
          graph, wrt: moved(wrt), order: options.order, inline: options.isInline, symmetric: moved(symmetric),
          ties: options.ties)
      } catch {
        throw .text(error, known.source)
      }
      if !known.graph.decisions.isEmpty {
        session.note("this holds for the path that the program takes at these values")
      }
      FormulaReport(formulas, known).write(session)
      return .answered
    }
  }
}
