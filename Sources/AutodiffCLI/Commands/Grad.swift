import AutodiffCore

enum Grad: Command {
  static let description = CommandDescription(
    name: "grad", summary: "the value and the gradient, by reverse mode",
    usage: "autodiff grad [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt] + Option.table + [.rounding, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff grad 'x1*x2 + sin(x1)' --at x1=2,x2=3", "autodiff grad 'q = x+y; q*z' x=-2 y=5 z=-4 --wrt z",
      "autodiff grad 'sum((W@x)^2)' --at 'W=[[0.1,0.5],[-0.3,0.8]],x=[0.2,0.4]'",
      "autodiff grad -f loss.txt --at @values.txt --format json",
      "autodiff grad 'log(x)*y' --points rows.csv > out.csv",
      "autodiff grad '(w*x - y)^2' w=2 --wrt w --points rows.csv --reduce mean",
    ], rules: OptionRule.table + [.excludes(.rounding, [.points])], sweeps: .gradient)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      try request.requireScalar("grad")
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      let rows = try DerivativeRows(table, request, inputs, .gradient, wrt: request.wrtPlaces()) {
        report($0, ProgramPoint($1)).answer
      }
      return try table.answer(rows)
    }
    let request = try ProgramRequest(options, session)
    let inputs = try request.inputs(session, mayMiss: false)
    try request.requireScalar("grad")
    let point = try request.point(inputs.values, inputs.tensors)
    return report(request, point).write(point, session)
  }

  private static func report(_ request: ProgramRequest, _ point: ProgramPoint) -> GradientReport {
    GradientReport(request, point, point.derivatives(path: request.program))
  }
}
