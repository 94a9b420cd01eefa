import AutodiffCore

enum Derive: Command {
  static let description = CommandDescription(
    name: "derive", summary: "the derivatives as expressions in the language itself, simplified",
    usage: "autodiff derive [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.order, .steps, .inline, .symmetric, .shape, .wrt, .output, .digits, .ties],
    formats: [.text, .json, .plain, .markdown, .latex],
    examples: [
      "autodiff derive 'x1*x2 + sin(x1)'", "autodiff derive --order 2 '(1-x)^2 + 100*(y-x^2)^2'",
      "autodiff derive --format latex 'exp(-x^2/2)'", "autodiff derive --order 5 'exp(-x^2)'",
      "autodiff derive 'sum((A@x - b)^2)' --shape A=3x2,x=2,b=3", "autodiff derive --steps 'x^2*sin(3*x)'",
      "autodiff derive \"x'@A@x\" --shape A=3x3,x=3 --wrt x --symmetric A",
      "autodiff derive 'mean((y - X@w)^2)' --shape X=mxn,w=n,y=m --wrt w",
    ], rules: [.excludesValues(.steps, of: .format, [OutputFormat.plain.rawValue])], sweeps: .formula,
    ownMeaning: { meanings[$0] })

  private static let meanings: [Option: Option.Description] = [
    .order: Option.derivativeOrder, .steps: Option.derivationSteps, .shape: Option.letteredShape,
  ]

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try SizedRequest.reading(options, session)
    if options.order > 1 { try request.requireScalar("derive --order \(options.order)") }
    let values = try request.inputs(session, mayMiss: true)
    try request.requireFormula("derive")
    try request.checkMemory()
    if !request.graph.decisions.isEmpty {
      session.note("this holds for the path that the program takes at these values")
    }
    let numbers = try request.fixedNumbers(values)
    guard let sized = try SizedRequest(request) else {
      try answer(request, fixing: numbers, session)
      return .answered
    }
    session.out.write(try text(sized, fixing: numbers, session))
    return .answered
  }

  /// - Parameter numbers: The inputs that are numbers in the formulas, by their names.
  /// - Parameter input: The input by which derivatives are taken; nil for those that are asked for.
  private static func answer(
    _ request: ProgramRequest, fixing numbers: [String: Double], by input: String? = nil, _ session: Session
  ) throws(Failure) {
    let exercise = try DerivationExercise(request, fixing: numbers, by: input)
    try DeepStack.withRoom(for: request.graph) { () throws(Failure) in
      let formulas = try exercise.formulas(order: request.options.order, inline: request.options.isInline)
      if request.options.showsDerivation {
        try DerivationReport(formulas, exercise).write(session)
      } else {
        FormulaReport(formulas, request).write(session)
      }
    }
  }

  /// The number of inputs by which derivatives are tried one by one where those by all depend on the sizes.
  private static let mostTried = 8

  /// Returns the answer for every size; where there is none, the error says by which inputs there is one.
  private static func text(
    _ sized: SizedRequest, fixing numbers: [String: Double], _ session: Session
  ) throws(Failure) -> String {
    do throws(Failure) {
      return try text(sized, fixing: numbers, by: nil, session)
    } catch {
      guard case .usage(.dependsOnSizes) = error, let sizes = sized.letters.choices().first else { throw error }
      let names = try sized.at(sizes, .formula) { own throws(Failure) in
        try own.wrtNodes().map { own.graph.name(ofInput: $0) }
      }
      guard 2...mostTried ~= names.count else { throw error }
      let others = names.filter { name in
        do throws(Failure) {
          return !(try text(sized, fixing: numbers, by: name, session.silent)).isEmpty
        } catch {
          return false
        }
      }
      throw sized.dependsOnSizes(.formula, butBy: others)
    }
  }

  /// Returns what the answers at a few sizes have in common.
  private static func text(
    _ sized: SizedRequest, fixing numbers: [String: Double], by input: String?, _ session: Session
  ) throws(Failure) -> String {
    // Rounded numbers say less of the sizes that they are made of.
    var inner = session
    inner.rendering.number = NumberText()
    return try sized.text(.formula) { own throws(Failure) in
      try inner.text { session throws(Failure) in try answer(own, fixing: numbers, by: input, session) }
    }
  }
}
