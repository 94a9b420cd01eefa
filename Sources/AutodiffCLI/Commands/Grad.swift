import AutodiffCore

enum Grad: Command {
  static let description = CommandDescription(
    name: "grad", summary: "the value and the gradient, by reverse mode",
    usage: "autodiff grad [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt] + PointOptions.all + [.digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    examples: [
      "autodiff grad 'x1*x2 + sin(x1)' --at x1=2,x2=3", "autodiff grad 'q = x+y; q*z' x=-2 y=5 z=-4 --wrt z",
      "autodiff grad 'sum((W@x)^2)' --at 'W=[[0.1,0.5],[-0.3,0.8]],x=[0.2,0.4]'",
      "autodiff grad -f loss.txt --at @values.txt --format json",
      "autodiff grad 'log(x)*y' --points rows.csv > out.csv",
      "autodiff grad '(w*x - y)^2' w=2 --wrt w --points rows.csv --reduce mean",
    ])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    if let many = try ManyPoints(invocation, session) { return try run(many, invocation, session) }
    let format = try invocation.format()
    var request = try ProgramRequest(invocation, session)
    let inputs = try request.inputs(invocation, session, mayMiss: false)
    try request.requireScalar("grad")
    guard request.isScalar else {
      let point = try request.point(inputs.tensors, invocation)
      return GradientReport.arrays(request, point, ArrayDerivatives(gradientOf: point, path: request.program)).write(
        format, session)
    }
    let point = try request.point(inputs.values, invocation)
    return GradientReport.scalars(request, point, point.derivatives).write(format, session)
  }

  private static func run(
    _ many: ManyPoints, _ invocation: Invocation, _ session: Session
  ) throws(Failure) -> ExitStatus {
    var request = try ProgramRequest(invocation, session, columns: many.columns)
    try request.requireScalar("grad")
    return try many.run(&request, .gradient) { request, asked in
      [Quantity(.value, .scalar(0))]
        + asked.map { place in
          let input = request.graph.inputs[place]
          let zeros = Tensor(repeating: 0, request.graph.shape(of: input))
          return Quantity(.derivative(request.graph.name(ofInput: input)), zeros, shape: .scalar)
        }
    } single: { request, point, format, session in
      _ = GradientReport.arrays(request, point, ArrayDerivatives(gradientOf: point, path: request.program)).write(
        format, session)
    }
  }
}
