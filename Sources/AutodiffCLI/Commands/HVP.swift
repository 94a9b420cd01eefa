import AutodiffCore

enum HVP: Command {
  static let description = CommandDescription(
    name: "hvp", summary: "Hessian times a direction, without the Hessian",
    usage: "autodiff hvp [OPTIONS] EXPRESSION --direction NAME=VALUE [NAME=VALUE ...]",
    options: [.direction, .wrt, .output] + Option.table + [.digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    rowFormats: [.csv, .tsv, .json, .npy],
    examples: [
      "autodiff hvp 'sum(x^3)' --at 'x=[1,2,3]' --direction 'x=[1,0,0]'",
      "autodiff hvp 'x^3*y' --direction x=1 --points rows.csv",
    ],
    rules: [.requires(.direction)] + OptionRule.table, sweeps: .hessianProduct)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let table = try PointTable(options, session) {
      let request = try ProgramRequest(options, session, columns: table.inputs)
      try request.requireScalar("hvp")
      let direction = try request.direction(session)
      let inputs = ElementInputs(try request.inputs(session, mayMiss: true), of: request.graph)
      var tangents: [Int: [Double]] = [:]
      for (place, input) in request.graph.inputs.enumerated() {
        tangents[place] = direction.first { $0.input == input }?.tangent.elements
      }
      let rows = try DerivativeRows(table, request, inputs, .hessianProduct(tangents), wrt: request.wrtPlaces()) {
        request, point in
        let moving = tangents.sorted { $0.key < $1.key }.map { place, elements in
          let input = point.graph.inputs[place]
          return (input: input, tangent: Tensor(point.graph.shape(of: input), elements))
        }
        return report(request, point, moving)
      }
      return try table.answer(rows)
    }
    let request = try ProgramRequest(options, session)
    let point = try request.point(session)
    try request.requireScalar("hvp")
    return report(request, point, try request.direction(session)).write(options.format, session)
  }

  private static func report(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ direction: Point<Tensor>.Direction
  ) -> AnswerReport {
    let (gradient, product) = point.hessianProduct(direction, path: request.program)
    var answer = SecondOrderAnswer(point, gradient)
    let named = zip(point.wrtInputs, product.values).map { ($0.name, $1) }
    answer.quantities += named.map { Quantity(.product("v.df", along: $0), $1) }
    answer.json.append(("product", .object(named.map { ($0, .tensor($1)) })))
    answer.areFinite = answer.areFinite && product.values.allSatisfy(\.isFinite)
    return answer.report(request, [direction])
  }
}
