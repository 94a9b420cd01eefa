import AutodiffCore

enum HessianCommand: Command {
  static let description = CommandDescription(
    name: "hessian", summary: "all second derivatives of a scalar, by forward over reverse mode",
    usage: "autodiff hessian [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .output, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: ["autodiff hessian '(1-x)^2 + 100*(y-x^2)^2' x=-1 y=2", "autodiff hessian 'logsumexp(x)' --at x=[1,2,3]"])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    var request = try ProgramRequest(options, session)
    let point = try request.point(session)
    try request.requireScalar("hessian")
    try Limit.hessian(point)
    let gradient = Derivatives(gradientOf: point, path: request.program)
    let hessian = Hessian(
      point, gradient: gradient.tensors, isExamined: gradient.isExamined, path: request.program)
    var answer = SecondOrderAnswer(
      point, gradient.adding(hessian.kinks, areExamined: hessian.isExamined))
    var rows: [(String, JSON)] = []
    for (first, row) in zip(point.wrtInputs, hessian.blocks) {
      for (second, block) in zip(point.wrtInputs, row) {
        answer.quantities.append(
          Quantity(.secondDerivative(first.name, second.name), block, shape: point.graph.shape(of: first.node)))
      }
      rows.append((first.name, .object(zip(point.wrtInputs, row).map { ($0.name, .tensor($1)) })))
    }
    answer.json.append(("hessian", .object(rows)))
    answer.areFinite = answer.areFinite && hessian.blocks.allSatisfy { $0.allSatisfy(\.isFinite) }
    return answer.write(request, point.basisDirections, session)
  }
}
