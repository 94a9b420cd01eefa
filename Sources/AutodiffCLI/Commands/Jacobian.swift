import AutodiffCore

enum Jacobian: Command {
  static let description = CommandDescription(
    name: "jacobian", summary: "all first derivatives of all outputs, in the mode that takes fewer sweeps",
    usage: "autodiff jacobian [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .output, .mode, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: [
      "autodiff jacobian 'y1 = sin(w*x); y2 = cos(w*x); y1, y2' w=2 x=1",
      "autodiff jacobian 'relu(W@x)' --wrt x --at 'W=[[1,2],[3,-4]],x=[1,1]'",
    ], modes: JacobianMode.allCases.map(\.rawValue))

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let mode = options.jacobianMode
    var request = try ProgramRequest(options, session)
    let point = try request.point(session)
    try Limit.jacobian(point)
    if let mode {
      let cost = point.jacobianCost
      let (own, other) =
        mode == .forward
        ? (sweeps(cost.forward, "input"), "reverse: \(cost.reverse)")
        : (sweeps(cost.reverse, "output"), "forward: \(cost.forward)")
      session.note("\(mode.rawValue) mode: \(own) (\(other))")
    }
    let jacobian = Derivatives(jacobianOf: point, mode, path: request.program)
    return GradientReport(request, ProgramPoint(point), jacobian, key: "jacobian").answer.write(
      options.format, session)
  }

  private static func sweeps(_ count: Int, _ of: String) -> String {
    "\(count) sweep\(count == 1 ? "" : "s"), one for each element of the \(of)"
  }
}
