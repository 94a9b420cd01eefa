import AutodiffCore

enum HVP: Command {
  static let description = CommandDescription(
    name: "hvp", summary: "Hessian times a direction, without the Hessian",
    usage: "autodiff hvp [OPTIONS] EXPRESSION --direction NAME=VALUE [NAME=VALUE ...]",
    options: [.direction, .wrt, .output, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: ["autodiff hvp 'sum(x^3)' --at x=[1,2,3] --direction x=[1,0,0]"],
    rules: [.requires(.direction)])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    var request = try ProgramRequest(options, session)
    let point = try request.point(session)
    try request.requireScalar("hvp")
    let gradient = Derivatives(gradientOf: point, path: request.program)
    let direction = try request.direction(session)
    let product = HessianProduct(
      point, direction, gradient: gradient.tensors, isExamined: gradient.isExamined, path: request.program)
    var answer = SecondOrderAnswer(
      point, gradient.adding(product.kinks, areExamined: product.isExamined))
    let named = zip(point.wrtInputs, product.values).map { ($0.name, $1) }
    answer.quantities += named.map { Quantity(.product("v.df", along: $0), $1) }
    answer.json.append(("product", .object(named.map { ($0, .tensor($1)) })))
    answer.areFinite = answer.areFinite && product.values.allSatisfy(\.isFinite)
    return answer.write(request, [direction], session)
  }
}
