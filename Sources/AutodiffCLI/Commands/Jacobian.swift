import AutodiffCore

enum Jacobian: Command {
  static let description = CommandDescription(
    name: "jacobian", summary: "all first derivatives of all outputs, in the mode that takes fewer sweeps",
    usage: "autodiff jacobian [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .output, .mode, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: [
      "autodiff jacobian 'y1 = sin(w1*x+w0); y2 = cos(w1*x+w0); y1, y2' w1=2 x=1 w0=0.5",
      "autodiff jacobian 'relu(W@x)' --wrt x --at 'W=[[1,2],[3,-4]],x=[1,1]' --mode forward",
    ])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    var mode: JacobianMode?
    if let text = invocation.values[.mode] {
      mode = JacobianMode(rawValue: text)
      let modes = JacobianMode.allCases.map(\.rawValue)
      if mode == nil { throw .usage(.invalidValue(option: "--mode", value: text, allowed: modes, similar: nil)) }
    }
    var request = try ProgramRequest(invocation, session)
    if let text = invocation.values[.output] { try request.chooseOutput(text) }
    let point = try request.point(invocation, session)
    try Limit.jacobian(point)
    if let mode {
      let cost = point.jacobianCost
      session.note(
        "\(mode.rawValue) mode: forward takes \(sweeps(cost.forward, "input")), reverse \(sweeps(cost.reverse, "output"))"
      )
    }
    return GradientReport.arrays(request, point, ArrayDerivatives(jacobianOf: point, mode), key: "jacobian")
      .write(format, session)
  }

  private static func sweeps(_ count: Int, _ of: String) -> String {
    "\(count) sweep\(count == 1 ? "" : "s"), one for each element of the \(of)"
  }
}
