import AutodiffCore

enum Eval: Command {
  static let description = CommandDescription(
    name: "eval", summary: "the value of an expression",
    usage: "autodiff eval [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: Option.table + [.correlation, .rounding, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff eval 'sqrt(x^2 + y^2)' x=3 y=4", "echo 'pi/4' | autodiff eval --digits 6",
      "autodiff eval 'exp(x) - 1' x=1e-9 --rounding",
      "autodiff eval 'x^2' --points numbers.csv --columns x --no-header",
      "autodiff eval 'x^2 + x' --at x=2±0.1",
    ], rules: OptionRule.table + [.excludes(.rounding, [.points])])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      return try table.answer(try DerivativeRows(table, request, inputs))
    }
    let request = try ProgramRequest(options, session)
    let inputs = try request.inputs(session, mayMiss: false)
    try request.readUncertainty()
    let point = try request.point(inputs.values, inputs.tensors)
    return GradientReport.report(request, point).write(point, session)
  }
}
