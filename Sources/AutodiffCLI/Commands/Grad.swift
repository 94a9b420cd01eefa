import AutodiffCore

enum Grad: Command {
  static let description = CommandDescription(
    name: "grad", summary: "the value and the gradient, by reverse mode",
    usage: "autodiff grad [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .order] + Option.table + [.relative, .correlation, .rounding, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff grad 'x1*x2 + sin(x1)' --at x1=2,x2=3", "autodiff grad 'q = x+y; q*z' x=-2 y=5 z=-4 --wrt z",
      "autodiff grad 'sum((W@x)^2)' --at 'W=[[0.1,0.5],[-0.3,0.8]],x=[0.2,0.4]'",
      "autodiff grad -f loss.txt --at @values.txt --format json",
      "autodiff grad 'log(x)*y' --points rows.csv > out.csv",
      "autodiff grad '(w*x - y)^2' w=2 --wrt w --points rows.csv --reduce mean",
      "autodiff grad 'm*v^2/2' --at m=2±0.1,v=3±0.2 --correlation m,v=0.5",
      "autodiff grad 'x^2*y' x=3 y=2 --relative",
      "autodiff grad 'x^2*sin(y)' x=3 y=0 --order 3",
    ],
    rules: [
      .excludes(.relative, [.reduce]), .excludes(.rounding, [.points]),
      .excludes(.order, [.points, .relative, .correlation, .rounding]),
    ] + OptionRule.table, sweeps: .gradient, ownMeaning: { $0 == .order ? Option.partialsOrder : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      try request.requireScalar("grad")
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      return try table.answer(try DerivativeRows(table, request, inputs))
    }
    let request = try ProgramRequest(options, session)
    if options.order > 1 { return try MixedPartialsAnswer.answer(request, session) }
    let inputs = try request.inputs(session, mayMiss: false)
    try request.requireScalar("grad")
    try request.readUncertainty()
    let point = try request.point(inputs.values, inputs.tensors)
    return GradientReport.report(request, point).write(point, session)
  }
}
