import AutodiffCore

enum Eval: Command {
  static let description = CommandDescription(
    name: "eval", summary: "the value of an expression",
    usage: "autodiff eval [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: Option.table + [.rounding, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff eval 'sqrt(x^2 + y^2)' x=3 y=4", "echo 'pi/4' | autodiff eval --digits 6",
      "autodiff eval 'exp(x) - 1' x=1e-9 --rounding",
      "autodiff eval 'x^2' --points numbers.csv --columns x --no-header",
    ], rules: OptionRule.table + [.excludes(.rounding, [.points])])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      let rows = try DerivativeRows(table, request, inputs, .value, wrt: request.wrtPlaces()) {
        GradientReport($0, ProgramPoint($1), nil).answer
      }
      return try table.answer(rows)
    }
    let request = try ProgramRequest(options, session)
    let inputs = try request.inputs(session, mayMiss: false)
    let point = try request.point(inputs.values, inputs.tensors)
    return GradientReport(request, point, nil).write(point, session)
  }
}
