import AutodiffCore

enum Eval: Command {
  static let description = CommandDescription(
    name: "eval", summary: "the value of an expression",
    usage: "autodiff eval [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: PointOptions.all + [.digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    examples: [
      "autodiff eval 'sqrt(x^2 + y^2)' x=3 y=4", "echo 'pi/4' | autodiff eval --digits 6",
      "autodiff eval 'x^2' --points rows.csv --columns x --no-header",
    ])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    if let many = try ManyPoints(invocation, session) {
      var request = try ProgramRequest(invocation, session, columns: many.columns)
      return try many.run(&request, .value) { request, _ in
        [Quantity(.value, Tensor(repeating: 0, request.graph.shape(of: request.graph.output)))]
      } single: { request, point, format, session in
        _ = GradientReport.arrays(request, point, nil).write(format, session)
      }
    }
    let format = try invocation.format()
    var request = try ProgramRequest(invocation, session)
    let inputs = try request.inputs(invocation, session, mayMiss: false)
    guard request.isScalar else {
      return GradientReport.arrays(request, try request.point(inputs.tensors, invocation), nil).write(format, session)
    }
    return GradientReport.scalars(request, try request.point(inputs.values, invocation), nil).write(format, session)
  }
}
