import AutodiffCore

enum JVP: Command {
  static let description = CommandDescription(
    name: "jvp", summary: "Jacobian times a direction, by one forward sweep",
    usage: "autodiff jvp [OPTIONS] EXPRESSION --direction NAME=VALUE [NAME=VALUE ...]",
    options: [.direction, .output] + PointOptions.all + [.digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex, .npy],
    examples: ["autodiff jvp 'sin(x)*y' x=1 y=2 --direction x=1,y=0.5"])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    guard let text = invocation.values[.direction] else { throw .usage(.noDirection("jvp")) }
    if let many = try ManyPoints(invocation, session) {
      var request = try ProgramRequest(invocation, session, columns: many.columns)
      let direction = try request.direction(text, session)
      let places = direction.compactMap { request.graph.inputs.firstIndex(of: $0.input) }
      let quantity = BlockEngine.Quantity.tangent(direction.flatMap(\.tangent.elements))
      return try many.run(&request, quantity, asked: places) { request, _ in
        let zeros = Tensor(repeating: 0, request.graph.shape(of: request.graph.output))
        return [Quantity(.value, zeros), Quantity(.tangent, zeros)]
      } single: { request, point, format, session in
        _ = report(request, point, direction).write(format, session)
      }
    }
    let format = try invocation.format()
    var request = try ProgramRequest(invocation, session)
    let point = try request.point(invocation, session)
    return report(request, point, try request.direction(text, session)).write(format, session)
  }

  private static func report(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ direction: Point<Tensor>.Direction
  ) -> AnswerReport {
    let (tangent, derivatives) = point.directional(direction, path: request.program)
    let findings = Findings(point, derivatives, areFinite: tangent.isFinite, request.source)
    return AnswerReport(
      request, [Quantity(.value, point.value), Quantity(.tangent, tangent)],
      json: [("value", .tensor(point.value)), ("tangent", .tensor(tangent))], findings)
  }
}

enum VJP: Command {
  static let description = CommandDescription(
    name: "vjp", summary: "a cotangent times the Jacobian, by one reverse sweep",
    usage: "autodiff vjp [OPTIONS] EXPRESSION --cotangent VALUE [NAME=VALUE ...]",
    options: [.cotangent, .wrt, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: ["autodiff vjp 'W@x' --cotangent [1,-1] --at 'W=[[1,2],[3,4]],x=[5,6]'"])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    guard let text = invocation.values[.cotangent] else {
      throw .usage(
        .required(
          command: "vjp", option: "--cotangent VALUE", hint: "a weight for each element of the value: --cotangent [1,0]"
        ))
    }
    var request = try ProgramRequest(invocation, session)
    let point = try request.point(invocation, session)
    let cotangent = try Bindings.value(of: text, option: .cotangent, session.host)
    guard cotangent.shape == point.value.shape else {
      throw .usage(.cotangent(expected: point.value.shape, given: cotangent.shape))
    }
    let (gradient, derivatives) = point.codirectional(cotangent, path: request.program)
    let findings = Findings(
      point, derivatives, areFinite: gradient.allSatisfy(\.isFinite), request.source)
    let named = zip(point.wrt, gradient).map { ($0.name, $1) }
    return AnswerReport(
      request, [Quantity(.value, point.value)] + named.map { Quantity(.product("v.f", along: $0), $1) },
      json: [("value", .tensor(point.value)), ("gradient", .object(named.map { ($0, .tensor($1)) }))], findings
    ).write(format, session)
  }
}

extension Failure.Usage {
  static func noDirection(_ command: String) -> Failure.Usage {
    .required(
      command: command, option: "--direction NAME=VALUE,...", hint: "inputs that it does not name have the direction 0")
  }
}
